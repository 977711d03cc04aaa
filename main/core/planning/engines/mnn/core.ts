// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'

/** Packing constants of one instruction set's matrix kernel. */
export interface MatrixCore {
  /** Channels per block of an NC4HW4 tensor. */
  readonly pack: number
  /** Rows (output positions) that one kernel call works on: ePack. */
  readonly ePack: number
  /** Depth granularity: lPack. */
  readonly lPack: number
  /** Output channels that one kernel call works on: hPack. */
  readonly hPack: number
  /** Of a number as the kernels compute with it: 4, or 2 in half precision. */
  readonly elementBytes: 2 | 4
  /** Of an address: 8, or 4 on 32-bit processors. */
  readonly pointerBytes: 4 | 8
  /** Strassen's recursion must save this many times what it moves. */
  readonly strassenPenalty: number
  /** Edges of transformed Winograd tiles that are used, in increasing order. */
  readonly tileEdges: readonly number[]
}

export type Cores = Readonly<Partial<Record<InstructionSet, MatrixCore>>>

/** Edges for which MNN has transforms. compute/WinogradOptFunction.cpp. */
const TILE_EDGES = [4, 6, 8] as const

function float32(pack: number, ePack: number, hPack: number): MatrixCore {
  return {
    pack,
    ePack,
    lPack: 1,
    hPack,
    elementBytes: 4,
    pointerBytes: 8,
    strassenPenalty: 1.5,
    tileEdges: TILE_EDGES,
  }
}

const ARM64 = float32(4, 12, 8)
const ARM32: MatrixCore = { ...float32(4, 12, 4), pointerBytes: 4 }

const X86_1_0_1 = float32(4, 16, 6)

/**
 * 1.0.1 has one set of x86 constants; MNN_AVX512 has no effect on float32 convolutions.
 * 1.0.1: cpu/x86_x64/FunctionDispatcher.cpp, cpu/arm/CommonOptFunctionNeon.cpp.
 */
export const CORES_1_0_1: Cores = {
  sse: X86_1_0_1,
  avx2: X86_1_0_1,
  avx512: X86_1_0_1,
  arm64: ARM64,
  arm32: ARM32,
}

/**
 * 2.8.1 and 3.6.1: cpu/x86_x64/AVX2Functions.cpp, FunctionDispatcher.cpp,
 * cpu/arm/CommonOptFunctionNeon.cpp. Processors with half precision compute in float32 unless asked.
 */
export const CORES: Cores = {
  sse: float32(4, 12, 4),
  avx2: float32(8, 24, 4),
  avx512: float32(16, 48, 8),
  arm64: ARM64,
  'arm64-fp16': ARM64,
  arm32: ARM32,
}

/** Precision low. 2.8.1: source/backend/arm82/Arm82OptFunc.cpp, Arm82Functions.cpp. */
const ARM64_HALF: MatrixCore = { ...float32(8, 12, 16), elementBytes: 2, strassenPenalty: 2 }

export const HALF_CORES_2_8_1: Cores = { 'arm64-fp16': ARM64_HALF }

/** 3.6.1 keeps tiles of edge 8 from half precision. 3.6.1: compute/ConvolutionPackWinograd.cpp. */
export const HALF_CORES_3_6_1: Cores = { 'arm64-fp16': { ...ARM64_HALF, tileEdges: [4, 6] } }
