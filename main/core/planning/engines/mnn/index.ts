// SPDX-License-Identifier: Apache-2.0
import type { EngineProfile } from '#core/planning/engine'
import { BUILDS, mnnProfile } from './releases/profiles'

export { untaggedProfile } from './releases/profiles'

/** Releases and builds of MNN, oldest first. */
export const MNN: readonly EngineProfile[] = BUILDS.map(mnnProfile)
