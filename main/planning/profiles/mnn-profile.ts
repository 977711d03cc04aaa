import { INSTRUCTION_SETS, type ProfileId } from '#contract/configuration'
import type { MnnEngine } from '../mnn/engine'
import { planSession } from '../mnn/session-plan'
import type { EngineProfile } from './profile'

/** The profile of a version and build of MNN: it offers what the engine has. */
export function mnnProfile(id: ProfileId, label: string, engine: MnnEngine): EngineProfile {
  return {
    traits: {
      id,
      label,
      instructionSets: INSTRUCTION_SETS.filter((isa) => engine.cores[isa] !== undefined),
      hasWinogradLevel: engine.hasWinogradLevel,
    },
    plan: (input) => planSession(engine, input),
  }
}
