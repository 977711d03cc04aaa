// SPDX-License-Identifier: Apache-2.0
import { CATEGORIES } from '#contract/plan'
import { t } from '../../i18n'
import { CATEGORY_LABELS } from '../../lib/labels'
import { categoryColour } from '../../lib/palette'
import { Bytes, BytesDelta } from '../../ui/Bytes'
import { Heading } from '../../ui/Heading'
import { Swatch } from '../../ui/Swatch'
import { UnknownDifference } from '../../ui/UnknownDifference'
import type { LetteredComparison } from './comparison-rows'

/** Memory by category of A and the other side; also what the colours of the bars stand for. */
export function CategoryTable({ letter, comparison: { a, b, deltas, totalDelta } }: LetteredComparison) {
  return (
    <section>
      <Heading origin="modelled">{t('compare:byCategory')}</Heading>
      <table className="compare-figures" data-testid="compare-categories">
        <thead>
          <tr>
            <th scope="col">MiB</th>
            <th scope="col">A</th>
            <th scope="col">{letter}</th>
            <th scope="col">{letter} − A</th>
          </tr>
        </thead>
        <tbody>
          {CATEGORIES.filter((category) => a.totals[category] + b.totals[category] > 0).map((category) => (
            <tr key={category}>
              <th scope="row">
                <Swatch colour={categoryColour(category)} />
                {CATEGORY_LABELS[category]}
              </th>
              <td>
                <Bytes value={a.totals[category]} unit="MiB" />
              </td>
              <td>
                <Bytes value={b.totals[category]} unit="MiB" />
              </td>
              <td>
                {totalDelta === null ? <UnknownDifference /> : <BytesDelta value={deltas[category]} unit="MiB" />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
