// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimatedNs, type Surroundings } from '#core/planning/engines/convscope/policy/cost'
import {
  assessKernels,
  isOption,
  type KernelOption,
  type LayerKernels,
  options,
  type RefusedKernel,
} from '#core/planning/engines/convscope/policy/kernel-options'
import { packedWeightBudget, selectKernels } from '#core/planning/engines/convscope/policy/select-kernels'
import { DEFAULT_MACHINE } from '#core/planning/time/default-machine'
import { spoken } from '#messages/say'
import { strictCatalog } from './lowering/strict-catalog'

const CHOICE = { algorithm: 'tiled', unit: null, inner: null } as const

function option(packedWeightBytes: number, workspaceBytes: number, ns: number): KernelOption {
  const estimated = { operations: 0, measured: false, streams: false }
  return { choice: CHOICE, packedWeightBytes, workspaceBytes, workspace: [], ns, ...estimated }
}

const anyOption = fc
  .tuple(fc.integer({ min: 1, max: 400 }), fc.nat(100), fc.integer({ min: 1, max: 50 }))
  .map(([packed, workspace, ns]) => option(packed, workspace, ns))
const refused = fc.constant<RefusedKernel>({ choice: CHOICE, reason: spoken('no') })
const layer = fc
  .tuple(fc.integer({ min: 1, max: 200 }), anyOption, fc.array(fc.oneof(anyOption, refused), { maxLength: 3 }))
  .map(([weightBytes, first, rest]): LayerKernels => ({ weightBytes, kernels: [first, ...rest] }))
const layers = fc.array(layer, { maxLength: 5 })

function residentBytes(chosen: readonly (KernelOption | null)[]): number {
  const packed = chosen.reduce((sum, each) => sum + (each?.packedWeightBytes ?? 0), 0)
  return packed + Math.max(0, ...chosen.map((each) => each?.workspaceBytes ?? 0))
}

/** Every combination of one option a layer. */
function combinations(all: readonly LayerKernels[]): readonly (readonly KernelOption[])[] {
  return all.reduce<readonly (readonly KernelOption[])[]>(
    (sofar, each) => sofar.flatMap((chosen) => options(each).map((next) => [...chosen, next])),
    [[]],
  )
}

describe('low', () => {
  it('takes the least packed weights plus largest workspace of all combinations', () => {
    fc.assert(
      fc.property(layers, (all) => {
        const least = Math.min(...combinations(all).map(residentBytes))
        expect(residentBytes(selectKernels(all, 'low').chosen)).toBe(least)
      }),
      { numRuns: 500 },
    )
  })

  it('accepts more packed weights where that lowers the workspace for all', () => {
    const frugal = option(110, 10, 9)
    const all = [{ weightBytes: 100, kernels: [option(100, 90, 1), frugal] }]
    expect(selectKernels(all, 'low')).toEqual({ chosen: [frugal], workspaceLimit: 10, weightBudget: null })
  })

  it('lets a layer use workspace that another needs anyway', () => {
    const roomy = option(100, 90, 1)
    const all = [
      { weightBytes: 100, kernels: [roomy, option(110, 10, 9)] },
      { weightBytes: 100, kernels: [option(100, 90, 1)] },
    ]
    expect(selectKernels(all, 'low').chosen[0]).toBe(roomy)
  })

  it('takes the faster of two that pack the same where the workspace is there anyway', () => {
    const [quick, slow] = [option(100, 80, 1), option(100, 10, 9)]
    const neediest = { weightBytes: 100, kernels: [option(100, 90, 1)] }
    expect(selectKernels([{ weightBytes: 100, kernels: [slow, quick] }, neediest], 'low').chosen[0]).toBe(quick)
    expect(selectKernels([{ weightBytes: 100, kernels: [slow, quick] }], 'low').chosen[0]).toBe(slow)
  })
})

