// SPDX-License-Identifier: Apache-2.0
import { integerRules } from '../../rules/2.6.2/integer-convolutions'
import type { IntegerRules } from '../../rules/integer-layers'
import type { Dimension } from '../dimension'

/**
 * Ops on 8-bit integers (ConvInt8 and its kind): compute/ConvInt8TiledExecutor.cpp, cpu/CPUDepthwiseConvInt8.cpp,
 * CPUConvolution.cpp. null: not modelled. 2.5.3 is the first with today's
 * kernels and tiles of two kilobytes, 2.6.2 the first with depthwise layers by sixteen channels, 2.9.3 the first
 * whose executor quantises as it runs.
 */
export const INTEGERS: Dimension<IntegerRules | null> = [
  { since: '1.0.1', text: { id: 'rule.integers.1.0.1' }, value: null },
  { since: '2.5.3', text: { id: 'rule.integers.2.5.3' }, value: integerRules('blocks', 'blocks') },
  { since: '2.6.2', text: { id: 'rule.integers.2.6.2' }, value: integerRules('fours', 'sixteens') },
  { since: '2.8.4', text: { id: 'rule.integers.2.8.4' }, value: integerRules('blocks', 'sixteens') },
  { since: '2.9.3', text: { id: 'rule.integers.2.9.3' }, value: null },
]
