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

type Precision = 'bfloat16' | 'low' | 'normal'

/**
 * low: kernels that can keep packed weights in half precision do so; they compute in float32. bfloat16: those that can
 * multiply bfloat16 keep their weights so, and others halves.
 */
export const PRECISION: SettingOf<Precision> = declareSetting<Precision>({
  id: 'precision',
  values: ['bfloat16', 'low', 'normal'],
  default: 'normal',
})

const STORAGE: Readonly<Record<Precision, WeightStorage>> = { bfloat16: 'bfloat16', low: 'float16', normal: 'float32' }

/** How the engine keeps packed weights; plans of other engines are executed with theirs in float32. */
export function weightStorage({ profile, settings }: Pick<Configuration, 'profile' | 'settings'>): WeightStorage {
  return profile === 'convscope' ? STORAGE[read(PRECISION, { settings })] : 'float32'
}

/** Under which times of kernels decide that were measured on this machine. */
export const MEASURED_UNDER = { memory: 'high' } satisfies { memory: MemoryMode }
