// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration, InstructionSet } from '#contract/configuration'
import type { Plan } from '#contract/plan'
import { readNcnn } from '#core/model/formats/ncnn/reader'
import { inferShapes } from '#core/model/infer-shapes'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { ncnnRecurrentOutcome } from '../../../../golden/ncnn/recurrent'
import { ncnnText } from '../../../model/support/ncnn-writer'
import { fixtureRows } from '../mnn/golden-data'

/** Of a net of ten steps of 16 values, whose weights are not there. */
function planned(layers: readonly string[], version: string, isa: InstructionSet = 'avx512'): Plan {
  const text = ncnnText(['Input in >x 0=16 1=10', ...layers])
  const inferred = inferShapes(readNcnn('/net.param', Buffer.from(text)), {})
  if (!inferred.ok) throw new Error(english(inferred.problem.message))
  const configuration: Configuration = { profile: `ncnn-${version}`, settings: { localPools: false }, threads: 1, isa }
  const result = createPlan({ modelId: 'm', shaped: inferred.value, fileBytes: 0, configuration, catalog: null })
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

const LSTM = 'LSTM cell x>y 0=32 1=2048 2=0'

describe('recurrent layers of ncnn against measured ones', () => {
  const rows = fixtureRows('ncnn-recurrent.jsonl')

  it('give bytes held, the load peak, and workspace in the order of requests', () => {
    const found = rows.flatMap((golden) => {
      const judged = golden.kind === 'ncnn-recurrent' ? ncnnRecurrentOutcome(golden.row) : null
      return judged === null
        ? ['a row of another kind']
        : judged.wrong.length > 0
          ? [`${judged.label}: ${judged.detail}`]
          : []
    })
    expect(found).toEqual([])
  })

  it('are of three cells, both x86 and ARM64, and 16 bits', () => {
    const builds = new Set(
      rows.flatMap(({ kind, row }) =>
        kind === 'ncnn-recurrent' ? [`${row.cell} ${row.b} ${row.bf ?? 0} ${row.hf ?? 0}`] : [],
      ),
    )
    for (const cell of ['lstm', 'gru', 'rnn']) {
      for (const build of ['avx2 0 0', 'avx512 0 0', 'arm64 0 0', 'arm64 1 0', 'arm64 0 1', 'arm64 0 2']) {
        expect(builds).toContain(`${cell} ${build}`)
      }
    }
  })
})

describe('a plan of a recurrent net in ncnn', () => {
  it('has the figures of the layer, and of nothing that its reader wrote around it', () => {
    const { decisions, totals, lifecycle } = planned([LSTM], '20241226')
    expect(decisions).toHaveLength(1)
    expect(decisions[0]).toMatchObject({
      kind: 'recurrent',
      executor: 'LSTM',
      packedWeightBytes: 25_088,
      workspaceBytes: 768,
    })
    // Both copies of the weights are there while they are packed.
    expect([totals.packedWeights, lifecycle?.loading]).toEqual([25_088, 50_176])
    // The output of 10 × 32; the input is the user’s.
    expect([totals.activations, totals.workspace]).toEqual([10 * 32 * 4, 768])
  })

  it('packs an LSTM on x86 since 20221128', () => {
    const loading = (version: string) => planned([LSTM], version, 'avx2').lifecycle?.loading
    expect([loading('20220729'), loading('20221128')]).toEqual([25_088, 50_176])
  })

  it('hands an LSTM’s states on, and keeps a projected one unknown', () => {
    const states = planned(['LSTM cell x>y,h,c 0=32 1=2048 2=0', 'BinaryOp sum h,c>z 0=0'], '20241226')
    // States are blobs then: the gates alone are workspace.
    expect(states.decisions[0]).toMatchObject({ workspaceBytes: 4 * 32 * 4 })
    const projected = planned(['LSTM cell x>y 0=16 1=2048 2=0 3=32'], '20241226')
    expect(projected.leftOut).toHaveLength(1)
  })
})
