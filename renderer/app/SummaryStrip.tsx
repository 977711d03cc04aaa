// SPDX-License-Identifier: Apache-2.0
import './summary.css'
import { CATEGORIES, isLowerBound } from '#contract/plan'
import { AdviceChip } from '../features/advice/AdviceChip'
import { t } from '../i18n'
import { CATEGORY_LABELS, categoryMeaning } from '../lib/labels'
import { categoryColour } from '../lib/palette'
import { useApp, useMeasurement } from '../store'
import { Bytes } from '../ui/Bytes'
import { Term } from '../ui/glossary/Term'
import { termOfCategory } from '../ui/glossary/terms'
import { Origin } from '../ui/Origin'
import { StackedBar } from '../ui/StackedBar'
import { Swatch } from '../ui/Swatch'
import { TotalBytes } from '../ui/TotalBytes'
import { AgainstA } from './AgainstA'
import { NotCounted } from './NotCounted'
import { Reconciliation } from './Reconciliation'
import { UndoButtons } from './UndoButtons'
import { WhatIf } from './WhatIf'

/** One line of totals: modelled, measured and reported by the OS, each under its own name. */
export function SummaryStrip() {
  const plan = useApp((state) => state.plan)
  const model = useApp((state) => state.model)
  const report = useMeasurement()?.report
  if (plan === null) return <div className="app-summary" />
  return (
    <div className="app-summary" data-measured={report !== undefined}>
      <UndoButtons />
      <span className="app-summary-group">
        <Origin kind="modelled" />
        <b
          data-testid="total-bytes"
          data-bytes={plan.totalBytes}
          data-settings={JSON.stringify(plan.configuration.settings)}
        >
          <TotalBytes value={plan.totalBytes} lowerBound={isLowerBound(plan)} />
        </b>
        {model === null ? null : <Reconciliation model={model} plan={plan} />}
        <WhatIf plan={plan} />
        {model === null ? null : <NotCounted model={model} plan={plan} />}
        <AgainstA />
      </span>
      <span className="app-summary-bar">
        <StackedBar bytes={plan.totals} scale={plan.totalBytes} />
      </span>
      <span className="app-summary-categories">
        {CATEGORIES.filter((category) => plan.totals[category] > 0).map((category) => (
          <span key={category} className="app-summary-group app-summary-category">
            <Swatch colour={categoryColour(category)} />
            <span className="ui-muted" title={categoryMeaning(category)}>
              <Term of={termOfCategory(category)}>{CATEGORY_LABELS[category]}</Term>
            </span>
            <Bytes value={plan.totals[category]} />
          </span>
        ))}
      </span>
      <AdviceChip />
      {report === undefined ? null : (
        <>
          <span className="app-summary-group">
            <Origin kind="measured" />
            <span className="ui-muted">{t('app:peak')}</span>
            <b data-testid="measured-peak" data-bytes={report.peakTrackedBytes}>
              <Bytes value={report.peakTrackedBytes} />
            </b>
          </span>
          <span className="app-summary-group">
            <Origin kind="reported by the OS" />
            <span className="ui-muted">
              <Term of="resident">{t('app:rss')}</Term>
            </span>
            <Bytes value={report.peakRssBytes} />
          </span>
        </>
      )}
    </div>
  )
}
