// SPDX-License-Identifier: Apache-2.0

import { ALGORITHM_TRAITS } from '#contract/algorithms'
import type { Choice } from '#contract/choice'
import { fail, ok, type Result } from '#contract/errors'
import type { CategoryBytes, Decision, Plan } from '#contract/plan'
import type { ShapedModel } from '#core/model/shapes'
import type { EngineProfile, PlanningInput } from '#core/planning/engine'
import { constantBytes } from '#core/planning/layers/constant-bytes'
import { computesWeights, convProblem, macs } from '#core/planning/layers/conv-problem'
import { kernelProblem } from '#core/planning/layers/fully-connected'
import { once } from '#core/planning/lazy'
import { atNode } from '#core/planning/mistake'
import type { KernelTimings } from '#core/planning/native/kernel-catalog'
import type { WeightStorage } from '#core/planning/native/weight-storage'
import { rulesNamed } from '#core/planning/rule-texts'
import { applyOverrides } from '#core/planning/selection/overrides/apply'
import { settingEffect } from '#core/planning/selection/setting-effect'
import { read } from '#core/planning/settings'
import { DEFAULT_MACHINE } from '#core/planning/time/default-machine'
import type { Message } from '#messages/message'
import { kernelName } from './lowering/kernel-mapping'
import { type Lowering, lower } from './lowering/lower'
import { CONVSCOPE_ISAS, dependencies, type Layer, type Narrow, type Settings } from './policy/dependencies'
import { assessKernels, type LayerKernels } from './policy/kernel-options'
import { canForce, narrowed, overridden } from './policy/overrides'
import { candidates, chosenReason } from './policy/reasons'
import { type Selection, selectKernels } from './policy/select-kernels'
import { type WholeChoice, wholeChoice } from './policy/whole-model'
import { besideRows, leftOut, programRows, workspaceNote } from './rows'
import { MEASURED_UNDER, MEMORY, PRECISION, weightStorage } from './settings'
import { CONVSCOPE_SETUP } from './setup'

/**
 * Convscope's own engine. Sizes are what its kernels say of themselves, so modelled bytes equal
 * measured ones; the policy is policy/select-kernels.ts.
 */
