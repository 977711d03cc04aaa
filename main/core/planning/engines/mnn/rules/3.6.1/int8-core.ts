// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'
import type { IntegerKernel } from '../../settings'
import type { LayerSettings } from '../selection'

/** Packing constants of an instruction set's integer matrix kernel. */
export interface Int8Core {
  /** Output channels that a kernel call works on. */
  readonly unit: number
  /** Depth granularity. */
  readonly depthUnit: number
  /** Rows (output positions) that a kernel call works on. */
  readonly rows: number
  /** Kernels for weights of 2 and 3 bits. */
  readonly hasNarrow: boolean
}

/** 3.6.1: cpu/x86_x64/avx/GemmInt8.cpp, avx512/GemmInt8Macro.h, compute/Int8FunctionsOpt.h. */
const INT8_CORES = {
  sse: { unit: 4, depthUnit: 16, rows: 4, hasNarrow: false },
  avx2: { unit: 8, depthUnit: 4, rows: 4, hasNarrow: false },
  avx512: { unit: 64, depthUnit: 4, rows: 4, hasNarrow: false },
  arm32: { unit: 4, depthUnit: 16, rows: 2, hasNarrow: false },
} as const satisfies Partial<Record<InstructionSet, Int8Core>>

/**
 * ARM64, by what the processor has for integers, in float32 and half precision alike. 3.6.1: compute/Int8FunctionsOpt.h;
 * measured on a processor of each kind.
 */
const ARM64_INT8_CORES: Readonly<Record<IntegerKernel, Int8Core>> = {
  none: { unit: 4, depthUnit: 16, rows: 4, hasNarrow: false },
  sdot: { unit: 8, depthUnit: 4, rows: 12, hasNarrow: true },
  i8mm: { unit: 8, depthUnit: 8, rows: 10, hasNarrow: true },
}

export function int8CoreOf({ isa, integerKernel }: LayerSettings): Int8Core {
  return isa === 'arm64' || isa === 'arm64-fp16' ? ARM64_INT8_CORES[integerKernel] : INT8_CORES[isa]
}
