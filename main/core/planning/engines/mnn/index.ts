// SPDX-License-Identifier: Apache-2.0
import type { EngineProfile } from '#core/planning/engine'
import { mnn101 } from './releases/1.0.1'
import { mnn281 } from './releases/2.8.1'
import { mnn281LowMemory } from './releases/2.8.1-low-memory'
import { mnn361 } from './releases/3.6.1'
import { mnn361LowMemory } from './releases/3.6.1-low-memory'

/** Versions and builds of MNN, oldest first. */
export const MNN: readonly EngineProfile[] = [mnn101, mnn281, mnn281LowMemory, mnn361, mnn361LowMemory]