export const convscope: EngineProfile = {
  traits: {
    id: 'convscope',
    label: { id: 'engine.convscope' },
    instructionSets: CONVSCOPE_ISAS,
    settings: [MEMORY, PRECISION],
    sessions: [{ id: 'own', name: { id: 'sessions.own' }, rule: { id: 'sessions.own.convscope' }, oncePerModel: [] }],
    measuredUnder: MEASURED_UNDER,
    runsHere: true,
  },
  setup: CONVSCOPE_SETUP,
  rules: rulesNamed('convscope'),
  resizing: {
    rule: () => ({ id: 'rule.resizing.convscope' }),
    open: () => ({
      resize(input) {
        const plan = convscope.plan(input)
        return plan.ok ? ok(plan.value.totals) : plan
      },
    }),
  },
  plan({
    modelId,
    shaped,
    configuration,
    catalog,
    timings,
    machine = DEFAULT_MACHINE,
    tellArena,
    tellRivals,
  }: PlanningInput): Result<Plan> {
    if (catalog === null) {
      return fail({
        code: 'engine/unavailable',
        message: { id: 'problem.engine.notLoaded' },
        hint: { id: 'hint.buildOwn' },
      })
    }
    const { isa, threads } = configuration
    const memory = read(MEMORY, configuration)
    const modelWeightBytes = constantBytes(shaped)
    const weights = weightStorage(configuration)
    const settings: Settings = { isa, threads, memory, weights, machine, modelWeightBytes }
    const layers = layersOf(shaped, settings)
    const assess = (known: KernelTimings | null) =>
      layers.map(({ node, problem, streamable }) =>
        atNode(node, () => assessKernels(problem, catalog, { ...settings, streamable, timings: known })),
      )
    const estimated = assess(null)
    const kernels = memory === MEASURED_UNDER.memory && timings !== undefined ? assess(timings) : estimated
    const overrides = applyOverrides(
      configuration.overrides ?? [],
      layers.map(({ node }, index) => ({ node, name: shaped.model.nodes[node]?.name ?? '', index })),
      ({ index }, override) => canForce(kernels[index] as LayerKernels, override),
    )
    if (!overrides.ok) return overrides
    const forced = layers.map(({ node }) => overrides.value.forced.get(node)?.override)
    const narrow: Narrow = (each) => each.map((layer, index) => narrowed(layer, forced[index]))
    const first = selectKernels(narrow(kernels), memory)
    const whole =
      kernels === estimated || timings === undefined
        ? null
        : wholeChoice(layers, kernels, first, selectKernels(narrow(estimated), 'normal'), timings, settings)
    if (whole?.rivals != null) tellRivals?.(whole.rivals)
    const selection = whole?.selection ?? first
    const own = forced.some((override) => override !== undefined) ? selectKernels(kernels, memory) : selection
    const byEstimate = kernels === estimated ? selection : selectKernels(narrow(estimated), memory)
    const dependsOn = once(() => dependencies(layers, settings, estimated, byEstimate, catalog, narrow))

    const decisions = layers.flatMap((layer, index): Decision[] => {
      const made = decision(layer, kernels[index] as LayerKernels, selection, index, settings)
      if (made === null) return []
      const override = forced[index]
      const shown = override === undefined ? made : overridden(made, override, own.chosen[index] ?? null)
      return [
        {
          ...shown,
          get dependsOn() {
            return dependsOn()[index] ?? []
          },
        },
      ]
    })
    const choices = new Map<number, Choice>(
      layers.flatMap(({ node }, index) => {
        const choice = selection.chosen[index]?.choice
        return choice === undefined ? [] : [[node, choice] as const]
      }),
    )
    const lowering = lower(shaped, choices, { isa, threads, weights }, catalog)
    tellArena?.(lowering.placements())
    const totals = residentBytes(lowering)
    const rows = programRows(shaped, decisions, lowering)
    return ok({
      modelId,
      configuration,
      decisions: rows,
      steps: lowering.steps,
      fusions: lowering.fusions,
      activationBound: lowering.activationBound,
      totals,
      totalBytes: Object.values(totals).reduce((sum, bytes) => sum + bytes, 0),
      packedBeside: besideRows(rows, totals.packedWeights),
      workspaceNote: workspaceNote(rows, shaped),
      leftOut: leftOut(shaped, rows, lowering),
      residentSetBytes: null,
      get notes(): readonly Message[] {
        return [
          ...overrides.value.notes,
          settingEffect(MEMORY, decisions),
          ...(memory === MEASURED_UNDER.memory ? [tuningNote(selection, whole)] : []),
          ...(weights === 'float32' ? [] : [settingEffect(PRECISION, decisions), STORAGE_NOTES[weights]]),
          ...notes(shaped, lowering, decisions.filter(isStreamed).length),
        ]
      },
    })
  },
}

/** What high mode rests on. */
function tuningNote({ chosen }: Selection, whole: WholeChoice | null): Message {
  const layers = chosen.filter((option) => option !== null)
  const measured = layers.filter((option) => option?.measured === true).length
  if (whole === null || measured === 0) return { id: 'note.notTuned' }
  const { rivals, times, selection } = whole
  if (rivals === null) return { id: 'note.tunedAlike', measured, layers: layers.length }
  if (times === null) return { id: 'note.tunedOnly', measured, layers: layers.length }
  return { id: 'note.tunedWhole', ...times, normalIsFaster: selection.normalIsFaster === true }
}

const STORAGE_NOTES: Readonly<Record<Exclude<WeightStorage, 'float32'>, Message>> = {
  float16: { id: 'note.halfWeights' },
  bfloat16: { id: 'note.bfloat16' },
}

function isStreamed({ algorithm }: Decision): boolean {
  return algorithm !== null && ALGORITHM_TRAITS[algorithm].streams === true
}

/** How constants are held that can be read part by part. */
const STREAMABLE: ReadonlySet<string> = new Set(['file', 'values', 'fill', 'synthesised'])

/**
 * Convolutions; in low memory mode and with low precision fully connected layers too, so that they need not keep their
 * weights, or halves of them. Otherwise these run as matrix products with the weights as the file has them.
 */
