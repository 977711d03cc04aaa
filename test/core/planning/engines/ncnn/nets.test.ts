// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { ncnnNetworkOutcomes } from '../../../../golden/ncnn/networks'
import type { GoldenRow } from '../../../../golden/rows'
import { fixtureRows, sharedRows } from '../mnn/golden-data'

function mistakes(rows: readonly GoldenRow[], graphs: readonly GoldenRow[]): string[] {
  const byId = new Map(graphs.flatMap((golden) => (golden.kind === 'ncnn-graph' ? [[golden.row.id, golden.row]] : [])))
  return rows.flatMap((golden) => {
    if (golden.kind !== 'ncnn-network') return ['a row of another kind']
    const graph = byId.get(golden.row.id)
    const judged = graph && ncnnNetworkOutcomes(golden.row, graph)
    if (judged == null) return [`no graph or no release for ${golden.row.id}, ${golden.row.e} ${golden.row.b}`]
    return judged.filter(({ wrong }) => wrong.length > 0).map(({ label, detail }) => `${label}: ${detail}`)
  })
}

describe('whole ncnn nets against measured ones', () => {
  const rows = [...fixtureRows('ncnn-net-memory.jsonl'), ...fixtureRows('ncnn-net-more.jsonl')]

  it('has rows with and without pools, and with and without light mode', () => {
    const options = rows.flatMap(({ kind, row }) => (kind === 'ncnn-network' ? [`${row.lm} ${row.pool}`] : []))
    expect([...new Set(options)].sort()).toEqual(['0 0', '0 1', '1 0', '1 1'])
  })

  it('gives bytes loaded, and held at most and afterwards in two inferences', () => {
    expect(mistakes(rows, fixtureRows('ncnn-nets.json'))).toEqual([])
  })

  const shared = sharedRows('ncnn-net-memory.public.jsonl')
  it.skipIf(shared === null)(
    'gives those of all rows beside the checkout (../shared/golden)',
    () => {
      expect(mistakes(shared ?? [], sharedRows('ncnn-nets.public.json') ?? [])).toEqual([])
    },
    120_000,
  )
})
