// SPDX-License-Identifier: Apache-2.0
import type { EngineProfile } from '#core/planning/engine'
import { convscope } from './engine'

export const CONVSCOPE: readonly EngineProfile[] = [convscope]
