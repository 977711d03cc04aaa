// SPDX-License-Identifier: Apache-2.0
import { table } from '#core/model/words'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { isDilated } from '../layer'
import { ARM_BF16_BLOCKS, ARM_FLOAT_BLOCKS, ARM_HALF_BLOCKS, type PairBlocks } from './sizes'

const NO_END = Number.POSITIVE_INFINITY

/** Channels that lie together in input and output: "4,1". */
type Pair = string

/** What Winograd a pair of packs has. */
export type PairWinograd =
  /** One tile by the number of channels: F(6, 3) from `from` to `to` on both sides, F(4, 3) from `from`; more than `above` on one. */
  | { readonly kind: 'byChannels'; readonly from: number; readonly to: number; readonly above: number }
  /** F(6, 3) and F(4, 3) are both kept; `least` on both sides. `asks`: the option is heeded; `direct`: as are weights of the direct kernel. */
  | { readonly kind: 'both'; readonly least: number; readonly asks: boolean; readonly direct?: true }
  /** F(6, 3) alone. */
  | { readonly kind: 'six'; readonly least: number; readonly asks: boolean }

/** A window that has a kernel written for it. */
export interface OwnWindow {
  /** GEMM is taken instead from these input and output channels on. */
  readonly gemmFrom?: readonly [number, number]
  /** Weights of both are kept then, and this says of the image's positions which of them runs. */
  readonly runsGemm?: PositionSteps
  /** Floats for each position of the output that each thread takes. */
  readonly floats?: number
}

/** Which number of the padded image's positions GEMM runs for, by channels on both sides. */
export interface PositionSteps {
  /** From so many positions on, largest first: the channels that GEMM runs from. Each ends where the one before begins. */
  readonly from: readonly (readonly [positions: number, channels: number])[]
  /** It does not run for more positions. */
  readonly most?: number
}

/** Whether GEMM runs. Fewer positions than any step's are for the direct kernel. */
export function runsGemmAt({ from, most = NO_END }: PositionSteps, positions: number, channels: number): boolean {
  const [, least = NO_END] = from.find(([begin]) => positions >= begin) ?? []
  return positions <= most && channels >= least
}

/** When GEMM is preferred where nothing else took the layer. */
export type GemmPreference = 'always' | 'fewOutputs' | 'oneSide' | 'bothSides' | 'bothSidesHalf'

/** Blocks of inputs, outputs and positions of an unpacked product that has no other window: 1×1 with stride 1. */
export interface BlockedProduct {
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly positions: readonly number[]
}

interface PairRule {
  /** 1×1 layers with stride 1 or 2 are products; 'fixed': positions lie in the largest block however few there are. */
  readonly pointwise: boolean | 'fixed' | BlockedProduct
  readonly winograd?: PairWinograd
  /** By "edge,stride", without dilation. */
  readonly windows?: Readonly<Record<string, OwnWindow>>
  readonly gemm?: GemmPreference
}

/** What one element type computes with, in one run of releases. */
export interface PairKernels {
  readonly blocks: Readonly<Partial<Record<Pair, PairBlocks>>>
  /** Of an element of Winograd's weights and transformed images. */
  readonly transformedBytes: 2 | 4
  readonly rules: Readonly<Partial<Record<Pair, PairRule>>>
  /** Weights of the direct kernel are packed first, whatever is taken, and replaced if that is not it. */
  readonly directFirst?: true
  /** See ImageWinograd. */
  readonly cutCopies?: true
}

const DIRECT: PairRule = { pointwise: false }
const NARROW: OwnWindow = { floats: 4 }
const WIDE: OwnWindow = { floats: 8 }

const FEW_INPUTS = table<OwnWindow>({ '3,1': {}, '3,2': {}, '7,2': {} })
const FEW_INPUTS_BF16 = table<OwnWindow>({ '3,1': WIDE, '3,2': WIDE, '7,2': NARROW })
const BF16_WINDOWS = table<OwnWindow>({ '3,2': NARROW, '5,1': NARROW, '5,2': NARROW })
const FEW_INPUTS_HALF = table<OwnWindow>({ '3,1': {}, '3,2': {} })

const BY_CHANNELS: PairWinograd = { kind: 'byChannels', from: 8, to: 128, above: 0 }
const SIX_ASKED: PairWinograd = { kind: 'six', least: 0, asks: true }

/** 20220729:arm/convolution_arm.cpp, create_pipeline; 20220701 to 20230223. */
export const FLOAT_2022_07: PairKernels = {
  blocks: ARM_FLOAT_BLOCKS,
  transformedBytes: 4,
  rules: table<PairRule>({
    '4,4': {
      pointwise: true,
      winograd: BY_CHANNELS,
      windows: { '3,2': { gemmFrom: [4, 32] }, '5,1': {}, '5,2': { gemmFrom: [8, 44] } },
      gemm: 'fewOutputs',
    },
    '1,4': { pointwise: true, windows: FEW_INPUTS, gemm: 'fewOutputs' },
    '4,1': { pointwise: true, winograd: SIX_ASKED, gemm: 'fewOutputs' },
  }),
}

