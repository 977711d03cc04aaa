// SPDX-License-Identifier: Apache-2.0
import { truncateSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WeightStatistics } from '#contract/statistics'
import { type StatisticsOrder, tensorStatistics } from '#core/model/statistics/tensor-statistics'
import { english } from '#messages/say'
import { temporaryFolder } from '../support/temporary-folder'

const path = temporaryFolder()

function order(data: StatisticsOrder['data'], elements: number, dtype: StatisticsOrder['dtype'] = 'float32') {
  return { name: 'conv1.weight', dtype, elements, data }
}

async function statisticsOf(values: readonly number[]): Promise<WeightStatistics> {
  const file = path('values.bin')
  const bytes = Buffer.concat([Buffer.alloc(3), Buffer.from(new Float32Array(values).buffer)])
  writeFileSync(file, bytes)
  const answer = await tensorStatistics(
    order({ kind: 'file', path: file, offset: 3, byteLength: bytes.length - 3 }, values.length),
  )
  if (!answer.ok) throw new Error(english(answer.problem.message))
  return answer.value
}

describe('tensorStatistics', () => {
  it('agrees with the definitions, computed value by value', async () => {
    const value = fc.oneof(
      fc.float({ noNaN: true, noDefaultInfinity: true, min: -100, max: 100 }),
      fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(value, { minLength: 1, maxLength: 300 }), async (values) => {
        const stored = [...new Float32Array(values)]
        const finite = stored.filter(Number.isFinite)
        const found = await statisticsOf(values)
        expect(found).toMatchObject({
          count: stored.length,
          zeros: stored.filter((each) => each === 0).length,
          nan: stored.filter(Number.isNaN).length,
          infinite: stored.length - finite.length - stored.filter(Number.isNaN).length,
        })
        if (finite.length === 0) {
          expect(found.finite).toBeNull()
          return
        }
        const mean = finite.reduce((sum, each) => sum + each, 0) / finite.length
        const std = Math.sqrt(finite.reduce((sum, each) => sum + (each - mean) ** 2, 0) / finite.length)
        expect(found.finite?.min).toBe(Math.min(...finite) + 0)
        expect(found.finite?.max).toBe(Math.max(...finite) + 0)
        expect(found.finite?.mean).toBeCloseTo(mean, 9)
        expect(found.finite?.std).toBeCloseTo(std, 9)
        expect(found.finite?.histogram.reduce((sum, bin) => sum + bin, 0)).toBe(finite.length)
      }),
      { numRuns: 60 },
    )
  })

  it('puts values into bins of equal width, the largest into the last', async () => {
    const { finite } = await statisticsOf([0, 0.5, 1, 63.9, 64, 32])
    expect(finite?.histogram).toHaveLength(64)
    expect([0, 1, 32, 63].map((bin) => finite?.histogram[bin])).toEqual([2, 1, 1, 2])
  })

  it('reads pieces of a large tensor that do not end with its elements', async () => {
    const values = Float32Array.from({ length: 700_001 }, (_, i) => (i % 1000) / 1000)
    const { count, zeros, finite } = await statisticsOf([...values])
    expect({ count, zeros }).toEqual({ count: 700_001, zeros: 701 })
    expect(finite?.mean).toBeCloseTo(0.4995, 5)
    expect(finite?.std).toBeCloseTo(Math.sqrt((1000 ** 2 - 1) / 12) / 1000, 5)
  })

  it('needs no file for a fill, for decoded values, and counts what sparse weights leave out', async () => {
    const fill = await tensorStatistics(order({ kind: 'fill', value: 2.5 }, 1_000_000_000))
    expect(fill.ok && fill.value).toMatchObject({
      count: 1e9,
      finite: { min: 2.5, max: 2.5, mean: 2.5, std: 0, histogram: [1e9] },
    })
    const values = await tensorStatistics(order({ kind: 'values', values: [1, 3] }, 2, 'int64'))
    expect(values.ok && values.value.finite).toMatchObject({ mean: 2, std: 1 })
    const file = path('sparse.bin')
    writeFileSync(file, Buffer.from(new Float32Array([4, 8]).buffer))
    const sparse = await tensorStatistics(
      order({ kind: 'sparse', path: file, count: 2, indexOffset: 0, valueOffset: 0 }, 6),
    )
    expect(sparse.ok && sparse.value).toMatchObject({ count: 6, zeros: 4, finite: { min: 0, max: 8, mean: 2 } })
  })

  it('says in one sentence why there is nothing to tell', async () => {
    const file = path('short.bin')
    writeFileSync(file, Buffer.alloc(400))
    const whole = order({ kind: 'file', path: file, offset: 0, byteLength: 400 }, 100)
    expect((await tensorStatistics(whole)).ok).toBe(true)
    truncateSync(file, 399)
    const answers = await Promise.all([
      tensorStatistics(whole),
      tensorStatistics(order({ kind: 'file', path: path('gone.bin'), offset: 0, byteLength: 4 }, 1)),
      tensorStatistics(order({ kind: 'synthesised', seed: 1, scale: 1 }, 4)),
      tensorStatistics(order({ kind: 'quantised', why: { id: 'unsupported.text' } }, 4)),
    ])
    expect(answers.map((answer) => (answer.ok ? 'ok' : answer.problem.code))).toEqual([
      'file/changed',
      'file/unreadable',
      'run/unsupported',
      'run/unsupported',
    ])
    for (const answer of answers) expect(answer.ok ? '' : english(answer.problem.message)).toMatch(/^[^\n]+\.$/)
  })
})
