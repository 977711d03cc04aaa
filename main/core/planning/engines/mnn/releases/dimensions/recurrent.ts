// SPDX-License-Identifier: Apache-2.0
import type { RecurrentRules } from '../../rules/recurrent-layers'
import type { Dimension } from '../dimension'

const STEPS: RecurrentRules = {
  lstm: 'steps',
  rnn: false,
  gru: null,
  withoutBias: [],
  onRequest: false,
}
const THREE_BUFFERS = { resetState: false, givenBack: true }
const FOUR_BUFFERS = { resetState: true, givenBack: true }
const LOOPS: RecurrentRules = { ...STEPS, lstm: 'loops', gru: THREE_BUFFERS }
const WITH_RNN: RecurrentRules = { ...LOOPS, gru: FOUR_BUFFERS, rnn: true }

/**
 * LSTM, GRU and plain cells: source/geometry/GeometryLSTM.cpp, cpu/CPURNNSequenceGRU.cpp, and what the converter writes:
 * tools/converter/source/optimizer/onnxextra/OnnxLSTMMerge.cpp, OnnxSequenceGRUMerge.cpp. null: not modelled. In 1.0.x
 * CPULSTM.cpp runs them, and the converter takes away what stands around them.
 */
export const RECURRENT: Dimension<RecurrentRules | null> = [
  { since: '1.0.1', text: { id: 'rule.recurrent.1.0.1' }, value: null },
  { since: '1.1.0', text: { id: 'rule.recurrent.1.1.0' }, value: STEPS },
  { since: '1.1.6', text: { id: 'rule.recurrent.1.1.6' }, value: { ...STEPS, gru: THREE_BUFFERS } },
  { since: '1.2.0', text: { id: 'rule.recurrent.1.2.0' }, value: LOOPS },
  {
    since: '1.2.2',
    text: { id: 'rule.recurrent.1.2.2' },
    value: { ...LOOPS, gru: { resetState: true, givenBack: false } },
  },
  { since: '1.2.4', text: { id: 'rule.recurrent.1.2.4' }, value: { ...LOOPS, gru: FOUR_BUFFERS } },
  { since: '1.2.6', text: { id: 'rule.recurrent.1.2.6' }, value: WITH_RNN },
  {
    since: '1.2.10',
    text: { id: 'rule.recurrent.1.2.10' },
    value: { ...WITH_RNN, withoutBias: ['lstm', 'rnn'] },
  },
  {
    since: '3.2.2',
    text: { id: 'rule.recurrent.3.2.2' },
    value: { ...WITH_RNN, withoutBias: ['lstm', 'rnn', 'gru'], onRequest: true },
  },
]
