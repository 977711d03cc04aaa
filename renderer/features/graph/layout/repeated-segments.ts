// SPDX-License-Identifier: Apache-2.0
import { layoutSegment, type Stretch } from './segment-layout'
import type { GraphLayout, LayoutInput } from './shapes'

/** Lays stretches out; networks repeat their blocks, and one that is built like an earlier one gets the places of that. */
export function createSegmentLayout(): (segment: Stretch) => GraphLayout {
  const known = new Map<string, { readonly of: LayoutInput; readonly layout: GraphLayout }>()
  return (segment) => {
    const form = formOf(segment)
    const before = known.get(form)
    if (before !== undefined) return renamed(before.layout, before.of, segment)
    const layout = layoutSegment(segment)
    known.set(form, { of: segment, layout })
    return layout
  }
}

/** The same for stretches of nodes of the same sizes with edges between the same ones. */
function formOf({ nodes, edges, ends }: Stretch): string {
  const index = new Map(nodes.map(({ id }, at) => [id, at]))
  const sizes = nodes.map(({ width, height }) => `${width}×${height}`)
  return `${sizes.join()} ${ends} ${edges.map(({ from, to }) => `${index.get(from)}-${index.get(to)}`).join()}`
}

function renamed({ positions, routes, width, height }: GraphLayout, of: LayoutInput, as: LayoutInput): GraphLayout {
  const moved = <Value>(from: ReadonlyMap<string, Value>, olds: LayoutInput['nodes' | 'edges'], news: typeof olds) =>
    new Map(
      olds.flatMap(({ id }, at): [string, Value][] => {
        const value = from.get(id)
        const name = news[at]?.id
        return value === undefined || name === undefined ? [] : [[name, value]]
      }),
    )
  return {
    positions: moved(positions, of.nodes, as.nodes),
    routes: moved(routes, of.edges, as.edges),
    width,
    height,
  }
}
