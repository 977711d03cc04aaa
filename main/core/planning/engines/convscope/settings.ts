// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import type { WeightStorage } from '#core/planning/native/weight-storage'
import { declareSetting, read, type SettingOf } from '#core/planning/settings'

export type MemoryMode = 'low' | 'normal' | 'high'

/** What the policy weighs memory against (policy/select-kernels.ts). */
export const MEMORY: SettingOf<MemoryMode> = declareSetting<MemoryMode>({
  id: 'memory',
  values: ['low', 'normal', 'high'],
  default: 'normal',
  letter: 'm',
  prominent: true,
  leastMemory: 'low',
})

/** low: kernels that can keep packed weights in half precision do so; they compute in float32. */
export const PRECISION: SettingOf<'low' | 'normal'> = declareSetting<'low' | 'normal'>({
  id: 'precision',
  values: ['low', 'normal'],
  default: 'normal',
})

/** How the engine keeps packed weights; plans of other engines are executed with theirs in float32. */
export function weightStorage({ profile, settings }: Pick<Configuration, 'profile' | 'settings'>): WeightStorage {
  return profile === 'convscope' && read(PRECISION, { settings }) === 'low' ? 'float16' : 'float32'
}

/** Under which times of kernels decide that were measured on this machine. */
export const MEASURED_UNDER = { memory: 'high' } satisfies { memory: MemoryMode }
