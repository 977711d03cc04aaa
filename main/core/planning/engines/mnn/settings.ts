// SPDX-License-Identifier: Apache-2.0
import type { Setting } from '#contract/configuration'
import { compareVersions } from '#core/planning/engine-setup'
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
  redefined: true,
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

/**
 * Cores by cluster, fastest first: releases from 2.9.3 on share work among them by speed. Those of phones: 1+3+4
 * Snapdragon 8 Gen 1, Dimensity 9000 and 9300; 1+4+3 Snapdragon 8 Gen 2; 1+3+2+2 Snapdragon 8 Gen 3; 2+6 Snapdragon 8
 * Elite, 7 series; 4+4 Snapdragon 845; 2+2+4 Tensor, Kirin 990; 1+4+4 Tensor G3. 1+3+4, 4+4 and 2+6 were measured.
 */
export const CLUSTERS: SettingOf<string> = declareSetting<string>({
  id: 'clusters',
  values: ['alike', '1+3+4', '1+4+3', '1+3+2+2', '2+6', '4+4', '2+2+4', '1+4+4'],
  default: 'alike',
  isas: ['arm64', 'arm64-fp16'],
  tried: [],
})

/** [] where all cores are alike. */
export function coresByCluster(value: string): number[] {
  return value === CLUSTERS.default ? [] : value.split('+').map(Number)
}

export type IntegerKernel = 'none' | 'sdot' | 'i8mm'

/** What an ARM64 processor has for products of integers: nothing before Cortex-A55 and A75, sdot from there on, i8mm in ARMv9. */
export const INTEGER_KERNEL: SettingOf<IntegerKernel> = declareSetting<IntegerKernel>({
  id: 'integerKernel',
  values: ['none', 'sdot', 'i8mm'],
  default: 'sdot',
  isas: ['arm64', 'arm64-fp16'],
  tried: [],
})

/** The hint of Winograd's memory level exists from here on. 2.8.4: include/MNN/Interpreter.hpp. */
const FIRST_WITH_LEVEL = '2.8.4'
/** Clusters of cores are looked at from here on. 2.9.3: cpu/CPURuntime.cpp. */
const FIRST_WITH_CLUSTERS = '2.9.3'

/** What a release and build can be told of a session, and of the processor where that matters. */
export function settingsOf(version: string, lowMemory: boolean): readonly Setting[] {
  const has = (first: string) => compareVersions(version, first) >= 0
  return [
    MEMORY,
    PRECISION,
    ...(has(FIRST_WITH_LEVEL) ? [WINOGRAD_LEVEL] : []),
    ...(has(FIRST_WITH_CLUSTERS) ? [CLUSTERS] : []),
    ...(lowMemory ? [INTEGER_KERNEL] : []),
  ]
}
