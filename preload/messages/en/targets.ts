// SPDX-License-Identifier: Apache-2.0
import type { MessageOf } from '../sentence'

/** Devices and builds by the names that people know them by. */
export const targets = {
  'target.x86': () => 'x86 desktop, default build',
  'target.x86LowMemory': () => 'x86 desktop, low-memory build',
  'target.x86Avx512': () => 'x86 server, built with AVX-512',
  'target.phone': () => 'Android phone, arm64',
  'target.phoneLowMemory': () => 'Android phone, arm64, low-memory build',
  'target.phoneHalf': () => 'Android phone, arm64, half precision',
  'target.phoneAdreno': () => 'Android phone, GPU: Adreno (Snapdragon)',
  'target.phoneMali': () => 'Android phone, GPU: Mali (Dimensity, Exynos, Kirin, Tensor)',
  'target.phone32': () => 'Android phone, 32 bits',
}

export type TargetName = MessageOf<typeof targets>
