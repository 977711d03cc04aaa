// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet } from '#contract/configuration'
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

/**
 * 3.6.1: cpu/x86_x64/avx/GemmInt8.cpp, avx512/GemmInt8Macro.h, compute/Int8FunctionsOpt.h. ARM64 with
 * half precision is taken to have the dot product, as all such processors do.
 */
const INT8_CORES: Readonly<Record<InstructionSet, Int8Core>> = {
  sse: { unit: 4, depthUnit: 16, rows: 4, hasNarrow: false },
  avx2: { unit: 8, depthUnit: 4, rows: 4, hasNarrow: false },
  avx512: { unit: 64, depthUnit: 4, rows: 4, hasNarrow: false },
  arm64: { unit: 4, depthUnit: 16, rows: 4, hasNarrow: false },
  'arm64-fp16': { unit: 8, depthUnit: 4, rows: 12, hasNarrow: true },
  arm32: { unit: 4, depthUnit: 16, rows: 2, hasNarrow: false },
}

export function int8CoreOf({ isa }: LayerSettings): Int8Core {
  return INT8_CORES[isa]
}
