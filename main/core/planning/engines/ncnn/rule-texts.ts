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
  geometry: { id: 'rule.geometry.ncnnFirst' },
  recurrent: { id: 'rule.recurrent.ncnnFirst', both: false },
}

export const RULES_FIRST_2021_11: EngineRules = {
  ...RULES_FIRST,
  pool: { id: 'rule.pool.ncnnCopies' },
  recurrent: { id: 'rule.recurrent.ncnnFirst', both: true },
}

export const RULES_FIRST_2021_12: EngineRules = {
  ...RULES_FIRST_2021_11,
  winograd: { id: 'rule.winograd.ncnnFirst', copies: false },
  geometry: { id: 'rule.geometry.ncnn', x86: 'Convolution1D', arm64: 'Convolution1D' },
}

export const RULES_FIRST_PAIRS: EngineRules = {
  ...RULES_FIRST_2021_12,
  settings: { id: 'rule.settings.ncnnFirstPairs' },
  winograd: { id: 'rule.winograd.ncnnFirstPairs' },
  winogradUnit: { id: 'rule.winogradUnit.ncnnFirstPairs' },
  geometry: { id: 'rule.geometry.ncnn', x86: 'Interp' },
}

export const RULES_FIRST_PAIRS_2022_04: EngineRules = {
  ...RULES_FIRST_PAIRS,
  deconvolution: { id: 'rule.deconvolution.ncnnPacked' },
  geometry: {
    id: 'rule.geometry.ncnn',
    x86: 'Deconvolution, DeconvolutionDepthWise, Softmax, UnaryOp',
    arm64: 'MultiHeadAttention',
  },
}

export const RULES_PAIRS: EngineRules = {
  ...RULES_FIRST_PAIRS_2022_04,
  settings: { id: 'rule.settings.ncnn' },
  winograd: { id: 'rule.winograd.ncnnPairs', keeps: false },
  winogradUnit: { id: 'rule.winogradUnit.ncnnPairs' },
  packing: { id: 'rule.packing.ncnn' },
  geometry: { id: 'rule.geometry.ncnn', x86: 'BNLL' },
}

export const RULES_PAIRS_2022_11: EngineRules = {
  ...RULES_PAIRS,
  winograd: { id: 'rule.winograd.ncnnPairs', keeps: true },
  pool: { id: 'rule.pool.ncnn' },
  geometry: { id: 'rule.geometry.ncnnLast', x86: 'DeformableConv2D, ELU, GELU, LayerNorm' },
  recurrent: { id: 'rule.recurrent.ncnnPacked', all: false },
}

export const RULES_TILED: EngineRules = {
  ...RULES_PAIRS_2022_11,
  winograd: { id: 'rule.winograd.ncnnTiled', arm: false },
  winogradUnit: { id: 'rule.winogradUnit.ncnnTiled', arm: false },
  tiled: { id: 'rule.tiled.ncnnLayered', arm: false },
  deconvolution: { id: 'rule.deconvolution.ncnnProduct' },
  geometry: { id: 'rule.geometry.ncnn', x86: 'Gemm, MultiHeadAttention', arm64: 'GELU, Gemm, MultiHeadAttention' },
}

export const RULES_2023_05: EngineRules = {
  ...RULES_TILED,
  winograd: { id: 'rule.winograd.ncnnTiled', arm: true },
  winogradUnit: { id: 'rule.winogradUnit.ncnnTiled', arm: true },
  tiled: { id: 'rule.tiled.ncnnLayered', arm: true },
  deconvolution: { id: 'rule.deconvolution.ncnnWorkspace' },
  geometry: { id: 'rule.geometry.ncnn', arm64: 'MatMul, Softmax' },
}

export const RULES_2023_10: EngineRules = {
  ...RULES_2023_05,
  creation: { id: 'rule.creation.ncnnOneByOne' },
  geometry: { id: 'rule.geometry.ncnn', x86: 'GridSample, SELU, ShuffleChannel' },
}

export const RULES_2024_04: EngineRules = {
  ...RULES_2023_10,
  recurrent: { id: 'rule.recurrent.ncnnPacked', all: true },
  deconvolution: { id: 'rule.deconvolution.ncnnDrops' },
}

export const RULES_FUSED: EngineRules = { ...RULES_2024_04, tiled: { id: 'rule.tiled.ncnnFused' } }

export const RULES_2024_12: EngineRules = {
  ...RULES_FUSED,
  geometry: { id: 'rule.geometry.ncnn', x86: 'RMSNorm', arm64: 'LayerNorm, RMSNorm' },
}

export const RULES_2025_09: EngineRules = {
  ...RULES_2024_12,
  packing: { id: 'rule.packing.ncnnRounded' },
  geometry: { id: 'rule.geometry.ncnn', x86: 'GroupNorm', arm64: 'GroupNorm' },
}

export const RULES_2026_01: EngineRules = {
  ...RULES_2025_09,
  deconvolution: { id: 'rule.deconvolution.ncnnWide' },
  geometry: { id: 'rule.geometry.ncnnAsPacked', x86: 'Clip, HardSigmoid' },
}

export const RULES_2026_05: EngineRules = {
  ...RULES_2026_01,
  tiled: { id: 'rule.tiled.ncnnFusedWide' },
  deconvolution: { id: 'rule.deconvolution.ncnnBlocks' },
  geometry: { id: 'rule.geometry.ncnnBf16' },
}
