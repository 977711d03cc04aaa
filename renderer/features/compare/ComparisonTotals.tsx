// SPDX-License-Identifier: Apache-2.0
import type { Comparison } from '#contract/comparison'
import { modelSentences } from '#contract/model-diff'
import { times } from '#messages/figures'
import { sayOf, t } from '../../i18n'
import { BytesDelta } from '../../ui/Bytes'
import { CategoryTable } from './CategoryTable'
import type { LetteredComparison } from './comparison-rows'
import { MeasuredTotals } from './MeasuredTotals'
import { RuleDifferences } from './RuleDifferences'
import { VerdictLine } from './VerdictLine'

/** How much the side that is looked at differs from A, by category, and the story in a few sentences. */
export function ComparisonTotals({ letter, comparison }: LetteredComparison) {
  const { a, b, totalDelta, models, unmatched } = comparison
  const summary = [...(models === undefined ? [] : modelSentences(models)), ...comparison.summary]
  return (
    <>
      <section>
        <div className="compare-delta" data-testid="compare-total-delta" data-bytes={totalDelta} data-letter={letter}>
          {totalDelta === null ? (
            <small>{t('compare:differenceUnknown')}</small>
          ) : (
            <>
              <BytesDelta value={totalDelta} arrow />
              <small>{t('compare:ratio', { letter, ratio: times(b.totalBytes, a.totalBytes) })}</small>
            </>
          )}
        </div>
        <VerdictLine baselineBytes={a.totalBytes} judged={{ bytes: b.totalBytes, lowerBound: b.lowerBound }} />
      </section>
      {summary.length === 0 ? null : (
        <ul className="compare-summary" data-testid="compare-summary">
          {summary.map(sayOf(letter)).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <CategoryTable letter={letter} comparison={comparison} />
      <RuleDifferences letter={letter} rules={comparison.rules} />
      <MeasuredTotals letter={letter} a={a} b={b} />
      {unmatched === undefined ? null : <Unmatched letter={letter} unmatched={unmatched} />}
    </>
  )
}

interface UnmatchedProps {
  readonly letter: string
  readonly unmatched: NonNullable<Comparison['unmatched']>
}

/** Of two files: the layers that found no match. */
function Unmatched({ letter, unmatched }: UnmatchedProps) {
  return (['a', 'b'] as const).map((side) =>
    unmatched[side].length === 0 ? null : (
      <p key={side} className="ui-muted" data-testid={`unmatched-${side}`}>
        {t('compare:unmatched', { side: side === 'a' ? 'A' : letter, names: unmatched[side].join(', ') })}
      </p>
    ),
  )
}
