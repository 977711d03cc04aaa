// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet, ProfileId, SettingValues } from '#contract/configuration'
import type { MnnEngine } from '#core/planning/engines/mnn/engine'
import { MNN_1_0_1 } from '#core/planning/engines/mnn/releases/1.0.1'
import { MNN_2_8_1 } from '#core/planning/engines/mnn/releases/2.8.1'
import { MNN_2_8_1_LOW_MEMORY } from '#core/planning/engines/mnn/releases/2.8.1-low-memory'
import { MNN_3_6_1 } from '#core/planning/engines/mnn/releases/3.6.1'
import { MNN_3_6_1_LOW_MEMORY } from '#core/planning/engines/mnn/releases/3.6.1-low-memory'

/** What a measured version and build is modelled by. */
export interface ModelledEngine {
  readonly engine: MnnEngine
  readonly profile: ProfileId
  readonly isa: InstructionSet
}

const ENGINES: Readonly<Partial<Record<string, { readonly engine: MnnEngine; readonly profile: ProfileId }>>> = {
  '1.0.1': { engine: MNN_1_0_1, profile: 'mnn-1.0.1' },
  '2.8.1': { engine: MNN_2_8_1, profile: 'mnn-2.8.1' },
  '2.8.1 lowmem': { engine: MNN_2_8_1_LOW_MEMORY, profile: 'mnn-2.8.1-low-memory' },
  '3.6.1': { engine: MNN_3_6_1, profile: 'mnn-3.6.1' },
  '3.6.1 lowmem': { engine: MNN_3_6_1_LOW_MEMORY, profile: 'mnn-3.6.1-low-memory' },
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
  const known = flags.every((flag) => flag === 'lowmem')
  const found = ENGINES[flags.length > 0 ? `${version} lowmem` : version]
  const isa = ISAS[core]
  return known && found !== undefined && isa !== undefined && found.engine.cores[isa] !== undefined
    ? { ...found, isa }
    : null
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
