// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { NOTHING_HELD } from '#contract/categories'
import { rowNodes } from '#contract/layer-rows'
import { measuredBeside, measuredBill } from '#messages/bill'
import { english } from '#messages/say'

function layer(node: number, packedWeightBytes: number, workspaceBytes: number) {
  return { node, kernel: null, packedWeightBytes, workspaceBytes, durationNs: 1 }
}

const LAYERS = [layer(0, 1024, 0), layer(1, 0, 0), layer(2, 2048, 512), layer(5, 0, 256)]

describe('the bill of a run', () => {
  it('adds rows and what belongs to no layer up to what was held', () => {
    const report = { layers: LAYERS, peak: NOTHING_HELD, packedWeightBytes: 3100 }
    expect(measuredBeside(report)).toEqual([{ name: { id: 'bill.constants' }, bytes: 28 }])
    expect(measuredBill(report, (node) => `node ${node}`).map(english)).toEqual([
      'Packed weights: 3.0 KiB in the rows, +28 B constants of the graph: 3.0 KiB in total.',
      'Workspace: one block of 512 B for all layers, as large as that of “node 2”.',
    ])
  })

  it('of an earlier version is that of the peak', () => {
    const report = { layers: LAYERS, peak: { ...NOTHING_HELD, packedWeights: 3072 } }
    expect(measuredBeside(report)).toEqual([])
    expect(english(measuredBill(report, String)[0] ?? { id: 'text', text: '' })).toBe(
      'Packed weights: 3.0 KiB, the sum of the rows.',
    )
  })

  it('is empty where nothing was held', () => {
    expect(measuredBill({ layers: [layer(0, 0, 0)], peak: NOTHING_HELD }, String)).toEqual([])
  })
})

it('rows are those of the plan and of what a run held something for, in the order of the model', () => {
  const decisions = [{ node: 3 }, { node: 0 }] as never
  expect(rowNodes({ decisions }, { layers: LAYERS })).toEqual([0, 2, 3, 5])
  expect(rowNodes({ decisions }, undefined)).toEqual([0, 3])
})
