// SPDX-License-Identifier: Apache-2.0
import { declareSetting, type SettingOf } from '#core/planning/settings'

/** Low, normal or high, as MNN's BackendConfig has it for memory and for precision. */
export type Mode = 'low' | 'normal' | 'high'

const MODES = ['low', 'normal', 'high'] as const

/** BackendConfig::memory. */
export const MEMORY: SettingOf<Mode> = declareSetting<Mode>({
  id: 'memory',
  values: MODES,
  default: 'normal',
  letter: 'm',
  prominent: true,
  leastMemory: 'low',
})

/** BackendConfig::precision: low lets an engine compute in half precision where the processor can. */
export const PRECISION: SettingOf<Mode> = declareSetting<Mode>({
  id: 'precision',
  values: MODES,
  default: 'normal',
  isas: ['arm64-fp16'],
  tried: ['low'],
})

export type WinogradLevel = 0 | 1 | 2 | 3

/** MNN 3's session hint WINOGRAD_MEMORY_LEVEL: 0 never Winograd, 1 and 2 its smallest unit only, 3 any. */
export const WINOGRAD_LEVEL: SettingOf<WinogradLevel> = declareSetting<WinogradLevel>({
  id: 'winogradLevel',
  values: [0, 1, 2, 3],
  default: 3,
  alike: [2],
})

/** What sessions of every version take. */
export const SETTINGS = [MEMORY, PRECISION] as const
/** With the hints of MNN 3. */
export const SETTINGS_WITH_HINTS = [...SETTINGS, WINOGRAD_LEVEL] as const
