// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import { compareVersions } from '#core/planning/engine-setup'
import type { Message } from '#messages/message'
import { read } from '../../settings'
import type { MemoryRule } from './rules/layer-rules'
import { CLUSTERS, MEMORY, PRECISION } from './settings'

interface Build {
  readonly version: string
  readonly lowMemory: boolean
}

/** MNN_AVX512 has an effect on float32 from here on. */
export const FIRST_AVX512 = '1.1.5'
/** CMake's MNN_ARM82 is on by default from here on. */
const FIRST_ARM82_PRESET = '2.9.6'
/** CMake's MNN_LOW_MEMORY exists from here on. */
const FIRST_LOW_MEMORY = '2.6.0'

/** What the user should know of a release and build under a configuration. */
export function releaseNotes(
  { version, lowMemory }: Build,
  { floats }: MemoryRule,
  configuration: Configuration,
): readonly Message[] {
  const heedsMode = floats !== 'ignored'
  const hasOption = compareVersions(version, FIRST_LOW_MEMORY) >= 0
  return [
    ...(lowMemory ? [{ id: 'note.lowMemoryBuild', version, floatsHeedMode: heedsMode } as const] : []),
    ...(!lowMemory && hasOption ? [{ id: 'note.defaultBuild', version, heedsMode } as const] : []),
    ...isaNotes(version, configuration),
    ...crashNotes(version, lowMemory, configuration),
    ...(compareVersions(version, FIRST_SHARED_BY_SPEED) >= 0 ? clusterNotes(configuration) : []),
  ]
}

/** Work is shared by the speed of clusters of cores from here on. */
const FIRST_SHARED_BY_SPEED = '2.9.3'

/** Builds that fail to run, as reported or seen. Issue 2741 of MNN for 1×1 layers of 2.8.0. */
function crashNotes(version: string, lowMemory: boolean, configuration: Configuration): readonly Message[] {
  if (!lowMemory || read(MEMORY, configuration) !== 'low') return []
  const isX86 = !configuration.isa.startsWith('arm')
  if (version === '2.8.0') return [{ id: 'note.failsPointwise', version }]
  return version === '2.8.1' ? [{ id: 'note.crashesQuantised', version, isX86 }] : []
}

function clusterNotes(configuration: Configuration): readonly Message[] {
  const { isa, threads } = configuration
  const isArm64 = isa === 'arm64' || isa === 'arm64-fp16'
  return isArm64 && threads > 1 && read(CLUSTERS, configuration) === CLUSTERS.default ? [{ id: 'note.coresAlike' }] : []
}

function isaNotes(version: string, configuration: Configuration): readonly Message[] {
  const { isa } = configuration
  if (isa === 'avx512') {
    return compareVersions(version, FIRST_AVX512) < 0
      ? [{ id: 'note.noAvx512', version }]
      : [{ id: 'note.avx512Option', version }]
  }
  if (isa !== 'arm64-fp16') return []
  if (read(PRECISION, configuration) !== 'low') return [{ id: 'note.halfPrecisionUnused' }]
  return [{ id: 'note.halfPrecisionOption', version, preset: compareVersions(version, FIRST_ARM82_PRESET) >= 0 }]
}
