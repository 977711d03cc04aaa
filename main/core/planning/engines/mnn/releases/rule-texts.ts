// SPDX-License-Identifier: Apache-2.0
import type { EngineRules } from '#contract/comparison'
import { rulesNamed } from '#core/planning/rule-texts'

/** The rules of each version of MNN, for people who have not read its source. Sources: the profiles. */

export const RULES_1_0_1 = rulesNamed('1.0.1')
export const RULES_2_8_1 = rulesNamed('2.8.1')
export const RULES_2_8_1_LOW_MEMORY: EngineRules = { ...RULES_2_8_1, settings: { id: 'rule.settings.lowTiles' } }

export const RULES_3_6_1: EngineRules = {
  ...RULES_2_8_1,
  settings: { id: 'rule.settings.lowTiles' },
  winogradUnit: { id: 'rule.winogradUnit.3.6.1' },
  depthwise: { id: 'rule.depthwise.3.6.1' },
  pool: { id: 'rule.pool.3.6.1' },
}

export const RULES_3_6_1_LOW_MEMORY: EngineRules = {
  ...RULES_3_6_1,
  settings: { id: 'rule.settings.integersOnly' },
}
