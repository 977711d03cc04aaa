import type { InstructionSet } from '#contract/configuration'

/** Packing constants of one instruction set's float32 matrix kernel. */
export interface MatrixCore {
  /** Channels per block of an NC4HW4 tensor. */
  readonly pack: number
  /** Rows (output positions) that one kernel call works on: ePack. */
  readonly ePack: number
  /** Depth granularity: lPack. */
  readonly lPack: number
  /** Output channels that one kernel call works on: hPack. */
  readonly hPack: number
}

const ARM64: MatrixCore = { pack: 4, ePack: 12, lPack: 1, hPack: 8 }

const X86_1_0_1: MatrixCore = { pack: 4, ePack: 16, lPack: 1, hPack: 6 }

/**
 * 1.0.1 has one set of x86 constants; MNN_AVX512 has no effect on float32 convolutions.
 * 1.0.1: cpu/x86_x64/FunctionDispatcher.cpp, cpu/arm/CommonOptFunctionNeon.cpp.
 */
export const CORES_1_0_1: Readonly<Record<InstructionSet, MatrixCore>> = {
  sse: X86_1_0_1,
  avx2: X86_1_0_1,
  avx512: X86_1_0_1,
  arm64: ARM64,
}

/** 2.8.1: cpu/x86_x64/AVX2Functions.cpp, FunctionDispatcher.cpp, cpu/arm/CommonOptFunctionNeon.cpp. */
export const CORES_2_8_1: Readonly<Record<InstructionSet, MatrixCore>> = {
  sse: { pack: 4, ePack: 12, lPack: 1, hPack: 4 },
  avx2: { pack: 8, ePack: 24, lPack: 1, hPack: 4 },
  avx512: { pack: 16, ePack: 48, lPack: 1, hPack: 8 },
  arm64: ARM64,
}
