// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/targets'
import type { Sentences } from '../sentence'

/** Devices and builds by the names that people know them by. */
export const targets: Sentences<typeof english.targets> = {
  'target.x86': () => 'x86 桌面，默认构建',
  'target.x86LowMemory': () => 'x86 桌面，低内存构建',
  'target.x86Avx512': () => 'x86 服务器，以 AVX-512 构建',
  'target.phone': () => '安卓手机，arm64',
  'target.phoneLowMemory': () => '安卓手机，arm64，低内存构建',
  'target.phoneHalf': () => '安卓手机，arm64，半精度',
  'target.phoneAdreno': () => '安卓手机，GPU：Adreno（骁龙）',
  'target.phoneMali': () => '安卓手机，GPU：Mali（天玑、Exynos、麒麟、Tensor）',
  'target.phone32': () => '安卓手机，32 位',
}
