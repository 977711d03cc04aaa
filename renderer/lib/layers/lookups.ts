// SPDX-License-Identifier: Apache-2.0
import type { Comparison, LayerDifference } from '#contract/comparison'
import type { ModelView, NodeView, TensorView } from '#contract/model'
import type { ModelDiff, NodeDiff } from '#contract/model-diff'
import type { Decision, Plan } from '#contract/plan'
import type { LayerMeasurement, RunReport } from '#contract/timeline'
import { unchangedEntries } from '../equal'

/** Computes once per object and forgets with it. */
export function oncePer<K extends object, V>(compute: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>()
  return (key) => {
    const cached = known.get(key)
    if (cached !== undefined) return cached
    const value = compute(key)
    known.set(key, value)
    return value
  }
}

interface OfNode {
  readonly node: number
}

const byNode = oncePer(
  (decisions: readonly OfNode[]): ReadonlyMap<number, OfNode> =>
    new Map(decisions.map((decision) => [decision.node, decision])),
)

/** What plans have in common is found once for all of them. */
export function decisionsByNode<Of extends OfNode>(plan: { readonly decisions: readonly Of[] }) {
  return byNode(plan.decisions) as ReadonlyMap<number, Of>
}

type Figure = 'weightBytes' | 'packedWeightBytes' | 'workspaceBytes' | 'macs'

/** What graph and table show of a decision: not why it is taken, nor what else could be. */
export interface DecisionLook extends Pick<Decision, 'node' | 'kind' | 'algorithm' | 'unit' | Figure> {
  readonly whatIf: boolean
}

/** What bars and colours are made of. */
export interface FiguresOfPlan {
  readonly decisions: readonly Pick<Decision, 'node' | 'algorithm' | 'packedWeightBytes' | 'workspaceBytes'>[]
}

export interface PlanLook {
  readonly decisions: readonly DecisionLook[]
}

/** The same of two plans in a row that look the same, so that nothing is drawn anew. */
export const lookOf: (plan: Pick<Plan, 'decisions'>) => PlanLook = lookAfter()

function lookAfter() {
  let before: PlanLook = { decisions: [] }
  const made = oncePer((all: Plan['decisions']): PlanLook => {
    const looks = all.map((decision): DecisionLook => {
      const { node, kind, algorithm, unit, weightBytes, packedWeightBytes, workspaceBytes, macs, overridden } = decision
      const figures = { weightBytes, packedWeightBytes, workspaceBytes, macs }
      return { node, kind, algorithm, unit, ...figures, whatIf: overridden !== undefined }
    })
    const decisions = unchangedEntries(looks, before.decisions)
    if (decisions !== before.decisions) before = { decisions }
    return before
  })
  return ({ decisions }: Pick<Plan, 'decisions'>) => made(decisions)
}

const intoByNode = oncePer(
  (fusions: Plan['fusions']): ReadonlyMap<number, number> => new Map(fusions.map(({ node, into }) => [node, into])),
)

/** By node id: the node whose op computes it at its end. */
export function hostsByNode({ fusions }: Pick<Plan, 'fusions'>): ReadonlyMap<number, number> {
  return intoByNode(fusions)
}

export const differencesByNode = oncePer(
  (comparison: Comparison): ReadonlyMap<number, LayerDifference> =>
    new Map(comparison.layers.flatMap((layer) => (layer.node === null ? [] : [[layer.node, layer]]))),
)

/** By node of the open model: how it differs between two models that are compared. */
export const modelDifferences = oncePer(
  ({ nodes }: ModelDiff): ReadonlyMap<number, NodeDiff> =>
    new Map(nodes.flatMap((each) => (each.node === null ? [] : [[each.node, each]]))),
)

export const measurementsByNode = oncePer(
  (report: RunReport): ReadonlyMap<number, LayerMeasurement> =>
    new Map(report.layers.map((layer) => [layer.node, layer])),
)

const largestOf = oncePer((decisions: FiguresOfPlan['decisions']) => ({
  packed: decisions.reduce((most, { packedWeightBytes }) => Math.max(most, packedWeightBytes ?? 0), 1),
  workspace: decisions.reduce((most, { workspaceBytes }) => Math.max(most, workspaceBytes ?? 0), 1),
}))

/** The model's largest figures under a plan: what bars in the graph are scaled to. */
export function largestFigures({ decisions }: FiguresOfPlan) {
  return largestOf(decisions)
}

export function tensorsOf(model: ModelView, ids: readonly number[]): TensorView[] {
  return ids.flatMap((id) => model.tensors[id] ?? [])
}

/** Kernel edges of a convolution, from its weights [oc, ic/group, kh, kw]. */
export function kernelOf(model: ModelView, node: NodeView): readonly [height: number, width: number] | null {
  const weight = model.tensors[node.inputs[1] ?? -1]
  const height = weight?.dims?.[2]
  const width = weight?.dims?.[3]
  return height === undefined || width === undefined ? null : [height, width]
}

/** The edge k of F(m, k): Winograd kernels are square. */
export function kernelEdge(model: ModelView, nodeId: number): number | null {
  const node = model.nodes[nodeId]
  const kernel = node === undefined ? null : kernelOf(model, node)
  return kernel === null ? null : Math.max(...kernel)
}

export function outputShape(model: ModelView, node: NodeView): readonly number[] | null {
  return model.tensors[node.outputs[0] ?? -1]?.dims ?? null
}
