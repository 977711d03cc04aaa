// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeModel } from '#core/model/formats/onnx/schema'
import { misses } from './closeness'
import { type Outcome, runCase } from './run-case'
import { formatTable } from './table'
import { INSTALLED, type TestCase, testCases } from './test-data'

/** Cases by operator; models of several operators together. */
const GROUPS = INSTALLED ? byOperator(testCases()) : new Map<string, TestCase[]>()

function byOperator(tests: readonly TestCase[]): Map<string, TestCase[]> {
  const groups = new Map<string, TestCase[]>()
  for (const test of tests) {
    const nodes = decodeModel(readFileSync(test.modelPath)).graph?.node ?? []
    const operators = new Set(nodes.map(({ opType = '' }) => opType).filter((opType) => opType !== 'Constant'))
    const group = operators.size <= 1 ? ([...operators][0] ?? 'Constant') : '(several)'
    groups.set(group, [...(groups.get(group) ?? []), test])
  }
  return new Map([...groups].sort(([a], [b]) => a.localeCompare(b, 'en')))
}

describe.skipIf(!INSTALLED)(
  'ONNX backend test cases (Debian’s libonnx-testdata; skipped where it is not installed)',
  () => {
    const outcomes = new Map<string, Map<string, Outcome>>()
    let folder = ''
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'convscope-conformance-'))
    })
    afterAll(async () => {
      await rm(folder, { recursive: true })
      console.log(formatTable(outcomes))
    })

    it.each([...GROUPS])('%s', async (operator, tests) => {
      const results = new Map<string, Outcome>()
      outcomes.set(operator, results)
      for (const test of tests) results.set(test.name, await runCase(test, join(folder, 'model.onnx')))
      const failures = [...results].flatMap(([name, outcome]) =>
        outcome.kind === 'failed' ? [`${name}: ${outcome.why}`] : [],
      )
      expect(failures).toEqual([])
    })
  },
)

describe('the comparison itself', () => {
  it('lets the tolerances pass and nothing more', () => {
    expect(
      misses(Float32Array.of(1.0009, 0, Number.NaN, Number.NEGATIVE_INFINITY), [1, 9e-8, Number.NaN, -Infinity]),
    ).toEqual([])
    expect(misses(Float32Array.of(1.0011), [1])).toHaveLength(1)
    expect(misses(Float32Array.of(2e-7), [0])).toHaveLength(1)
    expect(misses(Float32Array.of(0), [Number.NaN])).toHaveLength(1)
    expect(misses(Float32Array.of(3e38), [Number.POSITIVE_INFINITY])).toHaveLength(1)
    expect(misses(Float32Array.of(Number.NaN), [0])).toHaveLength(1)
    expect(misses(Float32Array.of(1), [1, 1])).toHaveLength(1)
  })
})
