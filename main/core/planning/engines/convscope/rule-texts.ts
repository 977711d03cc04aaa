import type { EngineRules } from '#contract/comparison'

/** The rules of Convscope's own engine; the policy itself is convscope-policy.ts. */
export const CONVSCOPE_RULES: EngineRules = {
  settings: { id: 'rule.settings.convscope' },
  winograd: { id: 'rule.winograd.convscope' },
  winogradUnit: { id: 'rule.winogradUnit.convscope' },
  pointwise: { id: 'rule.pointwise.convscope' },
  depthwise: { id: 'rule.depthwise.convscope' },
  packing: { id: 'rule.packing.convscope' },
  pool: { id: 'rule.pool.convscope' },
}
