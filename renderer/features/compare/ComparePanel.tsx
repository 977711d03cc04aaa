// SPDX-License-Identifier: Apache-2.0
import './compare.css'
import './compare-sides.css'
import { Button } from '@mantine/core'
import { IconChartBar, IconFiles, IconPinned, IconStack2 } from '@tabler/icons-react'
import { t } from '../../i18n'
import { configurationName } from '../../lib/labels'
import { differsFromA, underOtherEngines } from '../../lib/sides'
import { actions, useApp, useProfiles } from '../../store'
import { selectChosen, selectShown, selectSides } from '../../store/selectors'
import { AddSide } from './AddSide'
import { ChartStage } from './ChartStage'
import { CompareMain } from './CompareMain'
import { ComparisonTotals } from './ComparisonTotals'
import { SideList } from './SideList'

/** A, the baseline, against B, the current configuration, and against C, D and so on: one of them at a time in full. */
export function ComparePanel() {
  const profiles = useProfiles()
  const baseline = useApp((state) => state.baseline)
  const configuration = useApp((state) => state.configuration)
  const model = useApp((state) => state.model)
  const sides = useApp(selectSides)
  const chosen = useApp(selectChosen)
  const comparison = useApp(selectShown)
  if (baseline === null) {
    return (
      <div className="ui-empty">
        <strong>{t('compare:title')}</strong>
        <p>{t('compare:intro')}</p>
        <Button variant="default" mt={6} leftSection={<IconPinned size={14} />} onClick={actions.keepAsBaseline}>
          {t('compare:keep', { configuration: configurationName(profiles, configuration) })}
        </Button>
        <Button
          variant="default"
          mt={6}
          leftSection={<IconFiles size={14} />}
          onClick={() => void actions.compareWithFile()}
        >
          {t('compare:withFile')}
        </Button>
        <p className="compare-or">{t('compare:orAll')}</p>
        <Button
          variant="default"
          leftSection={<IconStack2 size={14} />}
          data-testid="compare-every-engine"
          onClick={() => {
            actions.keepAsBaseline()
            actions.addSides(underOtherEngines(profiles, configuration, []))
          }}
        >
          {t('compare:sides.everyEngine')}
        </Button>
        <Button
          variant="default"
          mt={6}
          leftSection={<IconChartBar size={14} />}
          data-testid="compare-all-releases"
          onClick={() => {
            actions.keepPanel({ releasesScope: 'all' })
            actions.showTab('releases')
          }}
        >
          {t('compare:allReleases')}
        </Button>
      </div>
    )
  }
  if (model === null || chosen === null || (sides.length === 2 && !differsFromA(sides))) {
    return (
      <div className="ui-empty">
        <strong>{t('compare:sameTitle', { configuration: configurationName(profiles, baseline) })}</strong>
        <p>{t('compare:same')}</p>
        <AddSide />
      </div>
    )
  }
  return (
    <div className="compare">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls where the panel is low, so the keyboard must get there */}
      <div className="compare-side" tabIndex={0}>
        <SideList />
        {comparison === null ? null : <ComparisonTotals letter={chosen.letter} comparison={comparison} />}
      </div>
      <CompareMain model={model} chosen={chosen} />
      {comparison === null ? null : <ChartStage model={model} letter={chosen.letter} comparison={comparison} />}
    </div>
  )
}
