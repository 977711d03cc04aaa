// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet, ProfileId, SettingValues, Target } from '#contract/configuration'
import { compareVersions } from '#core/planning/engine-setup'
import { FIRST_AVX512 } from './notes'
import { BACKEND, FIRST_WITH_OPENCL, PRECISION } from './settings'

type Declared = Omit<Target, 'profile' | 'settings'> & {
  /** It is a build with MNN_LOW_MEMORY. */
  readonly lowMemory?: true
  readonly settings?: SettingValues
}

/** Precision decides whether a processor's half precision is used; all targets but one leave it out. */
const HALF: SettingValues = { [PRECISION.id]: 'low' }

const ON_GPU: SettingValues = { [BACKEND.id]: 'opencl' }

const TARGETS: readonly Declared[] = [
  { id: 'x86', name: { id: 'target.x86' }, isa: 'avx2' },
  { id: 'x86-low-memory', name: { id: 'target.x86LowMemory' }, isa: 'avx2', lowMemory: true },
  { id: 'x86-avx512', name: { id: 'target.x86Avx512' }, isa: 'avx512' },
  { id: 'phone', name: { id: 'target.phone' }, isa: 'arm64' },
  { id: 'phone-low-memory', name: { id: 'target.phoneLowMemory' }, isa: 'arm64', lowMemory: true },
  { id: 'phone-half', name: { id: 'target.phoneHalf' }, isa: 'arm64-fp16', settings: HALF },
  { id: 'phone-adreno', name: { id: 'target.phoneAdreno' }, isa: 'arm64', settings: { ...ON_GPU, gpu: 'adreno' } },
  { id: 'phone-mali', name: { id: 'target.phoneMali' }, isa: 'arm64', settings: { ...ON_GPU, gpu: 'mali' } },
  { id: 'phone-32', name: { id: 'target.phone32' }, isa: 'arm32' },
]

/** What people run a release on; `profileOf`: the profile of its default and of its low-memory build, undefined where there is none. */
export function targetsOf(
  version: string,
  instructionSets: readonly InstructionSet[],
  profileOf: (lowMemory: boolean) => ProfileId | undefined,
): readonly Target[] {
  return TARGETS.flatMap(({ lowMemory = false, settings = {}, ...target }) => {
    const profile = profileOf(lowMemory)
    // Before it, the option changes nothing.
    const heeded = target.isa !== 'avx512' || compareVersions(version, FIRST_AVX512) >= 0
    const hasGpu = compareVersions(version, FIRST_WITH_OPENCL) >= 0
    const fits = heeded && (hasGpu || settings[BACKEND.id] === undefined) && instructionSets.includes(target.isa)
    if (profile === undefined || !fits) return []
    const others = {
      [PRECISION.id]: PRECISION.default,
      ...(hasGpu && { [BACKEND.id]: BACKEND.default }),
    }
    return [{ ...target, profile, settings: { ...others, ...settings } }]
  })
}
