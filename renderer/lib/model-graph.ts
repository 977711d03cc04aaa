import type { ModelView, NodeView } from '#contract/model'
import type { LayoutEdge, LayoutInput, LayoutNode } from './graph-shapes'

/** What is drawn as one box: a node of the model, or one of its inputs or outputs. */
export type GraphItem =
  | { readonly kind: 'node'; readonly id: string; readonly node: NodeView }
  | { readonly kind: 'input' | 'output'; readonly id: string; readonly name: string; readonly tensor: number }

export interface ModelGraph {
  readonly items: readonly GraphItem[]
  readonly layout: LayoutInput
}

const CONVOLUTION = { width: 216, height: 64 } as const
const OTHER = { width: 128, height: 24 } as const

function isConvolution(node: NodeView): boolean {
  return node.op === 'Conv'
}

export function graphItemId(nodeId: number): string {
  return `n${nodeId}`
}

export function itemSize(item: GraphItem): { readonly width: number; readonly height: number } {
  return item.kind === 'node' && isConvolution(item.node) ? CONVOLUTION : OTHER
}

/** Boxes, in topological order, and edges of a model. Constants are not drawn: they belong to the node that uses them. */
export function modelGraph(model: ModelView): ModelGraph {
  const items: GraphItem[] = []
  const edges: LayoutEdge[] = []
  const producer = new Map<number, string>()
  const connect = (tensor: number, to: string) => {
    const from = producer.get(tensor)
    if (from !== undefined && from !== to) edges.push({ id: `e${edges.length}`, from, to })
  }
  for (const input of model.inputs) {
    const id = `i${input.tensor}`
    items.push({ kind: 'input', id, name: input.name, tensor: input.tensor })
    producer.set(input.tensor, id)
  }
  const outputs = new Set(model.outputs)
  for (const node of model.nodes) {
    const id = graphItemId(node.id)
    items.push({ kind: 'node', id, node })
    for (const tensor of new Set(node.inputs)) connect(tensor, id)
    for (const tensor of node.outputs) {
      producer.set(tensor, id)
      if (!outputs.has(tensor)) continue
      items.push({ kind: 'output', id: `o${tensor}`, name: model.tensors[tensor]?.name ?? '', tensor })
      connect(tensor, `o${tensor}`)
    }
  }
  const nodes: LayoutNode[] = items.map((item) => ({ id: item.id, ...itemSize(item) }))
  return { items, layout: { nodes, edges } }
}
