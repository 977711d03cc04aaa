// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { type Lowering, lower } from '#core/planning/engines/convscope/lowering/lower'
import type { ProgramOperation } from '#core/planning/native/program'
import { ShapedBuilder } from './shaped'
import { strictCatalog, TILED } from './strict-catalog'

const SHAPE = [1, 16, 4, 4]

function lowered(b: ShapedBuilder, ...outputs: number[]): Lowering {
  const shaped = b.build(...outputs)
  const choices = new Map(shaped.model.nodes.map(({ id }) => [id, TILED]))
  return lower(shaped, choices, { isa: 'avx2', threads: 2, weights: 'float32' }, strictCatalog)
}

function convOf({ program }: Lowering, index = 0): Extract<ProgramOperation, { kind: 'Conv' }> {
  const found = program.ops.map(({ operation }) => operation).filter(({ kind }) => kind === 'Conv')[index]
  if (found?.kind !== 'Conv') throw new Error('There is no convolution.')
  return found
}

function normalise(b: ShapedBuilder, x: number): number {
  const constants = [1, 2, 3, 4].map(() => b.constant([16]))
  return b.one({ kind: 'BatchNorm', epsilon: 1e-5 }, [x, ...constants], SHAPE)
}

function unary(b: ShapedBuilder, name: 'sigmoid' | 'hardSigmoid' | 'exp', x: number, dims: readonly number[] = SHAPE) {
  const [alpha, beta] = name === 'hardSigmoid' ? [1 / 6, 0.5] : [0, 0]
  return b.one({ kind: 'Unary', function: name, alpha, beta }, [x], dims)
}

