// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { changeGroups } from '#contract/change-groups'
import type { LayerDifference } from '#contract/comparison'

const side = (algorithm: 'tiled' | 'winograd', unit: number | null, bytes: number) =>
  ({ kind: 'convolution' as const, algorithm, unit, packedWeightBytes: bytes, workspaceBytes: 0 }) as const

function layer(node: number, channels: number, packed: number, workspace = 0, unit = 4): LayerDifference {
  return {
    node,
    name: `conv${node}`,
    title: `conv${node}`,
    shape: { id: 'layer.shape', inChannels: channels, outChannels: channels, kernel: [3, 3], output: [14, 14] },
    a: side('tiled', null, 0),
    b: side('winograd', unit, packed),
    packedWeightDelta: packed,
    workspaceDelta: workspace,
    changed: packed !== 0 || workspace !== 0,
    why: null,
  }
}

describe('groups of changes', () => {
  it('hold layers that are alike and change alike, with their packed weights together and the largest workspace', () => {
    const groups = changeGroups([layer(0, 64, 10, 3), layer(1, 64, 12, -7), layer(2, 64, 11, 5)])
    expect(groups).toHaveLength(1)
    expect(groups[0]).toMatchObject({ packedWeightDelta: 33, workspaceDelta: -7 })
    expect(groups[0]?.layers.map(({ node }) => node)).toEqual([1, 2, 0])
  })

  it('keep apart what works on another size or becomes something else, and leave out what does not change', () => {
    const groups = changeGroups([layer(0, 64, 10), layer(1, 128, 10), layer(2, 64, 10, 0, 6), layer(3, 64, 0)])
    expect(groups.map(({ layers }) => layers.map(({ node }) => node))).toEqual([[0], [1], [2]])
  })

  it('come with the one first that changes most bytes, in either direction', () => {
    const groups = changeGroups([layer(0, 64, 10), layer(1, 128, -500), layer(2, 32, 100)])
    expect(groups.map(({ packedWeightDelta }) => packedWeightDelta)).toEqual([-500, 100, 10])
  })
})
