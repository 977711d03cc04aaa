import type { ProfileId } from '#contract/configuration'
import { convscope } from './convscope'
import { mnn101 } from './mnn-1.0.1'
import { mnn281 } from './mnn-2.8.1'
import { mnn281LowMemory } from './mnn-2.8.1-low-memory'
import { mnn361 } from './mnn-3.6.1'
import { mnn361LowMemory } from './mnn-3.6.1-low-memory'
import type { EngineProfile } from './profile'

/** Every engine profile, in the order in which they are offered. To add one, name its module here (README.md). */
export const PROFILES: readonly EngineProfile[] = [mnn101, mnn281, mnn281LowMemory, mnn361, mnn361LowMemory, convscope]

export function profileOf(id: ProfileId): EngineProfile | undefined {
  return PROFILES.find(({ traits }) => traits.id === id)
}
