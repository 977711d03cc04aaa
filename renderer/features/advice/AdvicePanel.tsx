// SPDX-License-Identifier: Apache-2.0
import './advice.css'
import { Loader, SegmentedControl } from '@mantine/core'
import type { Advice } from '#contract/advice'
import type { Plan } from '#contract/plan'
import { say, t } from '../../i18n'
import { traitsOf } from '../../lib/configurations'
import { actions, useApp, usePanel, useProfiles } from '../../store'
import type { AdviceState } from '../../store/state/per-shapes'
import { Empty } from '../../ui/Empty'
import { Heading } from '../../ui/Heading'
import { BudgetForm } from './BudgetForm'
import { BudgetResult } from './BudgetResult'
import { RemedyList } from './RemedyList'
import { settingsSentence } from './settings-sentence'
import { TradeView } from './TradeView'
import { useAfterPlan } from './use-after-plan'
import { WarningList } from './WarningList'

type View = 'list' | 'chart'

/** What is wrong with the plan, what would lower its total, and what that costs: in words, or as memory against time. */
export function AdvicePanel() {
  const model = useApp((state) => state.model)
  const plan = useApp((state) => state.plan)
  const asked = useApp((state) => (state.advice?.plan === state.plan ? state.advice : null))
  useAfterPlan(plan, actions.advise)
  const advice = asked?.answer?.ok ? asked.answer.value : null
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
          {view === 'chart' ? <Pending asked={asked} /> : <InWords plan={plan} asked={asked} advice={advice} />}
        </>
      )}
    </div>
  )
}

interface InWordsProps {
  readonly plan: Plan
  readonly asked: AdviceState | null
  readonly advice: Advice | null
}

function InWords({ plan, asked, advice }: InWordsProps) {
  const profiles = useProfiles()
  const warnings = useApp((state) => state.warnings)
  const engine = say(traitsOf(profiles, plan.configuration.profile).label)
  return (
    <div className="advice">
      <div className="advice-side">
        <section>
          <Heading origin="modelled">{t('advice:warningsTitle')}</Heading>
          {warnings === null ? <Pending asked={null} /> : <WarningList lints={warnings} />}
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
          <Pending asked={asked} />
        ) : advice.remedies.length === 0 ? (
          <Empty title={t('advice:nothingTitle')}>{t('advice:nothing', { engine })}</Empty>
        ) : (
          <RemedyList remedies={advice.remedies} />
        )}
      </div>
    </div>
  )
}

function Pending({ asked }: { readonly asked: AdviceState | null }) {
  if (asked?.answer?.ok === false) return <p className="advice-text">{t('advice:failed')}</p>
  return (
    <p className="advice-pending">
      <Loader size={14} />
      {t('advice:pending', { count: asked?.plans ?? 0 })}
    </p>
  )
}
