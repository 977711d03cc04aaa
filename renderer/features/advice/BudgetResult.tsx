// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef } from 'react'
import type { Remedy } from '#contract/advice'
import { t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { useApp } from '../../store'
import { Heading } from '../../ui/Heading'
import { RemedyRow } from './RemedyRow'

/** Remedies that are named beside the answer. */
const MOST_PLAIN = 3

/** What fits the budget that was asked for: what the engine can be told first, and then what only Convscope can show. */
export function BudgetResult({ remedies }: { readonly remedies: readonly Remedy[] }) {
  const budget = useApp((state) => state.budget)
  const answer = budget?.answer ?? null
  const section = useRef<HTMLElement>(null)
  // The answer stands above what was looked at meanwhile.
  useEffect(() => {
    if (answer !== null) section.current?.scrollIntoView({ block: 'nearest' })
  }, [answer])
  if (budget === null || answer === null) return null
  const { bytes } = budget
  const size = { budget: formatBytes(bytes) }
  const plain = remedies
    .filter(({ whatIf, totalBytes }) => !whatIf && totalBytes <= bytes)
    .sort(
      (a, b) => (a.timeRatio ?? Number.MAX_VALUE) - (b.timeRatio ?? Number.MAX_VALUE) || a.totalBytes - b.totalBytes,
    )
    .slice(0, MOST_PLAIN)
  const found = answer.fits ? answer.remedy : null
  const first = found === null || found.whatIf ? plain : [found, ...plain.filter(({ id }) => id !== found.id)]
  return (
    <section ref={section} data-testid="budget-result">
      <Heading origin="modelled">{t('advice:budgetResult', size)}</Heading>
      {found?.lowerBound === true ? <p className="advice-text">{t('advice:budgetOpen')}</p> : null}
      <ol className="advice-remedies">
        {first.map((remedy) => (
          <RemedyRow key={remedy.id} remedy={remedy} />
        ))}
      </ol>
      {found === null ? (
        <p className="advice-text">
          {t('advice:budgetTooSmall', { ...size, least: formatBytes(answer.fits ? bytes : answer.leastBytes) })}
        </p>
      ) : found.whatIf ? (
        <>
          <p className="advice-text">{t('advice:budgetWhatIf', size)}</p>
          <ol className="advice-remedies">
            <RemedyRow remedy={found} />
          </ol>
        </>
      ) : null}
    </section>
  )
}
