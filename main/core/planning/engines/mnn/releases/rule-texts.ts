import type { EngineRules } from '#contract/comparison'

/** The rules of each version of MNN, for people who have not read its source. Sources: the profiles. */

export const RULES_1_0_1: EngineRules = {
  settings: { id: 'rule.settings.1.0.1' },
  winograd: { id: 'rule.winograd.1.0.1' },
  winogradUnit: { id: 'rule.winogradUnit.1.0.1' },
  pointwise: { id: 'rule.pointwise.1.0.1' },
  depthwise: { id: 'rule.depthwise.1.0.1' },
  packing: { id: 'rule.packing.1.0.1' },
  pool: { id: 'rule.pool.1.0.1' },
}

export const RULES_2_8_1: EngineRules = {
  settings: { id: 'rule.settings.2.8.1' },
  winograd: { id: 'rule.winograd.2.8.1' },
  winogradUnit: { id: 'rule.winogradUnit.2.8.1' },
  pointwise: { id: 'rule.pointwise.2.8.1' },
  depthwise: { id: 'rule.depthwise.2.8.1' },
  packing: { id: 'rule.packing.2.8.1' },
  pool: { id: 'rule.pool.2.8.1' },
}

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
