import type { None } from './parameters'

/** Rules of engines, for people who have not read their source: topic, then who has it. */
type RuleId =
  | `rule.memoryMode.${'1.0.1' | '2.8.1' | 'lowTiles' | 'integersOnly' | 'convscope'}`
  | `rule.winograd.${'1.0.1' | '2.8.1' | 'convscope'}`
  | `rule.winogradUnit.${'1.0.1' | '2.8.1' | '3.6.1' | 'convscope'}`
  | `rule.pointwise.${'1.0.1' | '2.8.1' | 'convscope'}`
  | `rule.depthwise.${'1.0.1' | '2.8.1' | '3.6.1' | 'convscope'}`
  | `rule.packing.${'1.0.1' | '2.8.1' | 'convscope'}`
  | `rule.pool.${'1.0.1' | '2.8.1' | '3.6.1' | 'convscope'}`

export type RuleParameters = { readonly [Id in RuleId]: None }
