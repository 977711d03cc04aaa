// SPDX-License-Identifier: Apache-2.0
import { describe, it } from 'vitest'
import { type Operand, runOne, runOp, TARGETS } from './run-op'
import { element, elements, expectClose, generate, random, type Tensor } from './tensor'

const TOLERANCE = 2e-6

function perChannel(values: Tensor): Operand {
  return { ...values, constant: true }
}

describe('Affine', () => {
  const x = random([2, 21, 3, 5], 1)
  const [scale, bias, mean, variance] = [random([21], 2), random([21], 3), random([21], 4), random([21], 5, 0, 2)]

  it('normalises by channel', async () => {
    const epsilon = Math.fround(1e-3)
    const expected = generate(x.dims, (at) => {
      const c = at[1] as number
      const deviation = Math.sqrt(element(variance, [c]) + epsilon)
      return ((element(x, at) - element(mean, [c])) / deviation) * element(scale, [c]) + element(bias, [c])
    })
    const inputs = [x, ...[scale, bias, mean, variance].map(perChannel)]
    for (const target of TARGETS) {
      const request = {
        kind: 'Affine',
        params: { epsilons: [epsilon] },
        inputs,
        outputs: [x.dims],
        layout: 'blocked' as const,
      }
      expectClose(await runOne(target, request), expected, TOLERANCE, target.isa)
    }
  })

  it('leaves missing lanes zero even where epsilon is zero', async () => {
    const inputs = [x, scale, bias, mean, { dims: [21], data: variance.data.map((v) => v + 1) }]
    const expected = generate(x.dims, (at) => {
      const c = [at[1] as number]
      const deviation = Math.sqrt(element(inputs[4] as Tensor, c))
      return ((element(x, at) - element(mean, c)) / deviation) * element(scale, c) + element(bias, c)
    })
    const operands = inputs.map((operand, i) => (i === 0 ? operand : perChannel({ dims: [21], data: operand.data })))
    for (const target of TARGETS) {
      const params = { epsilons: [0] }
      const request = { kind: 'Affine', params, inputs: operands, outputs: [x.dims], layout: 'blocked' as const }
      expectClose(await runOne(target, request), expected, TOLERANCE, target.isa)
    }
  })

  it.each([true, false])('scales by channel, with a bias: %s', async (biased) => {
    const expected = generate(x.dims, (at) => {
      const c = [at[1] as number]
      return element(x, at) * element(scale, c) + (biased ? element(bias, c) : 0)
    })
    const inputs = [x, perChannel(scale), biased ? perChannel(bias) : null]
    for (const target of TARGETS) {
      const request = {
        kind: 'Affine',
        params: { epsilons: [0] },
        inputs,
        outputs: [x.dims],
        layout: 'blocked' as const,
      }
      expectClose(await runOne(target, request), expected, TOLERANCE, target.isa)
    }
  })

  it('goes through all stages and ends with the activation', async () => {
    const epsilons = [Math.fround(1e-3), 0]
    const expected = generate(x.dims, (at) => {
      const c = [at[1] as number]
      const deviation = Math.sqrt(element(variance, c) + (epsilons[0] as number))
      const normal = (element(x, at) - element(mean, c)) / deviation + element(bias, c)
      return 1 / (1 + Math.exp(-(normal * element(scale, c) + element(mean, c))))
    })
    const inputs = [
      x,
      null,
      perChannel(bias),
      perChannel(mean),
      perChannel(variance),
      perChannel(scale),
      perChannel(mean),
    ]
    const activation = { function: 'sigmoid', alpha: 0, beta: 0 }
    for (const target of TARGETS) {
      const params = { epsilons, activation }
      const request = { kind: 'Affine', params, inputs, outputs: [x.dims], layout: 'blocked' as const }
      expectClose(await runOne(target, request), expected, TOLERANCE, target.isa)
    }
  })
})

describe('LRN', () => {
  it.each([
    { size: 5, alpha: 0.5, beta: 0.75, bias: 1 },
    { size: 4, alpha: 1, beta: 0.5, bias: 2 },
    { size: 3, alpha: 2, beta: 1.25, bias: 0.5 },
    { size: 1, alpha: 1, beta: 1, bias: 1 },
  ])('%o', async (params) => {
    const x = random([2, 7, 19, 17], 1)
    const expected = generate(x.dims, ([n = 0, c = 0, h = 0, w = 0]) => {
      let sum = 0
      for (let i = c - Math.floor((params.size - 1) / 2); i <= c + Math.ceil((params.size - 1) / 2); i++)
        if (i >= 0 && i < 7) sum += element(x, [n, i, h, w]) ** 2
      return element(x, [n, c, h, w]) / (params.bias + (params.alpha / params.size) * sum) ** params.beta
    })
    for (const target of TARGETS) {
      const y = await runOne(target, { kind: 'LRN', params, inputs: [x], outputs: [x.dims] })
      expectClose(y, expected, TOLERANCE, target.isa)
    }
  })
})

