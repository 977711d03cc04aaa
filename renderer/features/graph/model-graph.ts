// SPDX-License-Identifier: Apache-2.0
import type { ModelView, NodeView } from '#contract/model'
import { orderWithGroups } from '../../lib/layers/contraction'
import type { Fold } from '../../lib/layers/folds'
import type { LayoutEdge, LayoutInput, LayoutNode } from './layout/shapes'

/** What is drawn as one box: a node of the model, one of its inputs or outputs, or several nodes. */
export type GraphItem =
  | { readonly kind: 'node'; readonly id: string; readonly node: NodeView }
  | { readonly kind: 'input' | 'output'; readonly id: string; readonly name: string; readonly tensor: number }
  | { readonly kind: 'fold'; readonly id: string; readonly fold: Fold }

export interface GraphEdge extends LayoutEdge {
  /** Tensor id; of several between two boxes the first. */
  readonly tensor: number
}

export interface ModelGraph {
  readonly items: readonly GraphItem[]
  readonly edges: readonly GraphEdge[]
  readonly layout: LayoutInput
  /** What it draws of its model: the same text, the same graph. */
  readonly key: string
  /** By node id: the box it is drawn in. */
  readonly itemOf: ReadonlyMap<number, string>
}

const LAYER = { width: 216, height: 64 } as const
/** Operations that are layers in every plan: their boxes have room for figures before there is one. */
const LAYER_OPS: ReadonlySet<string> = new Set(['Conv', 'ConvTranspose', 'Gemm', 'MatMul', 'Einsum', 'Recurrent'])
const OTHER = { width: 128, height: 24 } as const

export function itemSize(item: GraphItem): { readonly width: number; readonly height: number } {
  const large = item.kind === 'fold' || (item.kind === 'node' && LAYER_OPS.has(item.node.op) && !item.node.folded)
  return large ? LAYER : OTHER
}

/** Boxes, in topological order, and edges of a model. Constants are not drawn: they belong to the node that uses them. */
export function modelGraph(model: ModelView, folds: readonly Fold[] = [], inColumns = false): ModelGraph {
  const items: GraphItem[] = []
  const edges: GraphEdge[] = []
  const itemOf = new Map<number, string>()
  const producer = new Map<number, string>()
  const connected = new Set<string>()
  const connect = (tensor: number, to: string) => {
    const from = producer.get(tensor)
    if (from === undefined || from === to || connected.has(`${from} ${to} ${tensor}`)) return
    connected.add(`${from} ${to} ${tensor}`)
    edges.push({ id: `e${edges.length}`, from, to, tensor })
  }
  for (const input of model.inputs) {
    const id = `i${input.tensor}`
    items.push({ kind: 'input', id, name: input.name, tensor: input.tensor })
    producer.set(input.tensor, id)
  }
  const foldOf = new Map(folds.flatMap((fold) => fold.nodes.map((node) => [node.id, fold] as const)))
  const outputs = new Set(model.outputs)
  for (const id of orderWithGroups(model.nodes, (node) => foldOf.get(node))) {
    const node = model.nodes[id]
    if (node !== undefined) drawNode(node)
  }
  const nodes: LayoutNode[] = items.map((item) => ({ id: item.id, ...itemSize(item) }))
  return {
    items,
    edges,
    itemOf,
    layout: { nodes, edges, inColumns },
    key: folds.map(({ id }) => id).join('\n') + inColumns,
  }

  function drawNode(node: NodeView): void {
    const fold = foldOf.get(node.id)
    const id = fold === undefined ? `n${node.id}` : `b${fold.id}`
    if (fold === undefined) items.push({ kind: 'node', id, node })
    // A box stands where its first node does: its nodes follow each other in this order.
    else if (fold.nodes[0] === node) items.push({ kind: 'fold', id, fold })
    itemOf.set(node.id, id)
    for (const tensor of new Set(node.inputs)) connect(tensor, id)
    for (const tensor of node.outputs) {
      producer.set(tensor, id)
      if (!outputs.has(tensor)) continue
      items.push({ kind: 'output', id: `o${tensor}`, name: model.tensors[tensor]?.name ?? '', tensor })
      connect(tensor, `o${tensor}`)
    }
  }
}
