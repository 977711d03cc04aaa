import type { ProfileId } from '#contract/configuration'
import { convscope } from '#core/planning/engines/convscope/engine'
import { mnn101 } from '#core/planning/engines/mnn/releases/1.0.1'
import { mnn281 } from '#core/planning/engines/mnn/releases/2.8.1'
import { mnn281LowMemory } from '#core/planning/engines/mnn/releases/2.8.1-low-memory'
import { mnn361 } from '#core/planning/engines/mnn/releases/3.6.1'
import { mnn361LowMemory } from '#core/planning/engines/mnn/releases/3.6.1-low-memory'
import type { EngineProfile } from '../engine'

/** Every engine profile, in the order in which they are offered. To add one, name its module here (README.md). */
export const PROFILES: readonly EngineProfile[] = [mnn101, mnn281, mnn281LowMemory, mnn361, mnn361LowMemory, convscope]

export function profileOf(id: ProfileId): EngineProfile | undefined {
  return PROFILES.find(({ traits }) => traits.id === id)
}