describe('normal', () => {
  it('takes the fastest while all packed weights together stay within 1.5 times those of the file', () => {
    const [slow, fast] = [option(100, 0, 9), option(190, 0, 1)]
    const one = [{ weightBytes: 100, kernels: [slow, fast] }]
    expect(selectKernels(one, 'normal').chosen).toEqual([slow])
    // Beside a layer that packs no more than the file has, there is room.
    const two = [...one, { weightBytes: 100, kernels: [option(100, 0, 1)] }]
    expect(selectKernels(two, 'normal').chosen[0]).toBe(fast)
    expect(selectKernels(one, 'high').chosen).toEqual([fast])
  })

  it('gives the bytes there are to the layer that gains most by them', () => {
    const gains = (fastNs: number) => ({ weightBytes: 100, kernels: [option(100, 0, 100), option(200, 0, fastNs)] })
    const { chosen } = selectKernels([gains(90), gains(10)], 'normal')
    expect(chosen.map((each) => each?.ns)).toEqual([100, 10])
  })

  it('takes what packs least where padding alone exceeds the budget', () => {
    const [least, more] = [option(300, 0, 9), option(400, 0, 1)]
    const all = [{ weightBytes: 100, kernels: [more, least] }]
    expect(selectKernels(all, 'normal').chosen).toEqual([least])
  })

  it('never exceeds its budget, and no layer alone can be made faster within it', () => {
    fc.assert(
      fc.property(layers, (all) => {
        const { chosen } = selectKernels(all, 'normal')
        const packed = chosen.reduce((sum, each) => sum + (each?.packedWeightBytes ?? 0), 0)
        const budget = packedWeightBudget(all)
        expect(packed).toBeLessThanOrEqual(budget)
        for (const [index, own] of chosen.entries()) {
          if (own === null) continue
          const room = budget - packed + own.packedWeightBytes
          const within = options(all[index] as LayerKernels).filter((other) => other.packedWeightBytes <= room)
          expect(own.ns).toBeLessThanOrEqual(1.05 * Math.min(...within.map(({ ns }) => ns)))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('loses to the best of all combinations no more than the best layer gains', () => {
    fc.assert(
      fc.property(layers, (all) => {
        const budget = packedWeightBudget(all)
        const packed = (chosen: readonly (KernelOption | null)[]) =>
          chosen.reduce((sum, each) => sum + (each?.packedWeightBytes ?? 0), 0)
        const ns = (chosen: readonly (KernelOption | null)[]) => chosen.reduce((sum, each) => sum + (each?.ns ?? 0), 0)
        const best = Math.min(
          ...combinations(all)
            .filter((each) => packed(each) <= budget)
            .map(ns),
        )
        const spread = Math.max(
          0,
          ...all.map((each) => {
            const times = options(each).map((other) => other.ns)
            return Math.max(...times) - Math.min(...times)
          }),
        )
        expect(ns(selectKernels(all, 'normal').chosen)).toBeLessThanOrEqual(1.05 * best + spread)
      }),
    )
  })

  it('keeps weights, however small a kernel that reads them each time would be', () => {
    const streamed = { ...option(1, 0, 1), streams: true }
    const all = [{ weightBytes: 100, kernels: [option(100, 0, 9), streamed] }]
    expect(selectKernels(all, 'normal').chosen[0]?.streams).toBe(false)
    expect(selectKernels(all, 'high').chosen[0]?.streams).toBe(false)
    expect(selectKernels(all, 'low').chosen).toEqual([streamed])
  })
})

describe('high', () => {
  it('takes the fastest, of those within 5 % of it the smaller, of equals the first', () => {
    const [big, small, twin] = [option(200, 10, 1), option(100, 10, 1.05), option(100, 10, 1)]
    expect(selectKernels([{ weightBytes: 10, kernels: [big, small, twin] }], 'high').chosen[0]).toBe(small)
  })

  it('has nothing for a layer that no kernel takes', () => {
    const all = [{ weightBytes: 10, kernels: [{ choice: CHOICE, reason: spoken('no') }] }]
    expect(selectKernels(all, 'high').chosen).toEqual([null])
    expect(selectKernels(all, 'low').chosen).toEqual([null])
  })
})

describe('measured times', () => {
  const sizes = { batch: 1, inChannels: 8, inHeight: 8, inWidth: 8, outChannels: 8, outHeight: 8, outWidth: 8 }
  const kernel = {
    kernelHeight: 3,
    kernelWidth: 3,
    strideHeight: 1,
    strideWidth: 1,
    dilationHeight: 1,
    dilationWidth: 1,
  }
  const pads = { padTop: 1, padLeft: 1, padBottom: 1, padRight: 1, group: 1, depthwise: false }
  const problem = { ...sizes, ...kernel, ...pads }
  const circumstances = {
    isa: 'avx2',
    threads: 2,
    streamable: true,
    weights: 'float32',
    machine: DEFAULT_MACHINE,
    modelWeightBytes: 1e6,
  } as const
  const assess = (ns: (unit: number | null) => number | null) =>
    options(assessKernels(problem, strictCatalog, { ...circumstances, timings: { ns: (_, { unit }) => ns(unit) } }))

  it('replace estimates where all kernels of a layer have one', () => {
    const assessed = assess((unit) => 100 + (unit ?? 0))
    expect(assessed.map(({ measured }) => measured)).toEqual(assessed.map(() => true))
    expect(assessed.map(({ ns, choice }) => ns - (choice.unit ?? 0))).toEqual(assessed.map(() => 100))
  })

  it('do not count where one is missing: a measured time is not compared with an estimated one', () => {
    const assessed = assess((unit) => (unit === 4 ? null : 100))
    expect(assessed.some(({ measured }) => measured)).toBe(false)
    expect(assessed.every(({ ns }) => ns !== 100)).toBe(true)
  })

  it('are no reason to take a kernel that does not take the problem', () => {
    const all = assessKernels(problem, strictCatalog, { ...circumstances, timings: { ns: () => 1 } }).kernels
    expect(all.filter(isOption).length).toBeLessThan(all.length)
  })
})

describe('estimatedNs', () => {
  const machine: Surroundings['machine'] = {
    arithmetic: [{ isa: 'avx2', rate: 50 }],
    reading: [
      { level: 'L1', bytes: 100, one: 200, all: 400 },
      { level: 'L2', bytes: 1000, one: 100, all: 200 },
      { level: 'L3', bytes: 10_000, one: 20, all: 30 },
      { level: 'memory', bytes: 100_000, one: 5, all: 6 },
    ],
  }
  const idle = { operations: 0, bfloat16Operations: 0, packedWeightBytes: 0, weightTraffic: 0, otherTraffic: 0 }
  const around = { machine, isa: 'avx2', threads: 1, modelWeightBytes: 500 } as const
  const ns = (work: Partial<typeof idle>, more: Partial<Surroundings> = {}) =>
    estimatedNs({ ...idle, ...work }, { ...around, ...more })

  it('is arithmetic at the peak, and what is read at the level where it is', () => {
    expect(ns({ operations: 1000 })).toBe(20)
    expect(ns({ otherTraffic: 1000 })).toBe(10)
    expect(ns({ operations: 1000, otherTraffic: 1000 })).toBe(30)
  })

  it('reads weights once from where the model’s are, and again from where the layer’s are', () => {
    const thrice = { packedWeightBytes: 600, weightTraffic: 1800 }
    expect(ns(thrice)).toBe(18)
    expect(ns(thrice, { modelWeightBytes: 9000 })).toBe(600 / 20 + 1200 / 100)
    expect(ns(thrice, { modelWeightBytes: 1e9 })).toBe(600 / 5 + 1200 / 100)
    expect(ns({ packedWeightBytes: 6000, weightTraffic: 18_000 })).toBe(18_000 / 20)
    // Packed they may be more than the file has of all layers.
    expect(ns({ packedWeightBytes: 60_000, weightTraffic: 60_000 })).toBe(60_000 / 5)
  })

  it('halves with two threads, until they share the bandwidth', () => {
    expect(ns({ operations: 1000 }, { threads: 2 })).toBe(10)
    expect(ns({ otherTraffic: 1000 }, { threads: 32 })).toBe(5)
    const weights = { packedWeightBytes: 600, weightTraffic: 600 }
    expect(ns(weights, { threads: 2, modelWeightBytes: 1e9 })).toBe(100)
  })

  it('is that of the default machine where the measured one does not execute the instruction set', () => {
    const { isa, rate } = DEFAULT_MACHINE.arithmetic[0] as { isa: 'avx512'; rate: number }
    expect(ns({ operations: 1000 }, { isa })).toBe(1000 / rate)
  })
})
