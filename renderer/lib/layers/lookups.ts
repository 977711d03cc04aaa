// SPDX-License-Identifier: Apache-2.0
import type { Comparison, LayerDifference } from '#contract/comparison'
import type { ModelView, NodeView, TensorView } from '#contract/model'
import type { ModelDiff, NodeDiff } from '#contract/model-diff'
import type { Decision, Plan } from '#contract/plan'
import type { LayerMeasurement, RunReport } from '#contract/timeline'

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

export const decisionsByNode = oncePer(
  (plan: Plan): ReadonlyMap<number, Decision> => new Map(plan.decisions.map((decision) => [decision.node, decision])),
)

/** By node id: the node whose op computes it at its end. */
export const hostsByNode = oncePer(
  (plan: Plan): ReadonlyMap<number, number> => new Map(plan.fusions.map(({ node, into }) => [node, into])),
)

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

/** The model's largest figures under a plan: what bars in the graph are scaled to. */
export const largestFigures = oncePer((plan: Plan) => ({
  packed: Math.max(1, ...plan.decisions.map((decision) => decision.packedWeightBytes ?? 0)),
  workspace: Math.max(1, ...plan.decisions.map((decision) => decision.workspaceBytes ?? 0)),
}))

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
