// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { NodeView } from '#contract/model'
import type { DecisionLook } from '#renderer/lib/layers/lookups'
import { parseNodeQuery } from '#renderer/lib/layers/query'
import { type LayerRow, layerTotals } from '#renderer/lib/layers/rows'

const MIB = 2 ** 20

function row(name: string, algorithm: string, packedWeightBytes: number, workspaceBytes: number): LayerRow {
  const node: NodeView = {
    id: 0,
    name,
    op: 'Conv',
    sourceOp: 'Convolution',
    inputs: [],
    outputs: [],
    attributes: [],
    folded: false,
  }
  const decision: DecisionLook = {
    node: 0,
    kind: 'convolution',
    algorithm: 'winograd',
    unit: 6,
    weightBytes: MIB,
    packedWeightBytes,
    workspaceBytes,
    macs: 0,
    whatIf: false,
  }
  return {
    node,
    tensors: '',
    constants: '',
    shape: '1×64×56×56',
    elements: 1,
    decision,
    kernel: 3,
    kernelText: '3×3',
    algorithm,
    measured: null,
    changed: false,
    fusedInto: null,
    overlay: null,
  }
}

const WINOGRAD: LayerRow = {
  ...row('stage1.conv1', 'Winograd F(6,3)', 9 * MIB, 6 * MIB),
  changed: true,
  measured: { node: 0, kernel: null, packedWeightBytes: 0, workspaceBytes: 0, durationNs: 3e6 },
}
const TILED = row('stage4.conv2', 'Tiled im2col', MIB / 2, MIB)
const RELU: LayerRow = { ...row('relu', '', 0, 0), decision: null, kernelText: '', fusedInto: 1 }
const ROWS = [WINOGRAD, TILED, RELU]

describe('node query', () => {
  it('finds constants by a part of their name, and tensors where they are asked for', () => {
    const reader = { ...WINOGRAD, constants: 'layer_7.w_0', tensors: 'relu_6\nlayer_7.w_0\nconv_7' }
    const finds = (query: string) => parseNodeQuery(query).matches(reader)
    expect(['w_0', 'constant:layer_7', 'tensor:relu_6', 'tensor:conv_7'].map(finds)).toEqual([true, true, true, true])
    expect(['relu_6', 'constant:relu_6', 'tensor:nothing'].map(finds)).toEqual([false, false, false])
  })

  it.each([
    ['', ROWS],
    ['STAGE', [WINOGRAD, TILED]],
    ['stage tiled', [TILED]],
    ['algo:winograd', [WINOGRAD]],
    ['name:winograd', []],
    ['shape:64x56', ROWS],
    ['ws:>5MB', [WINOGRAD]],
    ['ws:>5MiB packed:>9.5m', []],
    ['packed:<600k', [TILED]],
    ['weights:>1048575', [WINOGRAD, TILED]],
    ['algo:tiled ws:>5MB', []],
    ['ws:5', []],
    ['ws:6MB', [WINOGRAD]],
    ['ws:<=6MB ws:>=6MB', [WINOGRAD]],
    ['k:3x3', [WINOGRAD, TILED]],
    ['k:3', [WINOGRAD, TILED]],
    ['k:1x1', []],
    ['changed:yes', [WINOGRAD]],
    ['changed:no', [TILED, RELU]],
    ['fused:YES', [RELU]],
    ['time:>2ms', [WINOGRAD]],
    ['time:>3000us', []],
    ['-changed:yes', [TILED, RELU]],
    ['-winograd -relu', [TILED]],
    ['/^stage\\d\\./', [WINOGRAD, TILED]],
    ['name:/CONV1$/', [WINOGRAD]],
    ['/stage', []],
    ['"tiled im2col"', [TILED]],
    ['algo:"tiled im2col', [TILED]],
    ['foo:bar', []],
  ])('%s', (filter, expected) => {
    expect(ROWS.filter(parseNodeQuery(filter).matches).map(({ node }) => node.name)).toEqual(
      expected.map(({ node }) => node.name),
    )
  })
})

describe('a query that cannot be understood', () => {
  it.each([
    ['conv name:/(/', 'name:/(/', 'regex'],
    ['ws:large', 'ws:large', 'bytes'],
    ['macs:>5parsecs', 'macs:>5parsecs', 'count'],
    ['-time:>', '-time:>', 'time'],
    ['changed:perhaps', 'changed:perhaps', 'yes-or-no'],
    ['k:', 'k:', 'kernel'],
    ['-k:3xlarge', '-k:3xlarge', 'kernel'],
  ])('%s', (query, term, expected) => {
    const { matches, problem } = parseNodeQuery(query)
    expect(problem).toEqual({ term, expected })
    expect(ROWS.filter(matches)).toEqual([])
  })
})

describe('layer totals', () => {
  it('adds up what stays and takes the largest of what is reused', () => {
    expect(layerTotals(ROWS)).toEqual({
      layers: 3,
      weightBytes: 2 * MIB,
      packedWeightBytes: 9.5 * MIB,
      largestWorkspaceBytes: 6 * MIB,
      macs: 0,
      least: new Set(),
      measured: { packedWeightBytes: 0, largestWorkspaceBytes: 0, durationNs: 3e6 },
    })
  })
})

it('totals say which of them are “at least”, multiply-adds only for layers that have some', () => {
  const [row] = ROWS
  const decision = row?.decision
  if (row === undefined || decision == null) throw new Error('the first layer has a decision')
  const least = (...changes: Partial<typeof decision>[]) =>
    layerTotals(changes.map((change) => ({ ...row, decision: { ...decision, ...change } }))).least
  expect(least({}, { packedWeightBytes: null })).toEqual(new Set(['packedWeightBytes']))
  expect(least({ macs: null })).toEqual(new Set(['macs']))
  expect(least({ macs: null, kind: 'other', workspaceBytes: null })).toEqual(new Set(['workspaceBytes']))
})

it('says how a comparison is written where it is written as in a sentence', () => {
  for (const query of ['workspace > 1MB', 'packed>2MB', '<=100k', 'conv ws >']) {
    expect(parseNodeQuery(query).problem?.expected).toBe('comparison')
  }
  expect(parseNodeQuery('a->b').problem).toBeNull()
})
