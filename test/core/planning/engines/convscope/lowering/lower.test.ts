// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ShapedModel } from '#core/model/shapes'
import { lower, lowerWhole } from '#core/planning/engines/convscope/lowering/lower'
import { english } from '#messages/say'
import { executeModel, executeProgram } from './execute'
import { ShapedBuilder } from './shaped'
import { strictCatalog, TILED } from './strict-catalog'

const POOL = {
  mode: 'max',
  kernel: [3, 3],
  strides: [1, 1],
  dilations: [1, 1],
  pads: [1, 1, 1, 1],
  ceil: false,
  countPadding: false,
} as const
const TARGET = { isa: 'avx2', threads: 2, weights: 'float32' } as const

function lowered(shaped: ShapedModel) {
  const choices = new Map(shaped.model.nodes.map(({ id }) => [id, TILED]))
  return lower(shaped, choices, TARGET, strictCatalog)
}

function kinds(shaped: ShapedModel): string[] {
  return lowered(shaped).program.ops.map(({ operation }) => operation.kind)
}

describe('lower', () => {
  it('reorders once into blocked layout and once out of it', () => {
    const b = new ShapedBuilder()
    const x = b.input(1, 3, 8, 8)
    const y = b.conv(b.relu(b.conv(x, 16)), 12)
    expect(kinds(b.build(y))).toEqual(['Reorder', 'Conv', 'Conv', 'Reorder'])
  })

  it('gives an image of few channels to a kernel as it is', () => {
    const b = new ShapedBuilder()
    const x = b.input(1, 2, 8, 8)
    const { program } = lowered(b.build(b.relu(b.conv(x, 16))))
    expect(program.ops.map(({ operation }) => operation.kind)).toEqual(['Conv', 'Reorder'])
    expect(program.ops[0]?.inputs[0]).toBe(program.inputs[0])
  })

  it('takes a chain of many thousand operations that all write where they read', () => {
    const b = new ShapedBuilder()
    let x = b.input(1, 8, 4, 4)
    for (let count = 0; count < 12_000; count++) x = b.relu(x)
    const { program } = lowered(b.build(x))
    expect(program.ops).toHaveLength(12_000)
    expect(program.arenaBytes).toBe(8 * 4 * 4 * 4)
  })

  it('joins what has elements with what has none', () => {
    const b = new ShapedBuilder()
    const x = b.input(1, 4)
    const slice = (count: number) => ({ kind: 'Slice', starts: [0, 0], steps: [1, 1], counts: [1, count] }) as const
    const parts = [b.one(slice(3), [x], [1, 3]), b.one(slice(0), [x], [1, 0])]
    const { program, obstacles } = lowered(b.build(b.one({ kind: 'Concat', axis: 1 }, parts, [1, 3])))
    expect(obstacles).toEqual([])
    expect(program.ops.map(({ operation }) => operation.kind)).toEqual(['Slice'])
  })

  it('tells of what would compute with a tensor without elements', () => {
    const b = new ShapedBuilder()
    const x = b.input(1, 4)
    const none = b.one({ kind: 'Slice', starts: [0, 0], steps: [1, 1], counts: [1, 0] }, [x], [1, 0])
    const { obstacles } = lowered(b.build(b.one({ kind: 'Reduce', function: 'sum', axes: [1] }, [none], [1, 1])))
    expect(obstacles.map(({ reason }) => reason.id)).toEqual(['unrunnable.emptyTensor'])
  })

  it('has no buffer for an output of the model that has no elements', () => {
    const b = new ShapedBuilder()
    const none = b.one({ kind: 'Slice', starts: [0, 0], steps: [1, 1], counts: [1, 0] }, [b.input(1, 4)], [1, 0])
    const { obstacles, program } = lowered(b.build(none))
    expect({ obstacles, outputs: program.outputs }).toEqual({ obstacles: [], outputs: [] })
  })

  it('shares one Reorder among all readers of a tensor', () => {
    const b = new ShapedBuilder()
    const x = b.input(1, 8, 8, 8)
    const product = b.one(
      { kind: 'Binary', function: 'mul', activation: 'none' },
      [b.conv(x, 8), b.conv(x, 8)],
      [1, 8, 8, 8],
    )
    expect(kinds(b.build(b.add([product, x], [1, 8, 8, 8])))).toEqual([
      'Reorder',
      'Conv',
      'Conv',
      'Binary',
      'Binary',
      'Reorder',
    ])
  })

  it('lets an elementwise operation write where it reads when its input dies there', () => {
    const b = new ShapedBuilder()
    const pooled = b.one({ kind: 'Pool', ...POOL }, [b.input(1, 8, 4, 4)], [1, 8, 4, 4])
    const { program } = lowered(b.build(b.relu(pooled)))
    const unary = program.ops.find(({ operation }) => operation.kind === 'Unary')
    const [from, to] = [unary?.inputs[0] ?? -1, unary?.outputs[0] ?? -1]
    expect(program.buffers[from]?.place).toEqual(program.buffers[to]?.place)
    expect(program.arenaBytes).toBe(2 * 8 * 4 * 4 * 4)
  })

  it('keeps an input that is read again later', () => {
    const b = new ShapedBuilder()
    const convolved = b.conv(b.input(1, 8, 4, 4), 8)
    const { program } = lowered(b.build(b.add([b.relu(convolved), convolved], [1, 8, 4, 4])))
    const unary = program.ops.find(({ operation }) => operation.kind === 'Unary')
    const [from, to] = [unary?.inputs[0] ?? -1, unary?.outputs[0] ?? -1]
    expect(program.buffers[from]?.place).not.toEqual(program.buffers[to]?.place)
  })

  it('sees a reshaped tensor as the same bytes', () => {
    const b = new ShapedBuilder()
    const flat = b.reshape(b.input(2, 3, 4, 4), 2, 48)
    const { program } = lowered(b.build(b.softmax(flat)))
    expect(program.ops.map(({ operation }) => operation.kind)).toEqual(['Softmax'])
    expect(program.buffers[program.ops[0]?.inputs[0] ?? -1]?.dims).toEqual([2, 48])
  })

  it('needs no Reorder between a pooled image of one pixel and a plain vector', () => {
    const b = new ShapedBuilder()
    const convolved = b.conv(b.input(1, 8, 8, 8), 20)
    const pooled = b.one({ kind: 'GlobalPool', mode: 'average' }, [convolved], [1, 20, 1, 1])
    const flat = b.reshape(pooled, 1, 20)
    expect(kinds(b.build(b.softmax(flat)))).toEqual(['Reorder', 'Conv', 'GlobalPool', 'Softmax'])
  })

  it('does reorder such an image where channels are padded between batches', () => {
    const b = new ShapedBuilder()
    const pooled = b.one({ kind: 'GlobalPool', mode: 'max' }, [b.conv(b.input(2, 8, 4, 4), 20)], [2, 20, 1, 1])
    expect(kinds(b.build(b.softmax(pooled)))).toEqual(['Reorder', 'Conv', 'GlobalPool', 'Reorder', 'Softmax'])
  })

  it('joins channels blocked where the parts are whole blocks, else plain; of one image, without moving them', () => {
    const joined = (channels: number, batch = 1) => {
      const b = new ShapedBuilder()
      const x = b.input(batch, 8, 4, 4)
      return kinds(b.build(b.concat([b.conv(x, channels), b.conv(x, 5)], 1)))
    }
    expect(joined(16)).toEqual(['Reorder', 'Conv', 'Conv', 'Reorder'])
    expect(joined(12)).toEqual(['Reorder', 'Conv', 'Conv', 'Reorder', 'Reorder'])
    expect(joined(16, 2)).toEqual(['Reorder', 'Conv', 'Conv', 'Concat', 'Reorder'])
  })

  it('loads per-channel constants blocked, scalars plain, and each only once', () => {
    const b = new ShapedBuilder()
    const image = b.one({ kind: 'Pool', ...POOL }, [b.input(1, 12, 4, 4)], [1, 12, 4, 4])
    const perChannel = b.constant([12, 1, 1])
    const scalar = b.constant([])
    const shape = [1, 12, 4, 4]
    const shifted = b.add([b.add([b.add([image, perChannel], shape), perChannel], shape), scalar], shape)
    const { program } = lowered(b.build(shifted))
    const constants = program.buffers.filter(({ place }) => place.kind === 'constant')
    expect(constants.map(({ dims, layout, bytes }) => ({ dims, layout, bytes }))).toEqual([
      { dims: [1, 12, 1, 1], layout: 'blocked', bytes: 64 },
      { dims: [1], layout: 'plain', bytes: 4 },
    ])
  })

  it('falls back to plain where an operand broadcasts along height or width only', () => {
    const b = new ShapedBuilder()
    const image = b.conv(b.input(1, 8, 4, 4), 8)
    expect(kinds(b.build(b.add([image, b.constant([4, 1])], [1, 8, 4, 4])))).toEqual([
      'Reorder',
      'Conv',
      'Reorder',
      'Binary',
    ])
  })

  it('never lets a sum of more than two write into an operand, which it may still have to read', () => {
    const b = new ShapedBuilder()
    const shape = [1, 8, 2, 2]
    const x = b.input(...shape)
    const { program } = lowered(b.build(b.add([x, b.input(...shape), x], shape)))
    const [sum] = program.ops
    const place = (buffer: number | undefined) => program.buffers[buffer ?? -1]?.place
    for (const input of sum?.inputs ?? []) expect(place(input)).not.toEqual(place(sum?.outputs[0]))
  })

  it('pools with a mean over height and width', () => {
    const b = new ShapedBuilder()
    const image = b.conv(b.input(1, 8, 4, 4), 8)
    const mean = b.one({ kind: 'Reduce', function: 'mean', axes: [2, 3] }, [image], [1, 8])
    expect(kinds(b.build(mean))).toEqual(['Reorder', 'Conv', 'GlobalPool'])
  })

  it('sees 1-D convolutions as images of height 1', () => {
    const b = new ShapedBuilder()
    const x = b.input(1, 8, 10)
    const weight = b.constant([4, 8, 3])
    const operation = {
      kind: 'Conv',
      kernel: [3],
      strides: [2],
      dilations: [1],
      pads: [1, 0],
      group: 1,
      activation: 'none',
      depthwise: false,
    } as const
    const { program } = lowered(b.build(b.one(operation, [x, weight], [1, 4, 5])))
    const conv = program.ops[1]?.operation
    expect(conv).toMatchObject({
      kind: 'Conv',
      bias: -1,
      problem: { inHeight: 1, inWidth: 10, kernelHeight: 1, kernelWidth: 3, strideWidth: 2, padLeft: 1, padRight: 0 },
    })
    expect(program.buffers[program.outputs[0] ?? -1]?.dims).toEqual([1, 4, 5])
  })

  it('copies an output that is constant', () => {
    const b = new ShapedBuilder()
    b.relu(b.input(1, 2))
    const { program } = lowered(b.build(b.constant([3])))
    expect(program.ops.at(-1)?.operation).toEqual({ kind: 'Copy' })
    expect(program.buffers[program.outputs[0] ?? -1]?.place.kind).toBe('arena')
  })

  it('reports activations alive and workspace for every node that runs', () => {
    const b = new ShapedBuilder()
    const x = b.input(1, 8, 4, 4)
    const { steps, program } = lowered(b.build(b.softmax(b.conv(x, 8))))
    const image = 8 * 4 * 4 * 4
    // At the convolution: the reordered input and the output; before that the input and its copy.
    expect(steps.map(({ activationBytes }) => activationBytes)).toEqual([2 * image, 2 * image])
    expect(steps.map(({ workspaceBytes }) => workspaceBytes)).toEqual([2 * 64 * 8, 128])
    expect(program.workspaceBytes).toBe(2 * 64 * 8)
  })
})

