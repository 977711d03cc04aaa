// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { nodeDataJson, readNodeData } from '#core/export/node-data'
import { english } from '#messages/say'
import { entryOf, FOUNDING_B, view } from './support/saved-network'

const entry = entryOf('B', FOUNDING_B, 1)

describe('node data of Model Explorer', () => {
  it.each(['packedWeights', 'workspace', 'time'] as const)('comes back as it was written: %s', (figure) => {
    const written = nodeDataJson(view, entry, figure)
    if (!written.ok) throw new Error(english(written.problem.message))
    const { main } = JSON.parse(written.value)
    const key = view.tensors[view.nodes[entry.plan.decisions[0]?.node ?? -1]?.outputs[0] ?? -1]?.name ?? ''
    expect(main.results[key]).toHaveProperty('value')
    const read = readNodeData(written.value, 'x.json', view)
    const expected =
      figure === 'time'
        ? entry.run?.report.layers.map(({ node, durationNs }) => ({ node, value: durationNs }))
        : entry.plan.decisions.map((decision) => ({
            node: decision.node,
            value: figure === 'workspace' ? decision.workspaceBytes : decision.packedWeightBytes,
          }))
    expect(read).toEqual({ ok: true, value: expected })
  })

  it('leaves out what is not known, and says how the values add up', () => {
    const [first, ...others] = entry.plan.decisions
    if (first === undefined) throw new Error('The plan has no row.')
    const decisions = [{ ...first, packedWeightBytes: null }, ...others]
    const written = nodeDataJson(view, { ...entry, plan: { ...entry.plan, decisions } }, 'packedWeights')
    const { main } = JSON.parse(written.ok ? written.value : '{}')
    expect(Object.keys(main.results)).toHaveLength(others.length)
    expect(main.bill[0]).toMatch(/^The totals are “at least”: what the layer .* holds is not known/)
    expect(readNodeData(written.ok ? written.value : '', 'x.json', view)).toMatchObject({ ok: true })
  })

  it('has no times without a run', () => {
    expect(nodeDataJson(view, entryOf('B', FOUNDING_B), 'time').ok).toBe(false)
  })

  it('is matched by node name too, and of a single graph; what belongs to no node is left out', () => {
    const name = view.nodes[3]?.name ?? ''
    const text = JSON.stringify({ results: { [name]: { value: 'hot', bgColor: 'red' }, stranger: { value: 1 } } })
    expect(readNodeData(text, 'x.json', view)).toEqual({ ok: true, value: [{ node: 3, value: 'hot' }] })
  })

  it.each([
    '',
    '[]',
    '{}',
    '{"main": {"results": {"a": 5}}}',
    '{"results": {"a": {"value": null}}}',
    '{"results": {}}',
  ])('refuses %s in one sentence', (text) => {
    const read = readNodeData(text, 'x.json', view)
    expect(read.ok ? '' : english(read.problem.message)).toMatch(/^x\.json .+\.$/)
  })
})
