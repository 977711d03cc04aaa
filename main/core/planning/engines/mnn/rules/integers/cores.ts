// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { ceilDiv } from '../../arithmetic'
import type { IntegerKernel } from '../../settings'
import type { LayerSettings } from '../selection'

/** How a kernel for products of 8-bit integers divides its operands. */
export interface IntegerCore {
  /** Output channels, depth and rows (output positions) that one call works on. */
  readonly unit: number
  readonly depthUnit: number
  readonly rows: number
}

/** The kernels of a release; of ARM64 by what the processor has for integers. */
export interface IntegerCores {
  readonly plain: Readonly<Record<Exclude<InstructionSet, 'arm64' | 'arm64-fp16'>, IntegerCore>>
  readonly arm64: Readonly<Record<IntegerKernel, IntegerCore>>
}

const FOURS: IntegerCore = { unit: 4, depthUnit: 16, rows: 4 }
const TWO_ROWS: IntegerCore = { ...FOURS, rows: 2 }
/** compute/Int8FunctionsOpt.h (DST_XUNIT_ARMV82), CPUConvArm82Int8.cpp. */
const FOURS_OF_SDOT: IntegerCore = { unit: 4, depthUnit: 4, rows: 16 }
const WITH_SDOT = { none: FOURS, sdot: FOURS_OF_SDOT, i8mm: FOURS_OF_SDOT }

/** 1.0.1: compute/Int8FunctionsOpt.h. x86 has no kernel of its own. */
export const CORES_1_0_1: IntegerCores = {
  plain: { sse: TWO_ROWS, avx2: TWO_ROWS, avx512: TWO_ROWS, arm32: TWO_ROWS },
  arm64: WITH_SDOT,
}
/** 1.1.0: compute/Int8FunctionsOpt.h. */
export const CORES_1_1_0: IntegerCores = {
  plain: { sse: FOURS, avx2: FOURS, avx512: FOURS, arm32: TWO_ROWS },
  arm64: WITH_SDOT,
}
/** 1.2.0|2.5.1: compute/Int8FunctionsOpt.cpp (MNNGetGemmUnit); 1.2.3|2.5.1: x86_x64/avx/GemmInt8.cpp, avx512/GemmInt8.cpp. */
export const CORES_1_2_0: IntegerCores = {
  plain: {
    sse: FOURS,
    avx2: { unit: 8, depthUnit: 16, rows: 2 },
    avx512: { unit: 16, depthUnit: 16, rows: 2 },
    arm32: TWO_ROWS,
  },
  arm64: { none: FOURS, sdot: FOURS, i8mm: FOURS },
}
/** 2.5.3|2.9.2: compute/Int8FunctionsOpt.cpp, x86_x64/avx/GemmInt8.cpp, avx512/GemmInt8Macro.h. */
export const CORES_2_5_3: IntegerCores = {
  plain: {
    sse: FOURS,
    avx2: { unit: 8, depthUnit: 4, rows: 4 },
    avx512: { unit: 64, depthUnit: 4, rows: 4 },
    arm32: TWO_ROWS,
  },
  arm64: {
    none: FOURS,
    sdot: { unit: 4, depthUnit: 4, rows: 12 },
    i8mm: { unit: 4, depthUnit: 8, rows: 20 },
  },
}
/** 2.9.3: compute/Int8FunctionsOpt.cpp, MNNGetGemmUnitI8mm. */
export const CORES_2_9_3: IntegerCores = {
  ...CORES_2_5_3,
  arm64: { ...CORES_2_5_3.arm64, i8mm: { unit: 8, depthUnit: 8, rows: 10 } },
}
/** 2.9.5|3.6.1: compute/Int8FunctionsOpt.cpp, MNNGetGemmUnitSdot. Without SME. */
export const CORES_2_9_5: IntegerCores = {
  ...CORES_2_9_3,
  arm64: { ...CORES_2_9_3.arm64, sdot: { unit: 8, depthUnit: 4, rows: 12 } },
}

export function integerCoreOf(cores: IntegerCores, { isa, integerKernel }: LayerSettings): IntegerCore {
  return isa === 'arm64' || isa === 'arm64-fp16' ? cores.arm64[integerKernel] : cores.plain[isa]
}

/**
 * Input elements that one row of a product goes through, in whole steps of the kernel. `gapless`: kernel taps follow each
 * other in blocks of channels, so that a step may hold several; else every tap begins a step.
 */
export function depthOf(p: ConvProblem, { depthUnit }: IntegerCore, blockChannels: number, gapless: boolean): number {
  const taps = p.kernelHeight * p.kernelWidth
  const steps =
    gapless && depthUnit > blockChannels
      ? ceilDiv(ceilDiv(p.inChannels, blockChannels) * taps, depthUnit / blockChannels)
      : ceilDiv(p.inChannels, depthUnit) * taps
  return steps * depthUnit
}
