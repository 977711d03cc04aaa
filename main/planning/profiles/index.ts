import { convscope } from './convscope'
import { mnn101 } from './mnn-1.0.1'
import { mnn281 } from './mnn-2.8.1'
import type { EngineProfile } from './profile'

/** Every engine profile. To add one: its id in the contract, its file here. */
export const PROFILES: readonly EngineProfile[] = [mnn101, mnn281, convscope]
