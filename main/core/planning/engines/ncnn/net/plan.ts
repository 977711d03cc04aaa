// SPDX-License-Identifier: Apache-2.0
import { ok, type Result } from '#contract/errors'
import { CATEGORIES, type CategoryBytes, type Decision, type Plan, type PlanStep } from '#contract/plan'
import type { PlanningInput } from '#core/planning/engine'
import { convLayers } from '#core/planning/layers/conv-layers'
import { decideLayers } from '#core/planning/selection/decide'
import { forceLayer } from '#core/planning/selection/force'
import { applyOverrides } from '#core/planning/selection/overrides/apply'
import { settingEffect } from '#core/planning/selection/setting-effect'
import { read } from '#core/planning/settings'
import type { Message } from '#messages/message'
import { layerSettings, type NcnnEngine } from '../engine'
import { masksOf } from '../feature-mask'
import { netNotes } from '../notes'
import { rulesOf } from '../rules/rules'
import { productLayer } from '../rules/select'
import { LOCAL_POOLS, WINOGRAD } from '../settings'
import { buildNet } from './build'
import { productLayers } from './layers'
import { loadNet } from './load'
import { type LayerMoment, NetRuns, type RunFigures } from './run'
import { netView } from './view'

/** The plan of a whole net: what a release of ncnn would choose and hold. Fails for impossible overrides only. */
export function planNet(engine: NcnnEngine, input: PlanningInput): Result<Plan> {
  const { shaped, configuration } = input
  const rules = rulesOf(engine)
  const settings = layerSettings(engine, configuration)
  const view = netView(shaped)
  const { layers, notes } = convLayers(shaped)
  const nameOf = (node: number) => shaped.model.nodes[node]?.name ?? ''
  const overrides = applyOverrides(
    configuration.overrides ?? [],
    layers.map((layer) => ({ ...layer, name: nameOf(layer.node) })),
    (layer, override) => forceLayer(rules, layer, rules.settingsOf(configuration), override),
  )
  if (!overrides.ok) return overrides
  const forced = new Map([...overrides.value.forced].map(([node, { override }]) => [node, override]))
  const decided = decideLayers(rules, layers, configuration, forced)
  const products = productLayers(shaped, view)
  const executors = new Map([
    ...[...decided].map(([node, { executor }]) => [node, executor] as const),
    ...products.map((layer) => [layer.node, productLayer(engine, layer, settings)] as const),
  ])
  const net = buildNet(shaped, view, executors, settings)
  const load = loadNet(net, engine)
  const runs = new NetRuns(net, settings, engine, read(LOCAL_POOLS, configuration))
  const [first, second] = [runs.run(), runs.run()]
  const told = masksOf(engine, layers, configuration, executors, forced)
  const decisions = [...decided.values()].map(({ decision }) => withMask(decision, told.get(decision.node)))
  const totals: CategoryBytes = {
    packedWeights: load.heldBytes,
    workspace: first.peakWorkspaceBytes,
    activations: first.peakBlobBytes,
    modelBuffer: 0,
    other: 0,
  }
  return ok({
    modelId: input.modelId,
    configuration,
    decisions,
    steps: planSteps(first.moments, decisions),
    fusions: view.fusions,
    activationBound: null,
    totals,
    totalBytes: CATEGORIES.reduce((sum, category) => sum + totals[category], 0),
    residentSetBytes: null,
    notes: [
      ...overrides.value.notes,
      ...notes,
      settingEffect(WINOGRAD, decisions),
      ...workspaceNotes(decisions, first, nameOf, read(LOCAL_POOLS, configuration)),
      ...netNotes(engine, input, { view, layers, load, first, second, forced: forced.size }),
    ],
  })
}

function withMask(decision: Decision, told: string | undefined): Decision {
  const { overridden } = decision
  return overridden === undefined || told === undefined
    ? decision
    : { ...decision, overridden: { ...overridden, told } }
}

/** By node, those of what is inserted for it included. */
function planSteps(moments: readonly LayerMoment[], rows: readonly Decision[]): PlanStep[] {
  const workspaces = new Map(rows.map(({ node, workspaceBytes }) => [node, workspaceBytes ?? 0]))
  const byNode = new Map<number, number>()
  for (const { node, blobBytes } of moments) {
    if (node >= 0) byNode.set(node, Math.max(blobBytes, byNode.get(node) ?? 0))
  }
  return [...byNode].map(([node, activationBytes]) => ({
    node,
    activationBytes,
    workspaceBytes: workspaces.get(node) ?? 0,
  }))
}

/** The pools of blobs and of workspaces do not share; without pools the peak is of both together. */
function workspaceNotes(
  rows: readonly Decision[],
  { peakWorkspaceBytes: total }: RunFigures,
  nameOf: (node: number) => string,
  pools: boolean,
): Message[] {
  const [largest] = [...rows].sort((a, b) => (b.workspaceBytes ?? 0) - (a.workspaceBytes ?? 0))
  if (!largest?.workspaceBytes) return []
  const told = { first: nameOf(largest.node), own: largest.workspaceBytes, total }
  return [pools ? { id: 'note.ncnnPool', ...told } : { id: 'note.ncnnAtPeak', ...told }]
}