function layersOf(shaped: ShapedModel, { memory, weights }: Settings): readonly Layer[] {
  const problemOf = memory === 'low' || weights !== 'float32' ? kernelProblem : convProblem
  return shaped.model.nodes.flatMap(({ id }) => {
    const problem = atNode(id, () => problemOf(shaped, id))
    if (problem === null || computesWeights(shaped, id)) return []
    const weights = shaped.constants.get(shaped.model.nodes[id]?.inputs[1] ?? -1)
    // Parts of weights in another order lie scattered in the file.
    const streamable = weights !== undefined && weights.stored === undefined && STREAMABLE.has(weights.data.kind)
    const kind = shaped.operations[id]?.kind === 'Conv' ? 'convolution' : 'fully-connected'
    return [{ node: id, kind, problem, streamable }]
  })
}

function decision(
  { node, kind, problem }: Layer,
  layer: LayerKernels,
  selection: Selection,
  index: number,
  { memory }: Settings,
): Omit<Decision, 'dependsOn'> | null {
  const option = selection.chosen[index] ?? null
  if (option === null) return null
  const verdict = { ...selection, memory, layer, chosen: option }
  const { algorithm, unit, inner } = option.choice
  return {
    node,
    kind,
    algorithm,
    unit,
    executor: kernelName(option.choice),
    inner: inner === null ? null : { ...inner, groups: problem.group },
    weightBytes: layer.weightBytes,
    packedWeightBytes: option.packedWeightBytes,
    workspaceBytes: option.workspaceBytes,
    workspace: option.workspace,
    macs: macs(problem),
    operations: option.operations,
    nanoseconds: option.ns,
    candidates: candidates(verdict),
    reason: chosenReason(verdict),
  }
}

/** Each constant buffer is loaded once; convolution weights are packed for every convolution. */
function residentBytes({ program }: Lowering): CategoryBytes {
  const constants = program.buffers.reduce((sum, { place, bytes }) => sum + (place.kind === 'constant' ? bytes : 0), 0)
  const packed = program.ops.reduce(
    (sum, { operation }) => sum + (operation.kind === 'Conv' ? operation.packedWeightBytes : 0),
    0,
  )
  return {
    packedWeights: packed + constants,
    workspace: program.workspaceBytes,
    activations: program.arenaBytes,
    modelBuffer: 0,
    inputsOutputs: 0,
    other: 0,
  }
}

function notes(
  shaped: ShapedModel,
  { program, obstacles, activationBound }: Lowering,
  streamed: number,
): readonly Message[] {
  const staging = largestConstant(
    shaped,
    program.ops.flatMap(({ operation }) => (operation.kind === 'Conv' ? [operation.weight] : [])),
  )
  const above = 100 * (program.arenaBytes / Math.max(activationBound, 1) - 1)
  const dequantised = shaped.model.tensors.filter(
    ({ constant }) => constant?.data.kind === 'coded' || constant?.data.kind === 'encoded',
  ).length
  const general = program.ops.flatMap(({ node, operation }) => (operation.kind === 'GeneralConv' ? [node] : []))
  const all: Message[] = [{ id: 'note.weightsGivenBack', staging }]
  if (general.length > 0) {
    const first = shaped.model.nodes[general[0] ?? -1]?.name ?? ''
    all.push({ id: 'note.generalConvolutions', first, count: general.length })
  }
  if (streamed > 0) all.push({ id: 'note.streamed', convolutions: streamed })
  all.push({ id: 'note.arena', bytes: program.arenaBytes, above, bound: activationBound })
  if (dequantised > 0) all.push({ id: 'note.dequantised', weights: dequantised })
  const waiting = obstacles.filter(({ passing }) => passing).length
  if (waiting > 0) all.push({ id: 'note.awaitsValues', nodes: waiting })
  if (obstacles.length > waiting) all.push({ id: 'note.cannotExecute', nodes: obstacles.length - waiting })
  return all
}

function largestConstant(shaped: ShapedModel, tensors: readonly number[]): number {
  return tensors.reduce((largest, tensor) => {
    const elements = (shaped.constants.get(tensor)?.dims ?? []).reduce((product, length) => product * length, 1)
    return Math.max(largest, 4 * elements)
  }, 0)
}
