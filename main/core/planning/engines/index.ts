// SPDX-License-Identifier: Apache-2.0
import type { ProfileId } from '#contract/configuration'
import type { EngineProfile } from '../engine'
import { CONVSCOPE } from './convscope/index'
import { MNN, untaggedProfile } from './mnn/index'
import { NCNN } from './ncnn/index'

/** Every engine profile, in the order in which they are offered. An engine is a folder and its name here (README.md). */
export const PROFILES: readonly EngineProfile[] = [...MNN, ...NCNN, ...CONVSCOPE]

/** What is planned for where nobody has said anything. */
export const DEFAULT_PROFILE: ProfileId = PROFILES.find(({ traits }) => traits.offeredFirst)?.traits.id ?? ''

/** Also of a release that is not in the list, where its engine can tell the nearest; it says so in its notes. */
export function profileOf(id: ProfileId): EngineProfile | undefined {
  return BY_ID.get(id) ?? untaggedProfile(id)
}

const BY_ID = new Map(PROFILES.map((profile) => [profile.traits.id, profile]))
