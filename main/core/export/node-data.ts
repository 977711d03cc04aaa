// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import type { SavedEntry } from '#contract/document'
import { fail, ok, type Result } from '#contract/errors'
import type { NodeFigure, NodeValue } from '#contract/history'
import type { ModelView } from '#contract/model'
import { billMessages } from '#messages/bill'
import { english } from '#messages/say'

// Node data of Model Explorer: per graph, a value for each node. A node goes by the name of any of its
// outputs, or by its id; what is written goes by the first output, which every format of it has.

/** Light to dark: the more, the darker. */
const GRADIENT = [
  { stop: 0, bgColor: '#f3f6fd' },
  { stop: 1, bgColor: '#b04406' },
]

/**
 * One figure of every layer that has it (time: of every node executed) as node data; bytes or nanoseconds. What is not known
 * is left out. `bill`, which other programs pass over, says how the values add up to the total.
 */
export function nodeDataJson(view: ModelView, { plan, run }: SavedEntry, figure: NodeFigure): Result<string> {
  if (figure === 'time' && run === undefined) {
    return fail({ code: 'export/failed', message: { id: 'problem.noTimes' } })
  }
  const figures =
    figure === 'time'
      ? (run?.report.layers ?? []).map(({ node, durationNs }) => [node, durationNs] as const)
      : plan.decisions.map(
          ({ node, packedWeightBytes, workspaceBytes }) =>
            [node, figure === 'workspace' ? workspaceBytes : packedWeightBytes] as const,
        )
  const known = figures.filter(([, value]) => value !== null)
  const results = Object.fromEntries(known.map(([node, value]) => [keyOf(view, node), { value }]))
  const nameOf = (node: number) => view.nodes[node]?.name ?? ''
  const bill = figure === 'time' ? {} : { bill: billMessages(plan, nameOf).map(english) }
  const name = { packedWeights: 'Packed weights, bytes', workspace: 'Workspace, bytes', time: 'Time, ns' }[figure]
  return ok(`${JSON.stringify({ main: { name, results, gradient: GRADIENT, ...bill } }, null, 2)}\n`)
}

function keyOf({ nodes, tensors }: ModelView, id: number): string {
  const node = nodes[id]
  return tensors[node?.outputs[0] ?? -1]?.name || node?.name || String(id)
}

const graphData = v.looseObject({
  results: v.record(v.string(), v.looseObject({ value: v.union([v.pipe(v.number(), v.finite()), v.string()]) })),
})
/** By graph, or the data of a single one. */
const nodeData = v.union([graphData, v.pipe(v.record(v.string(), graphData), v.minEntries(1))])

/** Values of the model's nodes in a node data file, matched by output name or node name; of several graphs, of all. */
export function readNodeData(text: string, source: string, view: ModelView): Result<NodeValue[]> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return fail({ code: 'document/invalid', message: { id: 'problem.nodeDataNoJson', source } })
  }
  const parsed = v.safeParse(nodeData, json)
  if (!parsed.success) {
    return fail({ code: 'document/invalid', message: { id: 'problem.nodeDataNoResults', source } })
  }
  const single = v.safeParse(graphData, parsed.output)
  const graphs = single.success ? [single.output] : Object.values(parsed.output as Record<string, GraphData>)
  const values = new Map(graphs.flatMap(({ results }) => Object.entries(results)))
  const found = view.nodes.flatMap((node): NodeValue[] => {
    const names = [...node.outputs.map((tensor) => view.tensors[tensor]?.name ?? ''), node.name]
    const name = names.find((each) => values.has(each))
    const value = name === undefined ? undefined : values.get(name)?.value
    return value === undefined ? [] : [{ node: node.id, value }]
  })
  if (found.length > 0) return ok(found)
  return fail({ code: 'document/invalid', message: { id: 'problem.nodeDataForeign', source, file: view.fileName } })
}

type GraphData = v.InferOutput<typeof graphData>
