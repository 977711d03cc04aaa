// SPDX-License-Identifier: Apache-2.0
import { IconLock, IconLockOpen } from '@tabler/icons-react'
import type { Comparison, ComparisonSide } from '#contract/comparison'
import type { Problem, Result } from '#contract/errors'
import { t } from '../../i18n'
import { differsFromA, KEY_OF_B, type Side } from '../../lib/sides'
import { useApp, usePanel, useProfiles } from '../../store'
import { comparisonOf, selectChosen, selectComparisons, selectSides } from '../../store/selectors'
import { Heading } from '../../ui/Heading'
import { IconButton } from '../../ui/IconButton'
import { AddSide } from './AddSide'
import { SideRow } from './SideRow'
import { sideNames } from './side-names'

/** A and every side that is held against it, on one scale; one of them is looked at. */
export function SideList() {
  const profiles = useProfiles()
  const sides = useApp(selectSides)
  const chosen = useApp(selectChosen)
  const comparisons = useApp(selectComparisons)
  const results = sides.map((side) => comparisonOf(comparisons, side))
  const a = results.find(isKnown)?.value.a
  const different = differsFromA(sides)
  const sameAsA = ({ letter, key }: Side) => letter === 'A' || (key === KEY_OF_B && !different)
  const figures = sides.map((side, index) => (sameAsA(side) ? { ...UNKNOWN, of: a ?? null } : figureOf(results[index])))
  const scale = figures.reduce((most, { of }) => Math.max(most, of?.totalBytes ?? 0), 1)
  const { shared, names } = sideNames(profiles, sides)
  return (
    <section>
      <div className="compare-sides-head">
        <Heading origin="modelled">{t('compare:total')}</Heading>
        <AddSide />
      </div>
      {shared === '' ? null : (
        <p className="compare-shared" title={shared}>
          <LinkButton />
          {t('compare:sides.shared', { parts: shared })}
        </p>
      )}
      <div
        className="compare-sides"
        role="radiogroup"
        aria-label={t('compare:sides.choose')}
        data-testid="compare-sides"
      >
        {sides.map((side, index) => (
          <SideRow
            key={side.key}
            side={side}
            name={names[index] ?? { short: '', whole: '' }}
            {...(figures[index] ?? UNKNOWN)}
            same={sameAsA(side)}
            baselineBytes={a?.totalBytes ?? null}
            baselineLeast={a?.lowerBound === true}
            scale={scale}
            chosen={chosen?.key === side.key}
          />
        ))}
      </div>
    </section>
  )
}

/** Whether what sides have in common stays in common. */
function LinkButton() {
  const [linked, link] = usePanel('compareLinked')
  const Icon = linked ? IconLock : IconLockOpen
  return (
    <IconButton
      label={t(linked ? 'compare:sides.unlink' : 'compare:sides.link')}
      size="xs"
      aria-pressed={linked}
      data-testid="sides-link"
      onClick={() => link(!linked)}
    >
      <Icon size={13} />
    </IconButton>
  )
}

interface SideFigures {
  /** null while it is not known. */
  readonly of: ComparisonSide | null
  readonly problem: Problem | null
}

function isKnown(result: Result<Comparison> | null): result is Result<Comparison> & { readonly ok: true } {
  return result?.ok === true
}

const UNKNOWN: SideFigures = { of: null, problem: null }

function figureOf(result: Result<Comparison> | null | undefined): SideFigures {
  if (!result) return UNKNOWN
  return result.ok ? { of: result.value.b, problem: null } : { of: null, problem: result.problem }
}
