// SPDX-License-Identifier: Apache-2.0
import { declareSetting, type SettingOf } from '#core/planning/settings'

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

/** Under which times of kernels decide that were measured on this machine. */
export const MEASURED_UNDER = { memory: 'high' } satisfies { memory: MemoryMode }
