// SPDX-License-Identifier: Apache-2.0
import type { EngineRules } from '#contract/comparison'

/** The rules of ncnn's releases, for people who have not read its source. Sources: the releases. */
const SHARED = {
  pointwise: { id: 'rule.pointwise.ncnn' },
  depthwise: { id: 'rule.depthwise.ncnn' },
} as const

export const RULES_FIRST: EngineRules = {
  ...SHARED,
  settings: { id: 'rule.settings.ncnnFirst' },
  winograd: { id: 'rule.winograd.ncnnFirst' },
  winogradUnit: { id: 'rule.winogradUnit.ncnnFirst' },
  packing: { id: 'rule.packing.ncnnBoth' },
  pool: { id: 'rule.pool.ncnnFirst' },
}

export const RULES_PAIRS: EngineRules = {
  ...RULES_FIRST,
  settings: { id: 'rule.settings.ncnn' },
  winograd: { id: 'rule.winograd.ncnnPairs' },
  winogradUnit: { id: 'rule.winogradUnit.ncnnPairs' },
  packing: { id: 'rule.packing.ncnn' },
}

export const RULES_PAIRS_2022_11: EngineRules = { ...RULES_PAIRS, pool: { id: 'rule.pool.ncnn' } }

export const RULES_TILED: EngineRules = {
  ...RULES_PAIRS_2022_11,
  winograd: { id: 'rule.winograd.ncnnTiled' },
  winogradUnit: { id: 'rule.winogradUnit.ncnnTiled' },
}
