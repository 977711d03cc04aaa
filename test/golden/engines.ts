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
}

/** `arm64-sim` is an x86 build with ARM64's packing constants. */
const ISAS: Readonly<Partial<Record<string, InstructionSet>>> = {
  sse: 'sse',
  avx2: 'avx2',
  avx512: 'avx512',
  'arm64-sim': 'arm64',
  arm64: 'arm64',
  'arm32-sim': 'arm32',
  arm32: 'arm32',
}

const MODES: Readonly<Partial<Record<string, string>>> = { l: 'low', n: 'normal', h: 'high' }

/** null: no profile models it. `build` as in the rows of convolutions and networks, "avx512,lowmem". */
export function engineOf(version: string, build: string): ModelledEngine | null {
  const [core = '', ...flags] = build.split(',')
  const isa = ISAS[core]
  if (!RELEASES.includes(version) || isa === undefined || flags.some((flag) => flag !== 'lowmem')) return null
  const of = { version, lowMemory: flags.includes('lowmem') }
  const engine = composed(of)
  return engine.cores[isa] === undefined ? null : { engine, profile: profileIdOf(of), isa }
}

/** Builds of whole sessions are described in words. */
export function sessionEngineOf(version: string, build: string): ModelledEngine | null {
  const core = /avx-?512/i.test(build) ? 'avx512' : /avx2/i.test(build) ? 'avx2' : /sse/i.test(build) ? 'sse' : build
  return engineOf(version, /low_?mem/i.test(build) ? `${core},lowmem` : core)
}

/** What a row was measured under; one without a Winograd level was measured at the default. */
export function settingsOf({ settings }: MnnEngine, mode: string, level: number | undefined): SettingValues {
  const hasLevels = settings.some(({ id }) => id === 'winogradLevel')
  return { memory: MODES[mode] ?? 'normal', ...(hasLevels && level !== undefined ? { winogradLevel: level } : {}) }
}
