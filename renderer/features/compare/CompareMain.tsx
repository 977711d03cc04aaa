// SPDX-License-Identifier: Apache-2.0
import { SegmentedControl } from '@mantine/core'
import type { ModelView } from '#contract/model'
import { say, t } from '../../i18n'
import type { Side } from '../../lib/sides'
import { useApp, usePanel } from '../../store'
import { comparisonOf, selectComparisons } from '../../store/selectors'
import { Empty } from '../../ui/Empty'
import { ChangedLayers } from './ChangedLayers'
import { ChartPanel } from './ChartPanel'
import { GapPanel } from './GapPanel'
import { ModelDiffTable } from './ModelDiffTable'

const VIEWS = ['layers', 'run', 'models'] as const
type View = (typeof VIEWS)[number]

interface CompareMainProps {
  readonly model: ModelView
  readonly chosen: Side
}

/** The side that is looked at against A: layer by layer, or over the run. */
export function CompareMain({ model, chosen }: CompareMainProps) {
  const [left, setView] = usePanel('compareView')
  const wanted = VIEWS.find((each) => each === left) ?? 'layers'
  const result = comparisonOf(useApp(selectComparisons), chosen)
  if (result === null) return <Empty title={t('compare:comparing')}>{t('compare:moment')}</Empty>
  if (!result.ok) {
    return <Empty title={t('compare:sides.failed', { letter: chosen.letter })}>{say(result.problem.message)}</Empty>
  }
  const { models } = result.value
  const view = wanted === 'models' && models === undefined ? 'layers' : wanted
  const choice = (
    <SegmentedControl<View>
      aria-label={t('compare:view')}
      data-testid="compare-view"
      value={view}
      data={[
        { value: 'layers', label: t('compare:byLayer') },
        { value: 'run', label: t('compare:overRun') },
        ...(models === undefined ? [] : [{ value: 'models' as const, label: t('compare:models.view') }]),
      ]}
      onChange={setView}
    />
  )
  return (
    <div className="compare-main">
      {view === 'models' && models !== undefined ? (
        <>
          <div className="compare-bar">{choice}</div>
          <ModelDiffTable letter={chosen.letter} diff={models} />
        </>
      ) : view === 'run' ? (
        <GapPanel comparison={result.value} chosen={chosen} leading={choice} />
      ) : result.value.layers.length === 0 ? (
        <>
          <div className="compare-bar">{choice}</div>
          <Empty title={t('compare:noneShared')}>{t('compare:noneSharedHint', { letter: chosen.letter })}</Empty>
        </>
      ) : (
        <>
          <ChartPanel letter={chosen.letter} comparison={result.value} leading={choice} />
          {!result.value.layers.some(({ changed }) => changed) ? (
            <Empty title={t('compare:noneChanged')}>{t('compare:noneChangedHint', { letter: chosen.letter })}</Empty>
          ) : (
            <ChangedLayers model={model} letter={chosen.letter} comparison={result.value} />
          )}
        </>
      )}
    </div>
  )
}
