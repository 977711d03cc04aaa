// SPDX-License-Identifier: Apache-2.0
import type { EngineRules } from '#contract/comparison'
import { INSTRUCTION_SETS, type ProfileId, type ProfileTraits } from '#contract/configuration'
import type { EngineProfile } from '#core/planning/engine'
import { read } from '#core/planning/settings'
import type { MnnEngine } from '../engine'
import { planSession } from '../session/session-plan'
import { PRECISION, WINOGRAD_LEVEL } from '../settings'
import { mnnSetup } from '../setup'

/** CMake's. */
export const LOW_MEMORY_BUILD = '-DMNN_LOW_MEMORY=ON'

/** The profile of a version and build of MNN: it offers what the engine has. `options`: CMake's, beside the defaults. */
export function mnnProfile(
  id: ProfileId,
  engine: MnnEngine,
  version: string,
  rules: EngineRules,
  options: readonly string[] = [],
  traits: Pick<ProfileTraits, 'offeredFirst'> = {},
): EngineProfile {
  return {
    traits: {
      id,
      label: { id: 'engine.mnn', version, lowMemoryBuild: options.includes(LOW_MEMORY_BUILD) },
      instructionSets: INSTRUCTION_SETS.filter((isa) => engine.cores[isa] !== undefined),
      settings: engine.settings,
      ...traits,
    },
    rules,
    setup: mnnSetup({ version, options, hasHints: engine.settings.includes(WINOGRAD_LEVEL) }),
    operationsAtOnce: (configuration) =>
      engine.halfCores[configuration.isa] !== undefined && read(PRECISION, configuration) === 'low' ? 2 : 1,
    plan: (input) => planSession(engine, input),
  }
}