describe('fusion', () => {
  it('takes normalisation, residual and activation into the convolution', () => {
    const b = new ShapedBuilder()
    const x = b.input(...SHAPE)
    const y = b.relu(b.add([normalise(b, b.conv(x, 16)), x], SHAPE))
    const made = lowered(b, y)
    expect(convOf(made)).toMatchObject({ affine: [{ epsilon: 1e-5 }], activation: 'relu' })
    expect(made.fusions).toEqual([1, 2, 3].map((node) => ({ node, into: 0 })))
    const conv = made.program.ops.find(({ operation }) => operation.kind === 'Conv')
    // The residual is the convolution's own input, still read while the output is written.
    expect(conv?.inputs.slice(0, 2)).toEqual([conv?.inputs[0], conv?.inputs[0]])
    const place = (buffer = -1) => made.program.buffers[buffer]?.place
    expect(place(conv?.outputs[0])).not.toEqual(place(conv?.inputs[0]))
  })

  it('adds in the place of a residual that nobody reads later', () => {
    const b = new ShapedBuilder()
    const residual = b.conv(b.input(...SHAPE), 16)
    const branch = b.conv(b.conv(residual, 16), 16)
    const { program, fusions } = lowered(b, b.add([residual, branch], SHAPE))
    expect(fusions).toEqual([{ node: 3, into: 2 }])
    const conv = program.ops.filter(({ operation }) => operation.kind === 'Conv').at(-1)
    const place = (buffer = -1) => program.buffers[buffer]?.place
    expect(place(conv?.outputs[0])).toEqual(place(conv?.inputs[1]))
  })

  it('lets the later of two convolutions add', () => {
    const b = new ShapedBuilder()
    const x = b.input(...SHAPE)
    const { fusions } = lowered(b, b.add([b.conv(x, 16), b.conv(x, 16)], SHAPE))
    expect(fusions).toEqual([{ node: 2, into: 1 }])
  })

  it('adds nothing that is computed after the convolution', () => {
    const b = new ShapedBuilder()
    const x = b.input(...SHAPE)
    const first = b.conv(x, 16)
    expect(lowered(b, b.add([first, unary(b, 'exp', x)], SHAPE)).fusions).toEqual([])
  })

  it('keeps what somebody else reads, or the model gives out', () => {
    const b = new ShapedBuilder()
    const conv = b.conv(b.input(...SHAPE), 16)
    const normal = normalise(b, conv)
    expect(lowered(b, b.relu(normal), conv).fusions).toEqual([{ node: 2, into: 1 }])
    expect(lowered(b, normal, conv).fusions).toEqual([])
  })

  it('folds nothing behind a residual or an activation', () => {
    const b = new ShapedBuilder()
    const x = b.input(...SHAPE)
    const summed = lowered(b, normalise(b, b.add([b.conv(x, 16), x], SHAPE)))
    expect(summed.fusions).toEqual([{ node: 1, into: 0 }])
    const c = new ShapedBuilder()
    expect(lowered(c, normalise(c, c.relu(c.conv(c.input(...SHAPE), 16)))).fusions).toEqual([{ node: 1, into: 0 }])
  })

  it('joins a normalisation that follows no convolution with its scale, shift and activation', () => {
    const b = new ShapedBuilder()
    const normal = normalise(b, b.input(...SHAPE))
    const perChannel = () => b.constant([16, 1, 1])
    const scaled = b.one({ kind: 'Binary', function: 'mul', activation: 'none' }, [normal, perChannel()], SHAPE)
    const made = lowered(b, b.relu(b.add([scaled, perChannel()], SHAPE)))
    expect(made.fusions).toEqual([1, 2, 3].map((node) => ({ node, into: 0 })))
    const operation = made.program.ops.find(({ operation }) => operation.kind === 'Affine')?.operation
    expect(operation).toMatchObject({ epsilons: [1e-5, 0, 0], activation: { function: 'relu' } })
  })

  it('knows x · sigmoid(x) and x · hardSigmoid(x) as one function', () => {
    for (const [inner, whole] of [
      ['sigmoid', 'swish'],
      ['hardSigmoid', 'hardSwish'],
    ] as const) {
      const b = new ShapedBuilder()
      const conv = b.conv(b.input(...SHAPE), 16)
      const product = { kind: 'Binary', function: 'mul', activation: 'none' } as const
      const made = lowered(b, b.one(product, [unary(b, inner, conv), conv], SHAPE))
      expect(convOf(made).activation).toBe(whole)
      expect(made.fusions).toEqual([1, 2].map((node) => ({ node, into: 0 })))
    }
  })

  it('knows x · clip(x + 3, 0, 6) / 6, divided early or late, and numbers behind it', () => {
    const build = (early: boolean, channels: number) => {
      const shape = [1, channels, 4, 4] as const
      const b = new ShapedBuilder()
      const number = (value: number) => b.constant([1], { kind: 'fill', value })
      const binary = (name: 'add' | 'mul' | 'div', x: number, y: number) =>
        b.one({ kind: 'Binary', function: name, activation: 'none' }, [x, y], shape)
      const conv = b.conv(b.input(1, 16, 4, 4), channels)
      const six = { kind: 'Unary', function: 'clip', alpha: 0, beta: 6 } as const
      const clipped = b.one(six, [binary('add', conv, number(3))], shape)
      const sixth = (x: number) => binary('div', x, number(6))
      const swish = early ? binary('mul', conv, sixth(clipped)) : sixth(binary('mul', conv, clipped))
      return lowered(b, binary('mul', binary('add', binary('mul', swish, number(2)), number(0.5)), number(-1)))
    }
    for (const early of [true, false]) {
      const made = build(early, 16)
      expect(convOf(made)).toMatchObject({ activation: 'hardSwish', alpha: -2, beta: -0.5 })
      expect(made.fusions).toEqual([1, 2, 3, 4, 5, 6, 7].map((node) => ({ node, into: 0 })))
    }
    // A summand would fill the lanes of missing channels.
    const partial = build(false, 12)
    expect(convOf(partial)).toMatchObject({ activation: 'hardSwish', alpha: 2, beta: 0 })
    expect(partial.fusions).toHaveLength(5)
  })

  it('does not take clip(x + 3, 0, 6) with a third reader for a part of it', () => {
    const b = new ShapedBuilder()
    const conv = b.conv(b.input(...SHAPE), 16)
    const number = (value: number) => b.constant([1], { kind: 'fill', value })
    const binary = (name: 'add' | 'mul' | 'div', x: number, y: number) =>
      b.one({ kind: 'Binary', function: name, activation: 'none' }, [x, y], SHAPE)
    const six = { kind: 'Unary', function: 'clip', alpha: 0, beta: 6 } as const
    const clipped = b.one(six, [binary('add', conv, number(3))], SHAPE)
    const swish = binary('div', binary('mul', conv, clipped), number(6))
    expect(lowered(b, binary('add', swish, clipped)).fusions).toEqual([])
  })

  it('does not fill the lanes of missing channels: sigmoid only where blocks are whole', () => {
    const of = (channels: number) => {
      const b = new ShapedBuilder()
      const conv = b.conv(b.input(...SHAPE), channels)
      return lowered(b, unary(b, 'sigmoid', conv, [1, channels, 4, 4])).fusions.length
    }
    expect([of(16), of(12)]).toEqual([1, 0])
  })

  it('takes slopes of channels, but none that the model computes', () => {
    const b = new ShapedBuilder()
    const made = lowered(b, b.one({ kind: 'PRelu' }, [b.conv(b.input(...SHAPE), 16), b.constant([16, 1, 1])], SHAPE))
    expect(convOf(made).activation).toBe('prelu')
    const c = new ShapedBuilder()
    const computed = c.relu(c.input(16, 1, 1))
    expect(lowered(c, c.one({ kind: 'PRelu' }, [c.conv(c.input(...SHAPE), 16), computed], SHAPE)).fusions).toEqual([])
  })

  it('does not take a constant along the width for one of channels', () => {
    const b = new ShapedBuilder()
    const conv = b.conv(b.input(1, 16, 4, 16), 16)
    expect(lowered(b, b.add([conv, b.constant([16])], [1, 16, 4, 16])).fusions).toEqual([])
  })
})
