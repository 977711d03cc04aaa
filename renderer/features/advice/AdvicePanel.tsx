// SPDX-License-Identifier: Apache-2.0
import './advice.css'
import { Loader } from '@mantine/core'
import { say, t } from '../../i18n'
import { traitsOf } from '../../lib/configurations'
import { useApp, useProfiles } from '../../store'
import { Empty } from '../../ui/Empty'
import { Heading } from '../../ui/Heading'
import { BudgetForm } from './BudgetForm'
import { RemedyList } from './RemedyList'
import { settingsSentence } from './settings-sentence'
import { WarningList } from './WarningList'

/** What is wrong with the plan, what would lower its total, and what that costs. */
export function AdvicePanel() {
  const profiles = useProfiles()
  const plan = useApp((state) => state.plan)
  const advice = useApp((state) => state.advice)
  const failed = useApp((state) => state.adviceFailed)
  if (plan === null) return <Empty title={t('advice:title')}>{t('advice:noPlan')}</Empty>
  const engine = say(traitsOf(profiles, plan.configuration.profile).label)
  return (
    <div className="advice" data-testid="advice-panel">
      <div className="advice-side">
        <section>
          <Heading origin="modelled">{t('advice:warningsTitle')}</Heading>
          {advice === null ? <Pending failed={failed} /> : <WarningList lints={advice.lints} />}
        </section>
        {advice === null ? null : (
          <section>
            <Heading>{t('advice:settingsTitle')}</Heading>
            <p className="advice-text" data-testid="advice-settings">
              {settingsSentence(advice.heeded, engine)}
            </p>
          </section>
        )}
        <BudgetForm key={plan.modelId} totalBytes={plan.totalBytes} />
      </div>
      <div className="advice-main">
        {advice === null ? (
          <Pending failed={failed} />
        ) : advice.remedies.length === 0 ? (
          <Empty title={t('advice:nothingTitle')}>{t('advice:nothing', { engine })}</Empty>
        ) : (
          <RemedyList remedies={advice.remedies} />
        )}
      </div>
    </div>
  )
}

function Pending({ failed }: { readonly failed: boolean }) {
  const plans = useApp((state) => state.advicePlans)
  if (failed) return <p className="advice-text">{t('advice:failed')}</p>
  return (
    <p className="advice-pending">
      <Loader size={14} />
      {t('advice:pending', { count: plans })}
    </p>
  )
}
