// SPDX-License-Identifier: Apache-2.0
import type { LayerSettings } from './layer'

/** Bits of key 31 of a .param file’s layer that switch off what decides about algorithms. 20221128:net.cpp, get_masked_option. */
export const BITS = { sgemm: 32, winograd: 64, threads: 128 } as const

/** Bit 4 is about Vulkan, which the CPU does not look at. */
export const PLANNED_BITS = BITS.sgemm | BITS.winograd | BITS.threads | 16

/** The options as a layer of this mask sees them, when it is loaded and when it runs. */
export function masked(settings: LayerSettings, mask: number): LayerSettings {
  if (mask === 0) return settings
  return {
    ...settings,
    sgemm: settings.sgemm && (mask & BITS.sgemm) === 0,
    winograd: settings.winograd && (mask & BITS.winograd) === 0,
    threads: (mask & BITS.threads) === 0 ? settings.threads : 1,
  }
}
