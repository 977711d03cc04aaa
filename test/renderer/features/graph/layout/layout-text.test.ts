// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { layoutGraph } from '#renderer/features/graph/layout/graph-layout'
import { layoutText, readLayout } from '#renderer/features/graph/layout/layout-text'

const INPUT = {
  nodes: [
    { id: 'a', width: 100, height: 20 },
    { id: 'b', width: 100, height: 20 },
  ],
  edges: [{ id: 'e', from: 'a', to: 'b' }],
}

it('tells a layout, which is read again', () => {
  const layout = layoutGraph(INPUT)
  const read = readLayout(layoutText(layout), INPUT)
  expect([...(read?.positions ?? [])]).toEqual([...layout.positions])
  expect(read?.routes.get('e')?.length).toBe(layout.routes.get('e')?.length)
  expect(read).toMatchObject({ width: layout.width, height: layout.height })
})

it('is none of another graph, of another version, or of something else', () => {
  const text = layoutText(layoutGraph(INPUT))
  const more = { ...INPUT, nodes: [...INPUT.nodes, { id: 'c', width: 1, height: 1 }] }
  expect(readLayout(text, more)).toBeNull()
  expect(readLayout(text, { ...INPUT, edges: [] })).toBeNull()
  for (const other of ['', '[]', '{}', text.replace(/"version":\d+/, '"version":0'), text.replace(/\d\d/, '"x"')]) {
    expect(readLayout(other, INPUT)).toBeNull()
  }
})
