// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { ncnnConvolutionOutcomes } from '../../../../golden/ncnn/convolutions'
import type { GoldenRow } from '../../../../golden/rows'
import { fixtureRows, sharedRows } from '../mnn/golden-data'

function mistakes(rows: readonly GoldenRow[]): string[] {
  return rows.flatMap((golden) => {
    if (golden.kind !== 'ncnn-convolution') return ['a row of another kind']
    const judged = ncnnConvolutionOutcomes(golden.row)
    if (judged === null) return [`no release for ${golden.row.e} ${golden.row.b}`]
    return judged.filter(({ wrong }) => wrong.length > 0).map(({ label, detail }) => `${label}: ${detail}`)
  })
}

describe('ncnn decisions against measured ones', () => {
  const rows = [...fixtureRows('ncnn-conv-decisions.jsonl'), ...fixtureRows('ncnn-conv-more.jsonl')]
  const covered = (key: 'e' | 'a') =>
    new Set(rows.flatMap((golden) => (golden.kind === 'ncnn-convolution' ? [golden.row[key]] : [])))

  it('has rows for every measured release, and for groups and dilation', () => {
    expect([...covered('e')].sort()).toEqual([
      ...['20210720', '20211122', '20211208', '20220216', '20220420', '20220729', '20221128'],
      ...['20230223', '20230517', '20240410', '20241226', '20260113', '20260526'],
    ])
    expect([...covered('a')]).toEqual(expect.arrayContaining(['group:winograd', 'dilation:winograd', 'depthwise']))
  })

  it('has rows in half precision and bfloat16, with and without fp16 arithmetic', () => {
    const formats = rows.flatMap(({ kind, row }) =>
      kind === 'ncnn-convolution' ? [`${row.bf ?? 0} ${row.hf ?? 0}`] : [],
    )
    expect([...new Set(formats)].sort()).toEqual(['0 0', '0 1', '0 2', '1 0'])
  })

  it('gives algorithm, unit, bytes and the order of requests of every row', () => {
    expect(mistakes(rows)).toEqual([])
  })

  const shared = sharedRows('ncnn-conv-decisions.public.jsonl')
  it.skipIf(shared === null)(
    'gives those of all rows beside the checkout (../shared/golden)',
    () => {
      expect(mistakes(shared ?? [])).toEqual([])
    },
    120_000,
  )
})
