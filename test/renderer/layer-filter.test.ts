import { describe, expect, it } from 'vitest'
import type { NodeView } from '#contract/model'
import type { Decision } from '#contract/plan'
import { parseLayerFilter } from '#renderer/lib/layer-filter'
import { type LayerRow, layerTotals } from '#renderer/lib/layer-rows'

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
  const decision: Decision = {
    node: 0,
    algorithm: 'winograd',
    unit: 6,
    executor: '',
    inner: null,
    weightBytes: MIB,
    packedWeightBytes,
    workspaceBytes,
    workspace: [],
    macs: 0,
    operations: 0,
    candidates: [],
    reason: '',
    dependsOn: [],
  }
  return { node, shape: '1×64×56×56', elements: 1, decision, kernel: 3, algorithm, measured: null }
}

const WINOGRAD = row('stage1.conv1', 'Winograd F(6,3)', 9 * MIB, 6 * MIB)
const TILED = row('stage4.conv2', 'Tiled im2col', MIB / 2, MIB)
const RELU: LayerRow = { ...row('relu', '', 0, 0), decision: null }
const ROWS = [WINOGRAD, TILED, RELU]

describe('layer filter', () => {
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
  ])('%s', (filter, expected) => {
    expect(ROWS.filter(parseLayerFilter(filter)).map(({ node }) => node.name)).toEqual(
      expected.map(({ node }) => node.name),
    )
  })
})

describe('layer totals', () => {
  it('adds up what stays and takes the largest of what is reused', () => {
    expect(layerTotals(ROWS)).toEqual({
      layers: 3,
      weightBytes: 2 * MIB,
      packedWeightBytes: 9.5 * MIB,
      largestWorkspaceBytes: 6 * MIB,
      measured: null,
    })
  })
})
