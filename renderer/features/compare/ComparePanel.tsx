import './compare.css'
import { Button, SegmentedControl } from '@mantine/core'
import { IconPinned } from '@tabler/icons-react'
import { useState } from 'react'
import { t } from '../../i18n'
import { sameConfiguration } from '../../lib/configurations'
import { configurationName } from '../../lib/labels'
import { actions, useApp, useProfiles } from '../../store'
import { Empty } from '../../ui/Empty'
import { ChangedLayers } from './ChangedLayers'
import { ChartPanel } from './ChartPanel'
import { ChartStage } from './ChartStage'
import { ComparisonTotals } from './ComparisonTotals'
import { GapPanel } from './GapPanel'

type View = 'layers' | 'run'

/** A, the baseline, against B, the current configuration. */
export function ComparePanel() {
  const [view, setView] = useState<View>('layers')
  const profiles = useProfiles()
  const baseline = useApp((state) => state.baseline)
  const savedBaseline = useApp((state) => state.savedBaseline)
  const configuration = useApp((state) => state.configuration)
  const comparison = useApp((state) => state.comparison)
  const model = useApp((state) => state.model)
  if (baseline === null) {
    return (
      <div className="ui-empty">
        <strong>{t('compare:title')}</strong>
        <p>{t('compare:intro')}</p>
        <Button variant="default" mt={6} leftSection={<IconPinned size={14} />} onClick={actions.keepAsBaseline}>
          {t('compare:keep', { configuration: configurationName(profiles, configuration) })}
        </Button>
      </div>
    )
  }
  if (savedBaseline === null && sameConfiguration(baseline, configuration)) {
    return (
      <Empty title={t('compare:sameTitle', { configuration: configurationName(profiles, baseline) })}>
        {t('compare:same')}
      </Empty>
    )
  }
  if (comparison === null || model === null) return <Empty title={t('compare:comparing')}>{t('compare:moment')}</Empty>
  const choice = (
    <SegmentedControl<View>
      aria-label={t('compare:view')}
      data-testid="compare-view"
      value={view}
      data={[
        { value: 'layers', label: t('compare:byLayer') },
        { value: 'run', label: t('compare:overRun') },
      ]}
      onChange={setView}
    />
  )
  return (
    <div className="compare">
      <ComparisonTotals comparison={comparison} />
      <div className="compare-main">
        {view === 'layers' ? (
          <>
            <ChartPanel comparison={comparison} leading={choice} />
            <ChangedLayers model={model} comparison={comparison} />
          </>
        ) : (
          <GapPanel comparison={comparison} leading={choice} />
        )}
      </div>
      <ChartStage model={model} comparison={comparison} />
    </div>
  )
}
