// SPDX-License-Identifier: Apache-2.0
import type { Circumstance, InstructionSet } from '#contract/configuration'
import { declareSetting, type SettingOf } from '#core/planning/settings'

const X86: readonly InstructionSet[] = ['sse', 'avx2', 'avx512']
const ARM: readonly InstructionSet[] = ['arm64', 'arm64-fp16']
const ARM_HALF: readonly InstructionSet[] = ['arm64-fp16']
/** x86 processors with F16C keep weights of fully connected layers so. */
const STORE_HALF: readonly InstructionSet[] = ['avx2', 'avx512', 'arm64-fp16']

function option(id: string, initial: boolean, more: Partial<SettingOf<boolean>> = {}): SettingOf<boolean> {
  return declareSetting<boolean>({ id, values: [true, false], default: initial, ...more })
}

/** Option::lightmode. */
export const LIGHT_MODE = option('lightMode', true, { leastMemory: true, prominent: true, redefined: true })
/** Option::use_winograd_convolution. */
export const WINOGRAD = option('winograd', true)
/** Option::use_winograd63_convolution, 43 and 23: since 20220701. */
export const WINOGRAD_63 = option('winograd63', true, { tried: [false] })
export const WINOGRAD_43 = option('winograd43', true, { tried: [false] })
export const WINOGRAD_23 = option('winograd23', true, { tried: [] })
/** Option::use_sgemm_convolution. */
export const SGEMM = option('sgemm', true, { tried: [false] })
/** Up to 20211208 x86 does not ask it. */
export const ARM_SGEMM: SettingOf<boolean> = { ...SGEMM, offered: [{ isas: ARM }] }
/** Option::use_packing_layout. */
export const PACKING = option('packing', true, { tried: [false] })
/** Option::use_fp16_storage and use_fp16_arithmetic: they matter on processors with half precision. */
export const FP16_STORAGE = option('fp16Storage', true, { offered: [{ isas: STORE_HALF }], tried: [] })
export const FP16_ARITHMETIC = option('fp16Arithmetic', true, {
  offered: [{ isas: ARM_HALF, notUnder: { [FP16_STORAGE.id]: false } }],
  tried: [],
})
/** Up to 20220420 x86 has no half precision. */
export const ARM_FP16_STORAGE: SettingOf<boolean> = { ...FP16_STORAGE, offered: [{ isas: ARM_HALF }] }
/** Option::use_bf16_storage: where fp16 storage does not go before it. On ARM, and on x86 since 20260526. */
const ARM_BF16: readonly Circumstance[] = [{ isas: ['arm64'] }, { isas: ARM_HALF, under: { [FP16_STORAGE.id]: false } }]
export const ARM_BF16_STORAGE = option('bf16Storage', false, { offered: ARM_BF16, tried: [true] })
export const BF16_STORAGE: SettingOf<boolean> = { ...ARM_BF16_STORAGE, offered: [{ isas: X86 }, ...ARM_BF16] }
/** Option::use_local_pool_allocator. */
export const LOCAL_POOLS = option('localPools', true, { tried: [false] })
/** Key 30 of the .param file, which ncnnoptimize writes when it is told the shapes of inputs. */
export const SHAPE_HINTS = option('shapeHints', false, { tried: [true] })

/** KiB of level-2 cache that one core has; their words name well-known cores. */
export const L2_KIB: SettingOf<number> = declareSetting<number>({
  id: 'l2Kib',
  values: [64, 128, 256, 512, 1024, 1280, 2048, 3072],
  default: 1024,
  tried: [],
})

/** Physical cores; 0: as many as there are threads, which is what ncnn itself takes where it is not told. */
export const CORES: SettingOf<number> = declareSetting<number>({
  id: 'cores',
  values: [0, 1, 2, 4, 6, 8, 10, 12, 16, 24, 32],
  default: 0,
  tried: [],
})
