// SPDX-License-Identifier: Apache-2.0
import './advice.css'
import { Loader, SegmentedControl } from '@mantine/core'
import type { Advice } from '#contract/advice'
import type { Plan } from '#contract/plan'
import { say, t } from '../../i18n'
import { traitsOf } from '../../lib/configurations'
import { useApp, usePanel, useProfiles } from '../../store'
import { Empty } from '../../ui/Empty'
import { Heading } from '../../ui/Heading'
import { BudgetForm } from './BudgetForm'
import { BudgetResult } from './BudgetResult'
import { RemedyList } from './RemedyList'
import { settingsSentence } from './settings-sentence'
import { TradeView } from './TradeView'
import { WarningList } from './WarningList'

type View = 'list' | 'chart'

/** What is wrong with the plan, what would lower its total, and what that costs: in words, or as memory against time. */
export function AdvicePanel() {
  const model = useApp((state) => state.model)
  const plan = useApp((state) => state.plan)
  const advice = useApp((state) => state.advice)
  const [left, setView] = usePanel('adviceView')
  const view: View = left === 'chart' ? 'chart' : 'list'
  if (model === null || plan === null) return <Empty title={t('advice:title')}>{t('advice:noPlan')}</Empty>
  const choice = (
    <SegmentedControl<View>
      size="xs"
      aria-label={t('advice:view')}
      data-testid="advice-view"
      value={view}
      data={[
        { value: 'list', label: t('advice:list') },
        { value: 'chart', label: t('advice:trade.title') },
      ]}
      onChange={setView}
    />
  )
  return (
    <div className="advice-panel" data-testid="advice-panel">
      {view === 'chart' && advice !== null ? (
        <TradeView model={model} plan={plan} advice={advice} choice={choice} />
      ) : (
        <>
          <div className="advice-bar">{choice}</div>
          {view === 'chart' ? <Pending /> : <InWords plan={plan} advice={advice} />}
        </>
      )}
    </div>
  )
}

function InWords({ plan, advice }: { readonly plan: Plan; readonly advice: Advice | null }) {
  const profiles = useProfiles()
  const engine = say(traitsOf(profiles, plan.configuration.profile).label)
  return (
    <div className="advice">
      <div className="advice-side">
        <section>
          <Heading origin="modelled">{t('advice:warningsTitle')}</Heading>
          {advice === null ? <Pending /> : <WarningList lints={advice.lints} />}
        </section>
        {advice === null ? null : (
          <section>
            <Heading>{t('advice:settingsTitle')}</Heading>
            <p className="advice-text" data-testid="advice-settings">
              {settingsSentence(advice.heeded, engine)}
            </p>
          </section>
        )}
        <BudgetForm totalBytes={plan.totalBytes} />
      </div>
      <div className="advice-main">
        <BudgetResult remedies={advice?.remedies ?? []} />
        {advice === null ? (
          <Pending />
        ) : advice.remedies.length === 0 ? (
          <Empty title={t('advice:nothingTitle')}>{t('advice:nothing', { engine })}</Empty>
        ) : (
          <RemedyList remedies={advice.remedies} />
        )}
      </div>
    </div>
  )
}

function Pending() {
  const failed = useApp((state) => state.adviceFailed)
  const plans = useApp((state) => state.advicePlans)
  if (failed) return <p className="advice-text">{t('advice:failed')}</p>
  return (
    <p className="advice-pending">
      <Loader size={14} />
      {t('advice:pending', { count: plans })}
    </p>
  )
}
