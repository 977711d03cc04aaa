// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Candidate, Decision } from '#contract/plan'
import { spoken } from '#messages/say'
import { forcibleCandidates, layersMeant, overrideText } from '#renderer/lib/overrides'

function candidate(algorithm: Candidate['algorithm'], unit: number | null, bytes: number | null, chosen = false) {
  const figures = { cost: null, packedWeightBytes: bytes, workspaceBytes: bytes, operations: bytes }
  return {
    algorithm,
    unit,
    verdict: chosen ? 'chosen' : 'rejected',
    reason: spoken(''),
    ...figures,
  } satisfies Candidate
}

const DECISION: Decision = {
  node: 0,
  kind: 'convolution',
  algorithm: 'winograd',
  unit: 4,
  executor: '',
  inner: null,
  weightBytes: 1,
  packedWeightBytes: 4,
  workspaceBytes: 1,
  workspace: [],
  macs: 1,
  operations: 1,
  candidates: [
    candidate('strassen-1x1', null, null),
    candidate('winograd', 2, 2),
    candidate('winograd', 4, 4, true),
    candidate('tiled', null, 1),
  ],
  reason: spoken(''),
  dependsOn: [],
}

describe('what a layer can be forced to', () => {
  it('is every candidate, impossible ones too, in the engine’s order', () => {
    expect(forcibleCandidates(DECISION)).toEqual(DECISION.candidates)
  })

  it('is, of groups, what each of them runs, and each only once', () => {
    const candidates = [candidate('grouped', null, 4, true), candidate('tiled', null, 1), candidate('tiled', null, 1)]
    const inner = { algorithm: 'winograd', unit: 2, groups: 3 } as const
    const found = forcibleCandidates({ ...DECISION, algorithm: 'grouped', unit: null, inner, candidates })
    expect(found.map(({ algorithm, unit }) => [algorithm, unit])).toEqual([
      ['winograd', 2],
      ['tiled', null],
    ])
  })

  it('tells before how many layers a pattern means, of those that run an algorithm', () => {
    const nodes = ['conv2d_4', 'conv2d_41', 'relu_41', 'conv2d_5'].map((name) => ({ name }))
    const plan = { decisions: [0, 1, 3].map((node) => ({ ...DECISION, node })) }
    const counts = ['conv2d_4*', 'conv2d_4', '*4?', 'conv3d*'].map((layers) => layersMeant(layers, plan, { nodes }))
    expect(counts).toEqual([2, 1, 1, 0])
  })

  it('is written as on the command line', () => {
    expect(overrideText({ layers: 'conv*', algorithm: 'winograd', unit: 4 })).toBe('conv*=winograd:4')
    expect(overrideText({ layers: 'conv1', algorithm: 'tiled' })).toBe('conv1=tiled')
  })
})