/** 20220729:arm/convolution_arm.cpp, create_pipeline_bf16s; 20220701 to 20230223. */
export const BF16_2022_07: PairKernels = {
  blocks: ARM_BF16_BLOCKS,
  transformedBytes: 4,
  rules: table<PairRule>({
    '4,4': { pointwise: true, winograd: BY_CHANNELS, windows: BF16_WINDOWS, gemm: 'always' },
    '1,4': { pointwise: true, windows: FEW_INPUTS_BF16, gemm: 'always' },
    '4,1': { pointwise: true, winograd: SIX_ASKED, gemm: 'always' },
    '1,1': { pointwise: true, gemm: 'always' },
  }),
}

/** 20220729:arm/convolution_arm_asimdhp.cpp, create_pipeline_fp16s; 20220701 to 20230223. */
export const HALF_2022_07: PairKernels = {
  blocks: ARM_HALF_BLOCKS,
  transformedBytes: 2,
  rules: table<PairRule>({
    '8,8': {
      pointwise: true,
      winograd: { kind: 'byChannels', from: 16, to: 128, above: 8 },
      windows: { '3,1': {}, '3,2': { gemmFrom: [64, 128] }, '5,1': {}, '5,2': { gemmFrom: [16, 80] } },
      gemm: 'always',
    },
    '4,8': { pointwise: true, gemm: 'always' },
    '8,4': { pointwise: true, winograd: SIX_ASKED, gemm: 'always' },
    '8,1': { pointwise: true, winograd: SIX_ASKED, gemm: 'always' },
    '4,4': {
      pointwise: true,
      winograd: { kind: 'byChannels', from: 8, to: 64, above: 4 },
      windows: { '3,1': {} },
      gemm: 'always',
    },
    '1,4': { pointwise: true, windows: FEW_INPUTS_HALF, gemm: 'always' },
    '1,1': { pointwise: true, gemm: 'always' },
  }),
}

/** 20211208:arm/convolution_arm.cpp, forward. */
const FLOAT_BOTH = table<OwnWindow>({
  '3,2': {
    gemmFrom: [24, 24],
    runsGemm: {
      from: [
        [44 * 44, 48],
        [28 * 28, 56],
        [19 * 19, 64],
        [17 * 17, 96],
        [5 * 5, 24],
      ],
    },
  },
  '5,1': {
    gemmFrom: [48, 48],
    runsGemm: {
      from: [
        [16 * 16, 200],
        [15 * 15, 128],
        [13 * 13, 160],
        [12 * 12, 184],
        [11 * 11, 88],
        [10 * 10, 128],
        [9 * 9, 120],
        [8 * 8, 192],
        [6 * 6, 48],
      ],
      most: 17 * 17,
    },
  },
  '5,2': {
    gemmFrom: [72, 72],
    runsGemm: {
      from: [
        [28 * 28, 144],
        [12 * 12, 128],
        [7 * 7, 72],
      ],
    },
  },
})

const HALF_BOTH = table<OwnWindow>({
  '3,1': {},
  '3,2': {
    gemmFrom: [48, 48],
    runsGemm: {
      from: [
        [44 * 44, 192],
        [28 * 28, 144],
        [19 * 19, 160],
        [17 * 17, 192],
        [15 * 15, 112],
        [13 * 13, 48],
        [11 * 11, 56],
        [9 * 9, 80],
        [5 * 5, 64],
      ],
    },
  },
  '5,1': {
    gemmFrom: [56, 56],
    runsGemm: {
      from: [
        [12 * 12, 256],
        [10 * 10, 152],
        [8 * 8, 232],
        [6 * 6, 56],
      ],
      most: 15 * 15,
    },
  },
  '5,2': {
    gemmFrom: [64, 64],
    runsGemm: {
      from: [
        [48 * 48, 160],
        [11 * 11, 96],
        [7 * 7, 64],
      ],
    },
  },
})

/** 20220420:arm/convolution_arm.cpp, create_pipeline; 20220216 and 20220420. */
export const FLOAT_2022_02: PairKernels = {
  blocks: ARM_FLOAT_BLOCKS,
  transformedBytes: 4,
  rules: table<PairRule>({
    '4,4': {
      pointwise: true,
      winograd: { kind: 'both', least: 0, asks: true },
      windows: FLOAT_BOTH,
      gemm: 'oneSide',
    },
    '1,4': { pointwise: true, windows: FEW_INPUTS, gemm: 'oneSide' },
    '4,1': { pointwise: true, winograd: SIX_ASKED, gemm: 'oneSide' },
  }),
}

