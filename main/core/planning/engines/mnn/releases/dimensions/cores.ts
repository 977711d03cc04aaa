// SPDX-License-Identifier: Apache-2.0
import { ARM32, ARM64, type Cores, float32 } from '../../core'
import type { Dimension } from '../dimension'

const ARM: Cores = { arm64: ARM64, arm32: ARM32 }
/** Processors with half precision compute in float32 unless asked. */
const WITH_HALF: Cores = { ...ARM, 'arm64-fp16': ARM64 }
const OLD_X86 = float32(4, 16, 6)
const SSE = float32(4, 12, 4)

/**
 * Kernels in float32: cpu/x86_x64/FunctionDispatcher.cpp, cpu/arm/CommonOptFunctionNeon.cpp; from 1.1.5 on
 * cpu/x86_x64/AVX2Functions.cpp. AVX-512 needs the build option MNN_AVX512, which has no effect on float32 before 1.1.5.
 */
export const PACKING: Dimension<Cores> = [
  {
    since: '1.0.1',
    text: { id: 'rule.packing.1.0.1' },
    value: { sse: OLD_X86, avx2: OLD_X86, avx512: OLD_X86, ...ARM },
  },
  {
    since: '1.1.0',
    text: { id: 'rule.packing.1.1.0' },
    value: { sse: SSE, avx2: float32(4, 24, 4), avx512: float32(4, 24, 4), ...ARM },
  },
  {
    since: '1.1.5',
    text: { id: 'rule.packing.1.1.5' },
    value: { sse: SSE, avx2: float32(4, 24, 4), avx512: { ...float32(4, 24, 4), lPack: 4 }, ...WITH_HALF },
  },
  {
    since: '1.2.0',
    text: { id: 'rule.packing.1.2.0' },
    value: { sse: SSE, avx2: float32(8, 24, 4), avx512: float32(8, 48, 8), ...WITH_HALF },
  },
  {
    since: '1.2.3',
    text: { id: 'rule.packing.2.8.1' },
    value: { sse: SSE, avx2: float32(8, 24, 4), avx512: float32(16, 48, 8), ...WITH_HALF },
  },
]

const half = (tileEdges: readonly number[]): Cores => ({
  'arm64-fp16': { ...float32(8, 12, 16), elementBytes: 2, strassenPenalty: 2, tileEdges },
})

/**
 * Kernels in half precision, under precision low: source/backend/arm82/Arm82OptFunc.cpp, Arm82Functions.cpp. 1.0.1 to
 * 1.1.4 have a backend of their own for it, which is not modelled. Tiles of edge 8 have transforms from 1.2.6 on
 * (Arm82WinogradOptFunc.cpp), which 1.2.8 does not compile; from 2.9.3 on they are left out by a rule (2.9.3:
 * compute/ConvolutionPackWinograd.cpp).
 */
export const HALF_PRECISION: Dimension<Cores> = [
  { since: '1.0.1', text: { id: 'rule.halfPrecision.1.0.1' }, value: {} },
  { since: '1.1.5', text: { id: 'rule.halfPrecision.1.1.5' }, value: half([4, 6]) },
  { since: '1.2.6', text: { id: 'rule.halfPrecision.1.2.6' }, value: half([4, 6, 8]) },
  { since: '1.2.8', text: { id: 'rule.halfPrecision.1.2.8' }, value: half([4, 6]) },
]
