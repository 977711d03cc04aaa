import type { EngineRules } from '#contract/comparison'
import { INSTRUCTION_SETS, type ProfileId } from '#contract/configuration'
import type { EngineProfile } from '#core/planning/engine'
import type { MnnEngine } from '../engine'
import { planSession } from '../session/session-plan'
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
): EngineProfile {
  return {
    traits: {
      id,
      label: { id: 'engine.mnn', version, lowMemoryBuild: options.includes(LOW_MEMORY_BUILD) },
      instructionSets: INSTRUCTION_SETS.filter((isa) => engine.cores[isa] !== undefined),
      hasWinogradLevel: engine.hasWinogradLevel,
    },
    rules,
    setup: mnnSetup({ version, options, hasHints: engine.hasWinogradLevel }),
    plan: (input) => planSession(engine, input),
  }
}
