// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { NodeOverlay } from '#contract/history'
import { overlayText } from '#renderer/lib/layers/overlay'
import { layerRows } from '#renderer/lib/layers/rows'
import { isSigned, largestTint, tintFigure, tintPercent } from '#renderer/lib/layers/tint'
import { aModel } from '../../support/fake-bridge'

function sources(...values: readonly (number | string)[]) {
  const overlay: NodeOverlay = { fileName: 'x.json', values: values.map((value, node) => ({ node, value })) }
  return { plan: { decisions: [], fusions: [] }, report: null, comparison: null, overlay }
}

describe('node data laid over the model', () => {
  it('colours nodes by its numbers; text has no colour', () => {
    const of = sources(0.5, -2, 'hot')
    const largest = largestTint('overlay', of)
    expect(largest).toBe(2)
    expect([0, 1, 2, 3].map((node) => tintFigure('overlay', node, of))).toEqual([0.5, -2, null, null])
    expect(tintPercent(tintFigure('overlay', 1, of), largest)).toBe(-100)
  })

  it('takes two colours only where numbers are below 0', () => {
    expect([isSigned('overlay', sources(1, 2)), isSigned('overlay', sources(1, -2))]).toEqual([false, true])
    expect([isSigned('packed', sources(-1)), isSigned('change', sources())]).toEqual([false, true])
  })

  it('has no scale without numbers', () => {
    expect(largestTint('overlay', sources('hot'))).toBe(0)
    expect(largestTint('overlay', { ...sources(1), overlay: null })).toBe(0)
  })

  it('is part of the rows, numbers and text', () => {
    const nodes = [0, 1].map((id) => ({
      id,
      name: `n${id}`,
      op: 'Relu',
      sourceOp: 'Relu',
      inputs: [],
      outputs: [],
      attributes: [],
      folded: false,
    }))
    const rows = layerRows({ ...aModel('m'), nodes }, sources('hot'))
    expect(rows.map((row) => row.overlay)).toEqual(['hot', null])
  })

  it('is written with separators, fractions with four digits', () => {
    expect([overlayText(1_234_567), overlayText(0.000123456), overlayText('hot')]).toEqual([
      '1,234,567',
      '0.0001235',
      'hot',
    ])
  })
})
