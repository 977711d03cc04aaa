// SPDX-License-Identifier: Apache-2.0
import { billMessages, measuredBill } from '#messages/bill'
import type { Message } from '#messages/message'
import { say, t } from '../../i18n'
import { useApp, useMeasurement } from '../../store'
import { Origin } from '../../ui/Origin'

/** Under the table: how the rows add up to the totals, and where the rest is; of the plan, and of a run. */
export function LayersBill() {
  const plan = useApp((state) => state.plan)
  const nodes = useApp((state) => state.model?.nodes)
  const report = useMeasurement()?.report
  if (plan === null) return null
  const nameOf = (node: number) => nodes?.[node]?.name ?? ''
  const planned = billMessages(plan, nameOf)
  const measured = report === undefined ? [] : measuredBill(report, nameOf)
  if (planned.length + measured.length === 0) return null
  return (
    <section className="layers-bill" aria-label={t('inspector:bill')} data-testid="layers-bill">
      <Sentences kind="modelled" messages={planned} />
      <Sentences kind="measured" messages={measured} />
    </section>
  )
}

function Sentences({ kind, messages }: { readonly kind: 'modelled' | 'measured'; readonly messages: Message[] }) {
  if (messages.length === 0) return null
  return (
    <p>
      <Origin kind={kind} /> {messages.map(say).join(' ')}
    </p>
  )
}
