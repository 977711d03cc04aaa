// SPDX-License-Identifier: Apache-2.0
import type { ReactNode } from 'react'
import type { ComparisonSide } from '#contract/comparison'
import type { Problem } from '#contract/errors'
import { type Judged, judge } from '#contract/verdict'
import { say, t } from '../../i18n'
import type { Side } from '../../lib/sides'
import { actions, useApp } from '../../store'
import { Bytes, BytesDelta } from '../../ui/Bytes'
import { SideLetter } from '../../ui/SideLetter'
import { StackedBar } from '../../ui/StackedBar'
import { UnknownDifference } from '../../ui/UnknownDifference'
import { OutcomeIcon, outcomeClass, outcomeText } from './outcome'
import { SideMenu } from './SideMenu'
import type { SideName } from './side-names'

interface SideRowProps {
  readonly side: Side
  readonly name: SideName
  /** null while it is not known. */
  readonly of: ComparisonSide | null
  /** Why it cannot be compared. */
  readonly problem: Problem | null
  readonly baselineBytes: number | null
  /** What the full width of a bar stands for. */
  readonly scale: number
  readonly chosen: boolean
  /** Parts of A are unknown or left out. */
  readonly baselineLeast: boolean
  /** It is A, or no different from it. */
  readonly same: boolean
}

/** Letter, name, total, and what it makes against A; choosing it shows the rest. A itself cannot be chosen. */
export function SideRow({ side, name, of, problem, baselineBytes, baselineLeast, scale, chosen, same }: SideRowProps) {
  const { letter } = side
  return (
    <div className="compare-row" data-chosen={chosen} data-testid={`compare-side-${letter.toLowerCase()}`}>
      <Choice side={side} chosen={chosen} same={same} title={name.whole}>
        <SideLetter letter={letter} chosen={chosen} />
        <span className="compare-row-name">{name.short}</span>
        <b data-testid={`compare-total-${letter.toLowerCase()}`} data-bytes={of?.totalBytes}>
          {of === null ? null : (
            <>
              {of.lowerBound ? <abbr title={t('common:atLeast')}>≥</abbr> : null}
              <Bytes value={of.totalBytes} />
            </>
          )}
        </b>
        {of === null ? (
          <span className="compare-row-problem" title={problem === null ? undefined : say(problem.message)}>
            {problem === null ? t('compare:comparing') : say(problem.message)}
          </span>
        ) : (
          <StackedBar bytes={of.totals} scale={scale} height={9} />
        )}
        <span className="compare-row-delta">
          {same ? (
            <span className="ui-muted">{t(letter === 'A' ? 'compare:sides.baseline' : 'compare:sides.same')}</span>
          ) : of === null || baselineBytes === null ? null : (
            <>
              <Verdict baselineBytes={baselineBytes} judged={{ bytes: of.totalBytes, lowerBound: of.lowerBound }} />
              {of.lowerBound || baselineLeast ? (
                <UnknownDifference />
              ) : (
                <BytesDelta value={of.totalBytes - baselineBytes} />
              )}
            </>
          )}
        </span>
      </Choice>
      <SideMenu side={side} />
    </div>
  )
}

interface ChoiceProps {
  readonly side: Side
  readonly chosen: boolean
  readonly same: boolean
  readonly title: string
  readonly children: ReactNode
}

function Choice({ side, chosen, same, title, children }: ChoiceProps) {
  if (side.letter === 'A') {
    return (
      <div className="compare-choice" title={title}>
        {children}
      </div>
    )
  }
  return (
    <label className="compare-choice" title={title}>
      <input
        type="radio"
        name="compare-side"
        checked={chosen}
        disabled={same}
        aria-label={`${side.letter}: ${title}`}
        onChange={() => actions.chooseSide(side.key)}
      />
      {children}
    </label>
  )
}

/** Whether a side stays within the growth that is allowed; nothing without a limit. */
function Verdict({ baselineBytes, judged }: { readonly baselineBytes: number; readonly judged: Judged }) {
  const limit = useApp((state) => state.limit)
  if (limit === null) return null
  const { outcome } = judge(baselineBytes, judged, limit)
  return (
    <span
      className={`compare-row-verdict ${outcomeClass(outcome)}`}
      role="img"
      aria-label={outcomeText(outcome)}
      title={t(`compare:verdict.meaning.${outcome}`)}
      data-outcome={outcome}
    >
      <OutcomeIcon outcome={outcome} size={14} />
    </span>
  )
}
