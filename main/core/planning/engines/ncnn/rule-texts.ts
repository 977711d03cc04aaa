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
  winograd: { id: 'rule.winograd.ncnnFirst', copies: true },
  winogradUnit: { id: 'rule.winogradUnit.ncnnFirst' },
  tiled: { id: 'rule.tiled.ncnnWhole' },
  deconvolution: { id: 'rule.deconvolution.ncnnPlain' },
  packing: { id: 'rule.packing.ncnnBoth' },
  creation: { id: 'rule.creation.ncnnTogether' },
  pool: { id: 'rule.pool.ncnnFirst' },
}

export const RULES_FIRST_2021_11: EngineRules = { ...RULES_FIRST, pool: { id: 'rule.pool.ncnnCopies' } }

export const RULES_FIRST_2021_12: EngineRules = {
  ...RULES_FIRST_2021_11,
  winograd: { id: 'rule.winograd.ncnnFirst', copies: false },
}

export const RULES_FIRST_PAIRS: EngineRules = {
  ...RULES_FIRST_2021_12,
  settings: { id: 'rule.settings.ncnnFirstPairs' },
  winograd: { id: 'rule.winograd.ncnnFirstPairs' },
  winogradUnit: { id: 'rule.winogradUnit.ncnnFirstPairs' },
}

export const RULES_FIRST_PAIRS_2022_04: EngineRules = {
  ...RULES_FIRST_PAIRS,
  deconvolution: { id: 'rule.deconvolution.ncnnPacked' },
}

export const RULES_PAIRS: EngineRules = {
  ...RULES_FIRST_PAIRS_2022_04,
  settings: { id: 'rule.settings.ncnn' },
  winograd: { id: 'rule.winograd.ncnnPairs', keeps: false },
  winogradUnit: { id: 'rule.winogradUnit.ncnnPairs' },
  packing: { id: 'rule.packing.ncnn' },
}

export const RULES_PAIRS_2022_11: EngineRules = {
  ...RULES_PAIRS,
  winograd: { id: 'rule.winograd.ncnnPairs', keeps: true },
  pool: { id: 'rule.pool.ncnn' },
}

export const RULES_TILED: EngineRules = {
  ...RULES_PAIRS_2022_11,
  winograd: { id: 'rule.winograd.ncnnTiled', arm: false },
  winogradUnit: { id: 'rule.winogradUnit.ncnnTiled', arm: false },
  tiled: { id: 'rule.tiled.ncnnLayered', arm: false },
  deconvolution: { id: 'rule.deconvolution.ncnnProduct' },
}

export const RULES_2023_05: EngineRules = {
  ...RULES_TILED,
  winograd: { id: 'rule.winograd.ncnnTiled', arm: true },
  winogradUnit: { id: 'rule.winogradUnit.ncnnTiled', arm: true },
  tiled: { id: 'rule.tiled.ncnnLayered', arm: true },
  deconvolution: { id: 'rule.deconvolution.ncnnWorkspace' },
}

export const RULES_2023_10: EngineRules = { ...RULES_2023_05, creation: { id: 'rule.creation.ncnnOneByOne' } }

export const RULES_FUSED: EngineRules = { ...RULES_2023_10, tiled: { id: 'rule.tiled.ncnnFused' } }

export const RULES_2025_09: EngineRules = { ...RULES_FUSED, packing: { id: 'rule.packing.ncnnRounded' } }

export const RULES_2026_01: EngineRules = { ...RULES_2025_09, deconvolution: { id: 'rule.deconvolution.ncnnWide' } }

export const RULES_2026_05: EngineRules = {
  ...RULES_2026_01,
  tiled: { id: 'rule.tiled.ncnnFusedWide' },
  deconvolution: { id: 'rule.deconvolution.ncnnBlocks' },
}
