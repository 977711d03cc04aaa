// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { buildNativeProgram } from '#core/inference/program-builder'
import type { Constant } from '#core/model/graph'
import { lowerWhole } from '#core/planning/engines/convscope/lowering/lower'
import { english } from '#messages/say'
import { ShapedBuilder } from '../core/planning/engines/convscope/lowering/shaped'
import { strictCatalog, TILED } from '../core/planning/engines/convscope/lowering/strict-catalog'

const FILE: Constant['data'] = { kind: 'file', path: '/m.onnx', offset: 64, byteLength: 2304 }

function build(weight: Constant['data'], bias: Constant['data'] = { kind: 'fill', value: 1 }) {
  const b = new ShapedBuilder()
  const operation = {
    kind: 'Conv',
    kernel: [3, 3],
    strides: [1, 1],
    dilations: [1, 1],
    pads: [1, 1, 1, 1],
    group: 1,
    activation: 'relu',
    depthwise: false,
  } as const
  const weights = b.constant([8, 8, 3, 3], weight)
  const first = b.one(operation, [b.input(1, 8, 4, 4), weights, b.constant([8], bias)], [1, 8, 4, 4])
  const shaped = b.build(b.one(operation, [first, weights], [1, 8, 4, 4]))
  const choices = new Map([0, 1].map((node) => [node, TILED]))
  const lowered = lowerWhole(shaped, choices, { isa: 'avx2', threads: 1, weights: 'float32' }, strictCatalog)
  if (!lowered.ok) throw new Error(english(lowered.problem.message))
  return buildNativeProgram(lowered.value.program, shaped)
}

function built(weight: Constant['data'], bias?: Constant['data']) {
  const result = build(weight, bias)
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

describe('buildNativeProgram', () => {
  it('names every file and every constant once, however often it is used', () => {
    const sparse: Constant['data'] = { kind: 'sparse', path: '/m.onnx', count: 2, indexOffset: 8, valueOffset: 16 }
    const { files, constants, ops } = built(FILE, sparse)
    expect(files).toEqual(['/m.onnx'])
    expect(constants).toEqual([
      {
        dims: [8, 8, 3, 3],
        source: { kind: 'file', file: 0, offset: 64, byteLength: 2304, dtype: 'float32' },
      },
      { dims: [8], source: { kind: 'sparse', file: 0, count: 2, indexOffset: 8, valueOffset: 16 } },
    ])
    const convolutions = ops.flatMap(({ conv }) => (conv === undefined ? [] : [conv]))
    expect(convolutions).toMatchObject([
      { weight: 0, bias: 1, algorithm: 'tiled', unit: 0, inner: null },
      { weight: 0, bias: -1 },
    ])
  })

  it('passes on made-up weights and fills, and values as float32', () => {
    const made: Constant['data'] = { kind: 'synthesised', seed: 3, scale: 0.1 }
    expect(built(made).constants[0]?.source).toEqual(made)
    const values = built(FILE, { kind: 'values', values: [1, 2] }).constants[1]?.source
    expect(values).toEqual({ kind: 'values', values: Float32Array.of(1, 2) })
  })

  it('gives the fused activation and the problem to the engine, and nothing the engine does not know', () => {
    const [, conv] = built(FILE).ops
    expect(conv?.kind).toBe('Conv')
    expect(Object.keys(conv?.params ?? {})).toEqual(['problem', 'activation', 'alpha', 'beta', 'affine'])
    expect(conv?.params).toMatchObject({ activation: 'relu', problem: { inChannels: 8, padRight: 1 } })
    expect(conv?.params).not.toHaveProperty('problem.depthwise')
  })

  it('refuses quantised weights, naming the node and why', () => {
    const result = build({ kind: 'quantised', why: { id: 'unsupported.integers' } })
    expect(result).toEqual({
      ok: false,
      problem: {
        code: 'run/unsupported',
        message: expect.toSay(
          'The weights of “Conv_0” cannot be read: it computes with integers, which Convscope does not.',
        ),
        node: 'Conv_0',
      },
    })
  })
})