describe('lowerWhole', () => {
  it('names every node in the way, and why, up to three', () => {
    const b = new ShapedBuilder()
    let x = b.input(1, 4)
    const why = { id: 'unsupported.holds', type: 'strange' } as const
    for (let count = 0; count < 5; count++) x = b.one({ kind: 'Unsupported', why }, [x], [1, 4])
    const shaped = b.build(x)
    const result = lowerWhole(shaped, new Map(), TARGET, strictCatalog)
    expect(result).toMatchObject({ ok: false, problem: { code: 'run/unsupported', node: 'Unsupported_0' } })
    expect(!result.ok && english(result.problem.message)).toBe(
      'The engine cannot execute “Unsupported_0” (Unsupported): it holds strange data; “Unsupported_1” (Unsupported): it holds strange data; “Unsupported_2” (Unsupported): it holds strange data; and 2 more.',
    )
  })

  it('tells an unknown shape once, not for everything behind it', () => {
    const b = new ShapedBuilder()
    const [mystery = -1] = b.node(null, [b.input(1, 4)], null)
    const shaped = b.build(b.one({ kind: 'Alias' }, [mystery], [1, 4]))
    expect(lowered(shaped).obstacles).toMatchObject([{ node: 0, reason: { id: 'unrunnable.unknownOutput' } }])
  })

  it('runs a convolution whose weights the model computes without any of the kernels', () => {
    const b = new ShapedBuilder()
    const x = b.input(1, 8, 4, 4)
    const weight = b.relu(b.input(8, 8, 1, 1))
    const operation = {
      kind: 'Conv',
      kernel: [1, 1],
      strides: [1, 1],
      dilations: [1, 1],
      pads: [0, 0, 0, 0],
      group: 1,
      activation: 'none',
      depthwise: false,
    } as const
    const { obstacles, program } = lowered(b.build(b.one(operation, [x, weight], [1, 8, 4, 4])))
    expect(obstacles).toEqual([])
    expect(program.ops.map((op) => op.operation.kind)).toContain('GeneralConv')
  })

  it('passes on why the engine refuses an operation', () => {
    const b = new ShapedBuilder()
    const resize = {
      kind: 'Resize',
      mode: 'cubic',
      coordinates: 'halfPixel',
      nearest: 'floor',
      scales: [1, 1, 2, 2],
      starts: [0, 0, 0, 0],
      ends: [1, 1, 1, 1],
      cubicFactor: -0.75,
      excludeOutside: false,
      antialias: false,
      extrapolation: 0,
    } as const
    const { obstacles } = lowered(b.build(b.one(resize, [b.input(1, 8, 4, 4)], [1, 8, 8, 8])))
    expect(obstacles.map(({ reason }) => english(reason))).toEqual(['no cubic'])
  })
})

