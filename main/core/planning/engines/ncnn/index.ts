// SPDX-License-Identifier: Apache-2.0
import type { EngineProfile } from '#core/planning/engine'
import { ncnnProfile } from './profile'
import { RELEASES } from './releases'

/** Releases of ncnn, oldest first. */
export const NCNN: readonly EngineProfile[] = RELEASES.map((engine) => ncnnProfile(engine, RELEASES))
