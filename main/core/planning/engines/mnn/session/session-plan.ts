// SPDX-License-Identifier: Apache-2.0
import { ok, type Result } from '#contract/errors'
import type { Lifecycle } from '#contract/lifecycle'
import { CATEGORIES, type CategoryBytes, type Plan } from '#contract/plan'
import { inEffect } from '#core/model/operations/index'
import type { ShapedModel } from '#core/model/shapes'
import type { PlanningInput } from '#core/planning/engine'
import { settingEffect } from '#core/planning/selection/setting-effect'
import type { Message } from '#messages/message'
import { foldNodes, foldRows, foldSteps } from '../conversion/fold-plan'
import type { MnnEngine } from '../engine'
import { transposedVolume, volumeConvolution } from '../geometry/volumes'
import type { Executor } from '../rules/executor'
import { recurrentGap } from '../rules/recurrent-layers'
import { MEMORY } from '../settings'
import type { ConverterView } from './converter-view'
import { objectBytes } from './objects'
import { othersTime } from './others-time'
import { deprecatedNotes, memoryNotes, overrideNotes, quantisationNotes, viewNotes } from './plan-notes'
import { prepareSession, transposesVolumes } from './prepare'
import { residentSetBytes, residentSetNote } from './resident-set'
import { besideRows, sessionRows } from './rows'
import { sizeSession } from './session'
import { SessionArena } from './session-arena'
import { workspaceNote } from './workspace-note'

/** The plan of a whole MNN session: what that engine would choose and hold. Fails for impossible overrides only. */
export function planSession(engine: MnnEngine, input: PlanningInput): Result<Plan> {
  const { configuration } = input
  const prepared = prepareSession(engine, input)
  if (!prepared.ok) return prepared
  const { converted, session, core, plainCore, view, constants, buffer, decided } = prepared.value
  const { shaped } = converted
  const arena = input.tellArena === undefined ? null : new SessionArena(converted, session.tensors)
  const memory = sizeSession(engine, session, core, plainCore, arena)
  if (arena !== null) input.tellArena?.(arena.finish())
  const undecided = {
    shaped,
    session,
    constants,
    executors: prepared.value.undecided,
    unmodelled: unmodelledLayers(engine, shaped, prepared.value.unknown, prepared.value.undecided),
  }
  const rows = sessionRows(engine, new Map([...decided].map(([node, { decision }]) => [node, decision])), undecided)
  const decisions = foldRows(rows, converted)
  const unmodelled = new Set(foldNodes([...undecided.unmodelled.keys()], converted))
  const nameOf = (node: number) => shaped.model.nodes[node]?.name ?? ''
  const totals: CategoryBytes = {
    packedWeights: memory.staticBytes,
    workspace: memory.dynamicBytes - memory.activationBytes,
    activations: memory.activationBytes,
    modelBuffer: buffer.bytes,
    inputsOutputs: 0,
    other: 0,
  }
  const residentBytes = residentSetBytes(engine, memory.heapBytes, objectBytes(session, configuration.threads))
  const totalBytes = CATEGORIES.reduce((sum, category) => sum + totals[category], 0)
  const { isa, threads } = configuration
  const othersNanoseconds = othersTime(session, { core, plainCore, threads, isa, machine: input.timesFor })
  return ok({
    modelId: input.modelId,
    configuration,
    decisions,
    steps: foldSteps(memory.moments.steps, converted),
    fusions: [],
    activationBound: null,
    lifecycle: lifecycleOf(totalBytes),
    totals,
    totalBytes,
    packedBeside: besideRows(rows, undecided, memory),
    workspaceNote: workspaceNote(rows, memory, nameOf),
    leftOut: foldNodes(leftOutNodes(shaped, view), converted).filter((node) => !unmodelled.has(node)),
    residentSetBytes: residentBytes,
    ...(othersNanoseconds === null ? {} : { othersNanoseconds }),
    get notes(): readonly Message[] {
      return [
        ...engine.notes(configuration),
        ...overrideNotes(prepared.value.forced),
        ...prepared.value.overrideNotes,
        settingEffect(MEMORY, decisions),
        ...deprecatedNotes(engine, shaped.model),
        ...viewNotes(engine, converted, view),
        ...quantisationNotes(converted, decided),
        ...memoryNotes(engine, memory),
        buffer.note,
        residentSetNote(engine, residentBytes, totalBytes),
        { id: 'note.notIncluded' },
      ]
    },
  })
}

/** A session that is resized holds all that it runs with, and keeps it; what it takes until then is not modelled. */
function lifecycleOf(totalBytes: number): Lifecycle {
  const later = { running: totalBytes, afterRun: totalBytes, runningAgain: totalBytes, afterSecondRun: totalBytes }
  return { loading: null, loaded: totalBytes, ...later }
}

/** Nodes that run but that nothing is known of: their shapes are not, or Convscope does not know the operation. */
function leftOutNodes({ model, folded }: ShapedModel, { unknown }: ConverterView): number[] {
  const foreign = model.nodes.filter(
    ({ id, operation }) => operation.kind === 'Unsupported' && folded[id] !== true && operation.like === undefined,
  )
  return [...new Set([...unknown, ...foreign.map(({ id }) => id)])].sort((a, b) => a - b)
}

/** Layers that the profile does not model, with the reason. */
function unmodelledLayers(
  engine: MnnEngine,
  shaped: ShapedModel,
  convolutions: ReadonlyMap<number, Message>,
  executors: ReadonlyMap<number, Executor>,
): ReadonlyMap<number, Message> {
  const found = new Map(convolutions)
  const transposes = transposesVolumes(engine, shaped)
  for (const { id, operation } of shaped.model.nodes) {
    if (shaped.folded[id] === true) continue
    if (operation.kind === 'Conv' && operation.kernel.length === 3) {
      if (engine.geometry !== null && volumeConvolution(shaped, id) !== null) found.delete(id)
      else found.set(id, { id: 'unmodelled.volume' })
    }
    if (operation.kind === 'ConvTranspose' && !executors.has(id)) {
      const isKnown = transposes && transposedVolume(shaped, id) !== null
      if (isKnown) found.delete(id)
      else
        found.set(id, { id: operation.kernel.length === 3 ? 'unmodelled.transposedVolume' : 'unmodelled.transposed' })
    }
    if (inEffect(operation).kind === 'Conv' && operation.kind !== 'Conv' && !executors.has(id))
      found.set(id, { id: 'unmodelled.integers' })
    if (operation.kind === 'Recurrent') {
      const gap = recurrentGap(shaped, id, engine.recurrent)
      if (gap !== null) found.set(id, gap)
    }
  }
  return found
}