/** 20220420:arm/convolution_arm.cpp, create_pipeline_bf16s; 20220216 and 20220420. */
export const BF16_2022_02: PairKernels = {
  ...BF16_2022_07,
  rules: table<PairRule>({
    ...BF16_2022_07.rules,
    '4,4': {
      pointwise: true,
      winograd: { kind: 'both', least: 0, asks: true },
      windows: BF16_WINDOWS,
      gemm: 'always',
    },
  }),
}

/** 20220420:arm/convolution_arm.cpp, create_pipeline_fp16s; 20220216 and 20220420. */
export const HALF_2022_02: PairKernels = {
  ...HALF_2022_07,
  rules: table<PairRule>({
    ...HALF_2022_07.rules,
    '8,8': {
      pointwise: true,
      winograd: { kind: 'both', least: 16, asks: true, direct: true },
      windows: HALF_BOTH,
      gemm: 'always',
    },
    '4,4': {
      pointwise: true,
      winograd: { kind: 'six', least: 12, asks: true },
      windows: { '3,1': {} },
      gemm: 'always',
    },
  }),
}

const SIX: PairWinograd = { kind: 'six', least: 0, asks: false }

/** 20211208:arm/convolution_arm.cpp, create_pipeline; 20210720 to 20211208. */
export const FLOAT_2021: PairKernels = {
  blocks: ARM_FLOAT_BLOCKS,
  transformedBytes: 4,
  rules: table<PairRule>({
    '4,4': {
      pointwise: true,
      winograd: { kind: 'both', least: 0, asks: false },
      windows: FLOAT_BOTH,
      gemm: 'bothSides',
    },
    '1,4': DIRECT,
    '4,1': { pointwise: 'fixed', winograd: SIX },
  }),
}

/** 20211208:arm/convolution_arm.cpp, create_pipeline_bf16s; 20210720 to 20211208. */
export const BF16_2021: PairKernels = {
  blocks: ARM_BF16_BLOCKS,
  transformedBytes: 4,
  rules: table<PairRule>({
    '4,4': {
      pointwise: true,
      winograd: { kind: 'both', least: 0, asks: false },
      windows: BF16_WINDOWS,
    },
    '1,4': { pointwise: false, windows: FEW_INPUTS_BF16 },
    '4,1': { pointwise: true, winograd: SIX },
    '1,1': { pointwise: { inputs: [4, 1], outputs: [8, 4, 1], positions: [8, 4, 1] } },
  }),
}

/** 20211208:arm/convolution_arm.cpp, create_pipeline_fp16s; 20210720 to 20211208. */
export const HALF_2021: PairKernels = {
  blocks: ARM_HALF_BLOCKS,
  transformedBytes: 2,
  directFirst: true,
  rules: table<PairRule>({
    '8,8': {
      pointwise: true,
      winograd: { kind: 'both', least: 16, asks: false },
      windows: HALF_BOTH,
      gemm: 'bothSidesHalf',
    },
    '4,8': { pointwise: true },
    '8,4': { pointwise: true, winograd: SIX },
    '8,1': { pointwise: true, winograd: SIX },
    '4,4': { pointwise: true, winograd: { kind: 'six', least: 12, asks: false }, windows: { '3,1': {} } },
    '1,1': { pointwise: { inputs: [8, 1], outputs: [8, 1], positions: [8, 1] } },
  }),
}

/** Of a pair that the table does not name. */
export function ruleOf({ rules }: PairKernels, pair: Pair): PairRule {
  return rules[pair] ?? DIRECT
}

/** 20220729:arm/convolution_arm.cpp, prefer_sgemm: not where outputs are one or two packs and kernel and inputs are large. */
export function fewOutputsPreferGemm(p: ConvProblem, inPack: number, outPack: number): boolean {
  const { outChannels: oc, kernelWidth: k, dilationWidth: d } = p
  const inputs = p.inChannels / inPack
  if (oc === outPack && d === 1) return !((k === 3 && inputs >= 64) || (k === 4 && inputs >= 3) || k >= 5)
  if (oc === outPack && d === 2) {
    const least: Readonly<Record<number, number>> = { 3: 64, 4: 32, 5: 16, 6: 8 }
    return !(k >= 7 || inputs >= (least[k] ?? NO_END))
  }
  if (oc === 2 * outPack && d === 1) {
    const least: Readonly<Record<number, number>> = { 5: 64, 6: 32, 7: 16, 8: 16, 9: 16 }
    return !(k >= 10 ? inputs >= 8 : inputs >= (least[k] ?? NO_END))
  }
  if (oc === 2 * outPack && d === 2) {
    return !(((k === 7 || k === 8) && inputs >= 32) || (k === 9 && inputs >= 16 && inputs <= 32))
  }
  return true
}

/** Channels that GEMM is preferred from. 20211208:arm/convolution_arm.cpp, prefer_sgemm. */
export function leastForGemm(p: ConvProblem, preference: GemmPreference): number {
  const plain = p.strideHeight === 1 && p.strideWidth === 1 && !isDilated(p)
  if (preference === 'bothSidesHalf') return plain ? 64 : 32
  return plain ? 12 : 16
}
