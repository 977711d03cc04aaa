// SPDX-License-Identifier: Apache-2.0
import type { Message } from '#messages/message'
import type { PlanPeak } from './plan'

/** Operations whose result can lie where their input did: element i of it hangs on element i of the input alone. */
const IN_PLACE: ReadonlySet<string> = new Set([
  ...[
    'Relu',
    'LeakyRelu',
    'PRelu',
    'Elu',
    'Selu',
    'Clip',
    'Sigmoid',
    'HardSigmoid',
    'HardSwish',
    'Silu',
    'Gelu',
    'Mish',
  ],
  ...['Tanh', 'Exp', 'Log', 'Sqrt', 'Abs', 'Neg', 'Add', 'Sub', 'Mul', 'Div', 'BatchNorm', 'Scale'],
])

/** What would lower a peak, beside the settings of an engine: one sentence each. */
export function peakHints(peak: PlanPeak, nodes: readonly { readonly op: string; readonly name: string }[]): Message[] {
  const hints: Message[] = []
  const { op = '', name = '' } = nodes[peak.node] ?? {}
  const result = peak.alive.find(({ producer }) => producer === peak.node)
  const spent = peak.alive.find(
    ({ lastUse, dims }) => lastUse === peak.node && JSON.stringify(dims) === JSON.stringify(result?.dims),
  )
  if (IN_PLACE.has(op) && result !== undefined && spent !== undefined) {
    hints.push({ id: 'hint.inPlace', op, name, bytes: result.bytes })
  }
  const images = peak.alive.filter(({ dims }) => dims.length === 4)
  const bytes = images.reduce((sum, each) => sum + each.bytes, 0)
  if (bytes > 0) hints.push({ id: 'hint.smallerInput', bytes, saved: bytes - bytes / 4 })
  return hints
}