describe('random graphs', () => {
  /** Each step picks an operation and operands among all tensors so far. */
  const step = fc.record({ pick: fc.nat(9), a: fc.nat(50), b: fc.nat(50), channels: fc.constantFrom(3, 8, 12, 16) })
  const graph = fc.array(step, { minLength: 1, maxLength: 25 })

  function build(steps: readonly { pick: number; a: number; b: number; channels: number }[]): ShapedModel {
    const b = new ShapedBuilder()
    const tensors = [b.input(2, 8, 4, 4), b.input(2, 12, 4, 4)]
    for (const { pick, a, b: other, channels } of steps) {
      const x = tensors[a % tensors.length] as number
      const y = tensors[other % tensors.length] as number
      const dims = b.dimsOf(x)
      const same = dims.join() === b.dimsOf(y).join()
      const image = dims.length === 4
      if (pick <= 2 && image) tensors.push(b.conv(x, channels))
      else if (pick === 3) tensors.push(b.relu(x))
      else if (pick === 4 && same) tensors.push(b.add([x, y], dims))
      else if (pick === 5 && image && b.dimsOf(y).length === 4 && b.dimsOf(y)[2] === dims[2]) {
        tensors.push(b.concat([x, y], 1))
      } else if (pick === 6) {
        const elements = dims.reduce((product, length) => product * length, 1)
        tensors.push(image ? b.reshape(x, 2, elements / 2) : b.reshape(x, 2, elements / 2, 1, 1))
      } else if (pick === 7) tensors.push(b.softmax(x))
      else if (pick === 8 && image) {
        tensors.push(b.one({ kind: 'GlobalPool', mode: 'max' }, [x], [dims[0] ?? 0, dims[1] ?? 0, 1, 1]))
      } else if (pick === 9) {
        tensors.push(b.add([x, b.constant([1])], dims))
      }
    }
    // The last few tensors, so that there are unused ones and outputs that are read again.
    return b.build(...tensors.slice(-3))
  }

  it('compute what the model says, in every order of buffers over the arena', () => {
    fc.assert(
      fc.property(graph, (steps) => {
        const shaped = build(steps)
        const { program, obstacles } = lowered(shaped)
        expect(obstacles).toEqual([])
        expect(executeProgram(program)).toEqual(executeModel(shaped))
      }),
      { numRuns: 500 },
    )
  })
})
