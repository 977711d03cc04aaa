// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import type { Plan } from '#contract/plan'
import { readNcnn } from '#core/model/formats/ncnn/reader'
import { inferShapes } from '#core/model/infer-shapes'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { ncnnText } from '../../../model/support/ncnn-writer'

function planned(layers: readonly string[], version: string): Plan {
  const inferred = inferShapes(readNcnn('/net.param', Buffer.from(ncnnText(layers))), {})
  if (!inferred.ok) throw new Error(english(inferred.problem.message))
  const configuration: Configuration = { profile: `ncnn-${version}`, settings: {}, threads: 1, isa: 'avx2' }
  const shaped = inferred.value
  const result = createPlan({ modelId: 'm', shaped, fileBytes: 0, configuration, catalog: null })
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

const VECTOR = ['Input in >x 0=16', 'InnerProduct fc x>y 0=8 1=1 2=128 8=2']

describe('8-bit integers in ncnn', () => {
  it('worked out by hand: a product of a vector', () => {
    const { decisions, lifecycle } = planned(VECTOR, '20240410')
    // Bias, scales of the outputs, that of the input, packed weights, and the scales of both; one byte each value of the input.
    const held = 32 + 32 + 4 + 128 + 32
    expect(decisions[0]).toMatchObject({ executor: 'InnerProduct_int8', packedWeightBytes: held, workspaceBytes: 16 })
    expect(lifecycle?.loading).toBe(held + 128)
  })

  it('measured: products of a vector on 20260526 for AVX-512', () => {
    const figures = [
      { layer: 'InnerProduct fc x>y 0=8 1=1 2=128 8=2', width: 16, held: 240, loading: 368, workspace: 16 },
      { layer: 'InnerProduct fc x>y 0=10 1=1 2=370 8=2', width: 37, held: 544, loading: 928, workspace: 48 },
    ].map(({ layer, width, ...measured }) => {
      const { decisions, lifecycle } = planned([`Input in >x 0=${width}`, layer], '20260526')
      const [row] = decisions
      const told = { held: row?.packedWeightBytes, loading: lifecycle?.loading, workspace: row?.workspaceBytes }
      return [told, measured]
    })
    for (const [told, measured] of figures) expect(told).toEqual(measured)
  })

  it('keeps original weights up to 20220420, and sums apart', () => {
    const [row] = planned(VECTOR, '20220420').decisions
    expect(row).toMatchObject({ packedWeightBytes: 32 + 32 + 4 + 128 + 128, workspaceBytes: 16 + 32 })
  })

  it('leaves convolutions, and products of images, unknown', () => {
    const image = 'Input in >x 0=4 1=4 2=8'
    for (const layer of ['Convolution conv x>y 0=8 1=3 5=1 6=576 8=2', 'InnerProduct fc x>y 0=8 1=1 2=1024 8=2']) {
      const { decisions } = planned([image, layer], '20260526')
      const row = decisions.find(({ executor, kind }) => executor === null && kind !== 'other')
      expect([row?.packedWeightBytes, row?.reason.id]).toEqual([null, 'unmodelled.ncnnIntegers'])
    }
  })
})
