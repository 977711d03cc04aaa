import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimatedNs } from '#main/planning/profiles/convscope-cost'
import {
  type KernelOption,
  type LayerKernels,
  options,
  packedWeightLimit,
  type RefusedKernel,
  selectKernels,
} from '#main/planning/profiles/convscope-policy'

const CHOICE = { algorithm: 'tiled', unit: null, inner: null } as const

function option(packedWeightBytes: number, workspaceBytes: number, ns: number): KernelOption {
  return { choice: CHOICE, packedWeightBytes, workspaceBytes, workspace: [], operations: 0, ns }
}

const anyOption = fc
  .tuple(fc.integer({ min: 1, max: 400 }), fc.nat(100), fc.integer({ min: 1, max: 50 }))
  .map(([packed, workspace, ns]) => option(packed, workspace, ns))
const refused = fc.constant<RefusedKernel>({ choice: CHOICE, reason: 'no' })
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
    expect(selectKernels(all, 'low')).toEqual({ chosen: [frugal], workspaceLimit: 10 })
  })

  it('lets a layer use workspace that another needs anyway', () => {
    const roomy = option(100, 90, 1)
    const all = [
      { weightBytes: 100, kernels: [roomy, option(110, 10, 9)] },
      { weightBytes: 100, kernels: [option(100, 90, 1)] },
    ]
    expect(selectKernels(all, 'low').chosen[0]).toBe(roomy)
  })
})

describe('normal', () => {
  it('takes the fastest within 2.25 times the weights of the file', () => {
    const [slow, fit, fast] = [option(100, 0, 9), option(225, 0, 5), option(226, 0, 1)]
    const all = [{ weightBytes: 100, kernels: [slow, fit, fast] }]
    expect(selectKernels(all, 'normal').chosen).toEqual([fit])
    expect(selectKernels(all, 'high').chosen).toEqual([fast])
  })

  it('takes what packs least where padding alone exceeds the limit', () => {
    const [least, more] = [option(300, 0, 9), option(400, 0, 1)]
    const all = [{ weightBytes: 100, kernels: [more, least] }]
    expect(selectKernels(all, 'normal').chosen).toEqual([least])
  })

  it('never exceeds its limit, and nothing within it is faster', () => {
    fc.assert(
      fc.property(layers, (all) => {
        for (const [index, chosen] of selectKernels(all, 'normal').chosen.entries()) {
          const each = all[index] as LayerKernels
          expect(chosen?.packedWeightBytes).toBeLessThanOrEqual(packedWeightLimit(each))
          const within = options(each).filter((other) => other.packedWeightBytes <= packedWeightLimit(each))
          expect(chosen?.ns).toBeLessThanOrEqual(1.05 * Math.min(...within.map(({ ns }) => ns)))
        }
      }),
    )
  })
})

describe('high', () => {
  it('takes the fastest, of those within 5 % of it the smaller, of equals the first', () => {
    const [big, small, twin] = [option(200, 10, 1), option(100, 10, 1.05), option(100, 10, 1)]
    expect(selectKernels([{ weightBytes: 10, kernels: [big, small, twin] }], 'high').chosen[0]).toBe(small)
  })

  it('has nothing for a layer that no kernel takes', () => {
    const all = [{ weightBytes: 10, kernels: [{ choice: CHOICE, reason: 'no' }] }]
    expect(selectKernels(all, 'high').chosen).toEqual([null])
    expect(selectKernels(all, 'low').chosen).toEqual([null])
  })
})

describe('estimatedNs', () => {
  it('is bound by arithmetic or by traffic, whichever takes longer', () => {
    expect(estimatedNs(80e6, 0, 'avx2', 1)).toBeCloseTo(1e6)
    expect(estimatedNs(0, 16e6, 'avx2', 1)).toBeCloseTo(1e6)
    expect(estimatedNs(80e6, 32e6, 'avx2', 1)).toBeCloseTo(2e6)
  })

  it('halves with two threads, until they share the bandwidth', () => {
    expect(estimatedNs(80e6, 0, 'avx2', 2)).toBeCloseTo(0.5e6)
    expect(estimatedNs(0, 48e6, 'avx2', 32)).toBeCloseTo(1e6)
  })
})