describe('Softmax', () => {
  const dims = [2, 5, 7, 300]
  it.each([
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 4],
    [1, 4],
    [0, 3],
  ])('over dims %i to %i', async (axis, endAxis) => {
    const x = random(dims, 1, -30, 30)
    const inner = elements(dims.slice(endAxis))
    const length = elements(dims.slice(axis, endAxis))
    const groupOf = (index: number) => Math.floor(index / (inner * length)) * inner + (index % inner)
    const sums = new Map<number, number>()
    for (const [i, v] of x.data.entries()) sums.set(groupOf(i), (sums.get(groupOf(i)) ?? 0) + Math.exp(v))
    for (const log of [false, true]) {
      const data = x.data.map((v, i) => {
        const logarithm = v - Math.log(sums.get(groupOf(i)) as number)
        return log ? logarithm : Math.exp(logarithm)
      })
      for (const target of TARGETS) {
        const y = await runOne(target, {
          kind: 'Softmax',
          params: { axis, endAxis, log },
          inputs: [x],
          outputs: [dims],
        })
        expectClose(y, { dims, data }, TOLERANCE, `${log} ${target.isa}`)
      }
    }
  })

  it('survives values whose exponentials overflow', async () => {
    const x = { dims: [2, 2], data: Float64Array.of(1000, 1000, -1000, 0) }
    const expected = { dims: [2, 2], data: Float64Array.of(0.5, 0.5, 0, 1) }
    for (const target of TARGETS) {
      const params = { axis: 1, endAxis: 2, log: false }
      expectClose(await runOne(target, { kind: 'Softmax', params, inputs: [x], outputs: [[2, 2]] }), expected, 1e-7)
    }
  })
})

describe('LayerNorm', () => {
  const x = random([3, 4, 5, 6], 1, 90, 110)
  it.each([
    [1, true, true],
    [2, true, false],
    [3, false, true],
    [4, false, false],
  ])('over the last %i dims, gamma %s, beta %s', async (axes, scaled, shifted) => {
    const shape = x.dims.slice(x.dims.length - axes)
    const length = elements(shape)
    const [gamma, beta] = [random(shape, 2), random(shape, 3)]
    const epsilon = Math.fround(1e-5)
    const expected = generate(x.dims, (at) => {
      const start =
        at.slice(0, x.dims.length - axes).reduce((sum, i, axis) => sum * (x.dims[axis] as number) + i, 0) * length
      const row = x.data.slice(start, start + length)
      const mean = row.reduce((sum, v) => sum + v, 0) / length
      const variance = row.reduce((sum, v) => sum + (v - mean) ** 2, 0) / length
      const own = at.slice(x.dims.length - axes)
      const normal = (element(x, at) - mean) / Math.sqrt(variance + epsilon)
      return normal * (scaled ? element(gamma, own) : 1) + (shifted ? element(beta, own) : 0)
    })
    const inputs = [x, scaled ? gamma : null, shifted ? beta : null]
    for (const target of TARGETS) {
      const y = await runOne(target, {
        kind: 'LayerNorm',
        params: { axes, epsilon, centred: true },
        inputs,
        outputs: [x.dims],
      })
      expectClose(y, expected, TOLERANCE, target.isa)
    }
  })

  it('leaves the mean in where it is not centred', async () => {
    const [epsilon, gamma] = [Math.fround(1e-5), random([6], 2)]
    const expected = generate(x.dims, (at) => {
      const row = Array.from({ length: 6 }, (_, i) => element(x, [...at.slice(0, 3), i]))
      const square = row.reduce((sum, v) => sum + v ** 2, 0) / 6
      return (element(x, at) / Math.sqrt(square + epsilon)) * element(gamma, at.slice(3))
    })
    for (const target of TARGETS) {
      const params = { axes: 1, epsilon, centred: false }
      const y = await runOne(target, { kind: 'LayerNorm', params, inputs: [x, gamma], outputs: [x.dims] })
      expectClose(y, expected, TOLERANCE, target.isa)
    }
  })
})

describe('LayerNorm with its moments', () => {
  it('gives the mean and 1 / deviation of each row', async () => {
    const x = random([5, 3, 40], 1, 90, 110)
    const epsilon = Math.fround(1e-5)
    const rows = (f: (row: Float64Array) => number) =>
      generate([5, 3, 1], ([i = 0, j = 0]) => f(x.data.slice((i * 3 + j) * 40, (i * 3 + j + 1) * 40)))
    const mean = (row: Float64Array) => row.reduce((sum, v) => sum + v, 0) / row.length
    const factor = (row: Float64Array) => 1 / Math.sqrt(mean(row.map((v) => (v - mean(row)) ** 2)) + epsilon)
    for (const target of TARGETS) {
      const outputs = [x.dims, [5, 3, 1], [5, 3, 1]]
      const found = await runOp(target, {
        kind: 'LayerNorm',
        params: { axes: 1, epsilon, centred: true },
        inputs: [x],
        outputs,
      })
      expectClose(found[1] ?? new Float32Array(), rows(mean), TOLERANCE, target.isa)
      expectClose(found[2] ?? new Float32Array(), rows(factor), TOLERANCE, target.isa)
    }
  })
})

describe('InstanceNorm', () => {
  it.each([[[2, 7, 5, 6]], [[1, 3, 400]], [[2, 4, 3, 2, 5]], [[3, 5]]])('of %j', async (dims) => {
    const x = random(dims, 1, 90, 110)
    const [, channels = 1] = dims
    const [scale, bias] = [random([channels], 2), random([channels], 3)]
    const epsilon = Math.fround(1e-3)
    const length = elements(dims.slice(2))
    const expected = generate(dims, (at) => {
      const [image = 0, channel = 0] = at
      const start = (image * channels + channel) * length
      const row = x.data.slice(start, start + length)
      const mean = row.reduce((sum, v) => sum + v, 0) / length
      const variance = row.reduce((sum, v) => sum + (v - mean) ** 2, 0) / length
      const normal = (element(x, at) - mean) / Math.sqrt(variance + epsilon)
      return normal * element(scale, [channel]) + element(bias, [channel])
    })
    for (const target of TARGETS) {
      const request = { kind: 'InstanceNorm', params: { epsilon }, inputs: [x, scale, bias], outputs: [dims] }
      expectClose(await runOne(target, request), expected, TOLERANCE, target.isa)
    }
  })
})
