// SPDX-License-Identifier: Apache-2.0
import { ok, type Result } from '#contract/errors'
import type { Lifecycle } from '#contract/lifecycle'
import { CATEGORIES, type CategoryBytes, type Decision, type Plan, type WorkspaceSection } from '#contract/plan'
import type { Model, Node } from '#core/model/graph'
import type { PlanningInput } from '#core/planning/engine'
import { isLayer } from '#core/planning/layers/layer-facts'
import { plainRow, productAlgorithm, unknownRow } from '#core/planning/layers/plain-row'
import { settingEffect } from '#core/planning/selection/setting-effect'
import { read } from '#core/planning/settings'
import type { Message } from '#messages/message'
import type { NcnnEngine } from '../engine'
import { masksOf, withMasks } from '../feature-mask'
import { netNotes } from '../notes'
import { measure } from '../rules/executor'
import { rulesOf } from '../rules/rules'
import { LOCAL_POOLS, WINOGRAD } from '../settings'
import { hasIntegerWeights } from './layers'
import { type LoadMemory, loadNet } from './load'
import { NetArena } from './net-arena'
import { prepareNet } from './prepare'
import { NetRuns, type RunFigures } from './run'

/** The plan of a whole net: what a release of ncnn would choose and hold. Fails for impossible overrides only. */
export function planNet(engine: NcnnEngine, input: PlanningInput): Result<Plan> {
  const { shaped, configuration } = input
  const rules = rulesOf(engine)
  const prepared = prepareNet(engine, input)
  if (!prepared.ok) return prepared
  const { net, settings, view, layers, unknown, decided, executors, others, forced, overrideNotes } = prepared.value
  const nameOf = (node: number) => shaped.model.nodes[node]?.name ?? ''
  const load = loadNet(net, engine)
  const localPools = read(LOCAL_POOLS, configuration)
  const arena = input.tellArena === undefined ? null : new NetArena(shaped)
  const runs = new NetRuns(settings, engine, localPools, arena)
  const first = runs.run(net)
  if (arena !== null) input.tellArena?.(arena.finish())
  const second = runs.run(net)
  const masks = masksOf(engine, layers, configuration)
  const chosen = new Map([...decided].map(([node, { decision }]) => [node, withMasks(decision, masks)] as const))
  const decisions = shaped.model.nodes.flatMap((node): Decision[] => {
    const { id } = node
    const own = chosen.get(id)
    if (own !== undefined) return [own]
    if (shaped.folded[id] === true || !isLayer(shaped, node)) return []
    const other = others.get(id)
    if (other !== undefined) {
      const algorithm = productAlgorithm(shaped, id)
      return [plainRow(shaped, id, { executor: other.className, algorithm, ...measure(other) })]
    }
    const executor = executors.get(id)
    if (executor === undefined) return [unknownRow(shaped, id, unknown.get(id) ?? unmodelled(shaped.model, node))]
    const { className, algorithm } = executor
    return [plainRow(shaped, id, { executor: className, algorithm, ...rules.measure(executor) })]
  })
  const totals: CategoryBytes = {
    packedWeights: load.heldBytes,
    workspace: first.peakWorkspaceBytes,
    activations: first.peakBlobBytes,
    modelBuffer: 0,
    inputsOutputs: 0,
    other: 0,
  }
  return ok({
    modelId: input.modelId,
    configuration,
    decisions,
    steps: first.steps,
    fusions: view.fusions,
    activationBound: null,
    lifecycle: lifecycleOf(load, first, second),
    totals,
    totalBytes: CATEGORIES.reduce((sum, category) => sum + totals[category], 0),
    packedBeside: besideRows(decisions, totals.packedWeights),
    workspaceNote: workspaceNote(decisions, first, nameOf, localPools),
    leftOut: shaped.model.nodes
      .filter(({ id, operation }) => operation.kind === 'Unsupported' && shaped.folded[id] !== true)
      .map(({ id }) => id),
    residentSetBytes: null,
    get notes(): readonly Message[] {
      return [
        ...overrideNotes,
        settingEffect(WINOGRAD, decisions),
        ...netNotes(engine, input, { view, layers, forced: forced.size }),
      ]
    },
  })
}

/** An inference comes on top of what is loaded. */
function lifecycleOf({ heldBytes, peakBytes }: LoadMemory, first: RunFigures, second: RunFigures): Lifecycle {
  return {
    loading: peakBytes,
    loaded: heldBytes,
    running: heldBytes + first.peakBytes,
    afterRun: heldBytes + first.afterBytes,
    runningAgain: heldBytes + second.peakBytes,
    afterSecondRun: heldBytes + second.afterBytes,
  }
}

function unmodelled(model: Model, node: Node): Message {
  const { operation } = node
  if (hasIntegerWeights(model, node)) return { id: 'unmodelled.ncnnIntegers' }
  return { id: operation.kind === 'Recurrent' ? 'unmodelled.recurrent' : 'unmodelled.kind' }
}

/** What layers hold that have no row: scalings, normalisations and constants of the graph. */
function besideRows(rows: readonly Decision[], packedBytes: number): WorkspaceSection[] {
  const bytes = packedBytes - rows.reduce((sum, { packedWeightBytes }) => sum + (packedWeightBytes ?? 0), 0)
  return bytes === 0 ? [] : [{ name: { id: 'bill.otherLayers' }, bytes }]
}

/** The pools of blobs and of workspaces do not share; without pools the peak is of both together. */
function workspaceNote(
  rows: readonly Decision[],
  { peakWorkspaceBytes: total }: RunFigures,
  nameOf: (node: number) => string,
  pools: boolean,
): Message | null {
  const [largest] = [...rows].sort((a, b) => (b.workspaceBytes ?? 0) - (a.workspaceBytes ?? 0))
  if (!largest?.workspaceBytes) return null
  const told = { first: nameOf(largest.node), own: largest.workspaceBytes, total }
  return pools ? { id: 'note.ncnnPool', ...told } : { id: 'note.ncnnAtPeak', ...told }
}
