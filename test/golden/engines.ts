// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet, ProfileId, SettingValues } from '#contract/configuration'
import type { MnnEngine } from '#core/planning/engines/mnn/engine'
import { engineOf as composed, profileIdOf } from '#core/planning/engines/mnn/releases/profiles'
import { RELEASES } from '#core/planning/engines/mnn/releases/tags'

/** What a measured version and build is modelled by. */
export interface ModelledEngine {
  readonly engine: MnnEngine
  readonly profile: ProfileId
  readonly isa: InstructionSet
  /** Of the processor. */
  readonly settings: SettingValues
}

/** `arm64-sim` is an x86 build with ARM64's packing constants. */
const ISAS: Readonly<Partial<Record<string, InstructionSet>>> = {
  sse: 'sse',
  avx2: 'avx2',
  avx512: 'avx512',
  'arm64-sim': 'arm64',
  arm64: 'arm64',
  'arm64-fp16': 'arm64-fp16',
  'arm32-sim': 'arm32',
  arm32: 'arm32',
}

const MODES: Readonly<Partial<Record<string, string>>> = { l: 'low', n: 'normal', h: 'high' }

/** Followed by cores by cluster, slowest first. */
const BIG_LITTLE = /^big\.LITTLE[- ]/

/** Thousands of rows are of the same few. */
const known = new Map<ProfileId, MnnEngine>()

/**
 * null: no profile models it. `build` as in the rows of convolutions and networks, "avx512,lowmem" or
 * "arm64,big.LITTLE-4+4".
 */
export function engineOf(version: string, build: string): ModelledEngine | null {
  const [core = '', ...flags] = build.split(',')
  const isa = ISAS[core]
  const clusters = flags
    .find((flag) => BIG_LITTLE.test(flag))
    ?.replace(BIG_LITTLE, '')
    .split('+')
    .reverse()
    .join('+')
  const isKnown = flags.every((flag) => flag === 'lowmem' || BIG_LITTLE.test(flag))
  if (!RELEASES.includes(version) || isa === undefined || !isKnown) return null
  const of = { version, lowMemory: flags.includes('lowmem') }
  const engine = known.get(profileIdOf(of)) ?? composed(of)
  known.set(profileIdOf(of), engine)
  const settings = clusters === undefined ? {} : { clusters }
  return engine.cores[isa] === undefined ? null : { engine, profile: profileIdOf(of), isa, settings }
}

/** Builds of whole sessions are described in words. */
export function sessionEngineOf(version: string, build: string): ModelledEngine | null {
  if (build.startsWith('arm64')) return engineOf(version, build.replace(' big.LITTLE ', ',big.LITTLE-'))
  const core = /avx-?512/i.test(build) ? 'avx512' : /avx2/i.test(build) ? 'avx2' : /sse/i.test(build) ? 'sse' : build
  return engineOf(version, /low_?mem/i.test(build) ? `${core},lowmem` : core)
}

/** Of the processors that were emulated. */
const INTEGER_KERNELS: Readonly<Partial<Record<string, string>>> = {
  max: 'i8mm',
  'cortex-a76': 'sdot',
  'cortex-a72': 'none',
}

/** What a row was measured under; one without a Winograd level was measured at the default. */
export function settingsOf(
  { engine, isa, settings }: ModelledEngine,
  { m: mode, w: level, cpu }: { readonly m: string; readonly w?: number; readonly cpu?: string },
): SettingValues {
  const hasLevels = engine.settings.some(({ id }) => id === 'winogradLevel')
  const integerKernel = INTEGER_KERNELS[cpu ?? '']
  return {
    ...settings,
    memory: MODES[mode] ?? 'normal',
    ...(isa === 'arm64-fp16' ? { precision: 'low' } : {}),
    ...(hasLevels && level !== undefined ? { winogradLevel: level } : {}),
    ...(integerKernel === undefined ? {} : { integerKernel }),
  }
}
