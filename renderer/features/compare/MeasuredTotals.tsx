// SPDX-License-Identifier: Apache-2.0
import type { ComparisonSide } from '#contract/comparison'
import { duration } from '#messages/figures'
import { t } from '../../i18n'
import { Bytes } from '../../ui/Bytes'
import { Heading } from '../../ui/Heading'

interface MeasuredTotalsProps {
  readonly letter: string
  readonly a: ComparisonSide
  readonly b: ComparisonSide
}

/** What runs of A and the other side measured; says what to do where only one of them has been run. */
export function MeasuredTotals({ letter, a, b }: MeasuredTotalsProps) {
  if (a.measured === undefined && b.measured === undefined) return null
  const missing = a.measured === undefined ? 'A' : b.measured === undefined ? letter : null
  return (
    <section>
      <Heading origin="measured">{t('compare:runs')}</Heading>
      <table className="compare-figures" data-testid="compare-measured">
        <thead>
          <tr>
            <th />
            <th scope="col">A</th>
            <th scope="col">{letter}</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">{t('compare:peak')}</th>
            <td>{a.measured === undefined ? '–' : <Bytes value={a.measured.peakTrackedBytes} />}</td>
            <td>{b.measured === undefined ? '–' : <Bytes value={b.measured.peakTrackedBytes} />}</td>
          </tr>
          <tr>
            <th scope="row">{t('compare:inference')}</th>
            <td className="ui-number">{a.measured === undefined ? '–' : duration(a.measured.inferenceNs)}</td>
            <td className="ui-number">{b.measured === undefined ? '–' : duration(b.measured.inferenceNs)}</td>
          </tr>
          <tr>
            <th scope="row">{t('compare:rss')}</th>
            <td>{a.measured === undefined ? '–' : <Bytes value={a.measured.peakRssBytes} />}</td>
            <td>{b.measured === undefined ? '–' : <Bytes value={b.measured.peakRssBytes} />}</td>
          </tr>
        </tbody>
      </table>
      {missing === null ? null : <p className="ui-muted">{t('compare:notRun', { side: missing })}</p>}
    </section>
  )
}
