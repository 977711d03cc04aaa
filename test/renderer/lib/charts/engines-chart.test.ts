// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { drawEngines } from '../../../../renderer/lib/charts/engines-chart'

const NONE = { packedWeights: 0, workspace: 0, activations: 0, modelBuffer: 0, inputsOutputs: 0, other: 0 }
const colours = { text: '#000', muted: '#555', category: (category: string) => `var-${category}` }

it('draws every run of releases to one scale, its categories side by side, and escapes names', () => {
  const { markup, width, height } = drawEngines(
    [
      {
        engine: 'a<b',
        releases: '1',
        bytes: { ...NONE, packedWeights: 30, workspace: 10 },
        totalBytes: 40,
        total: '40 B',
      },
      { engine: null, releases: '2 – 3', bytes: { ...NONE, packedWeights: 20 }, totalBytes: 20, total: '20 B' },
    ],
    colours,
  )
  const bars = [...markup.matchAll(/<rect x="([\d.]+)"[^>]* width="([\d.]+)"[^>]* fill="([^"]+)"/g)]
  const [weights, workspace, second] = bars.map(([, x, across, fill]) => ({
    x: Number(x),
    across: Number(across),
    fill,
  }))
  expect(bars).toHaveLength(3)
  expect(weights?.across).toBeCloseTo(3 * (workspace?.across ?? 0))
  expect(workspace?.x).toBeCloseTo((weights?.x ?? 0) + (weights?.across ?? 0))
  expect(second?.across).toBeCloseTo(2 * (workspace?.across ?? 0))
  expect(workspace?.fill).toBe('var-workspace')
  expect(markup).toContain('a&lt;b')
  expect([width > 0, height]).toEqual([true, 40])
})

it('draws nothing of no engine', () => {
  expect(drawEngines([], colours).height).toBe(0)
})
