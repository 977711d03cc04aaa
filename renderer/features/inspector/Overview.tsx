// SPDX-License-Identifier: Apache-2.0
import type { ModelView } from '#contract/model'
import { CATEGORIES, type CategoryBytes, type Decision, isLowerBound, type Plan } from '#contract/plan'
import { billMessages } from '#messages/bill'
import { percent, times } from '#messages/figures'
import { say, t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { CATEGORY_LABELS, categoryMeaning, configurationName } from '../../lib/labels'
import { algorithmColour, categoryColour } from '../../lib/palette'
import { actions, useApp, useMeasurement, useProfiles } from '../../store'
import { Bytes } from '../../ui/Bytes'
import { Heading } from '../../ui/Heading'
import { LayerName } from '../../ui/LayerName'
import { SizeBar } from '../../ui/SizeBar'
import { StackedBar } from '../../ui/StackedBar'
import { Staircase } from '../../ui/Staircase'
import { Swatch } from '../../ui/Swatch'
import { TotalBytes } from '../../ui/TotalBytes'
import { LifecycleSection } from './LifecycleSection'
import { PeakSection } from './PeakSection'
import { RunSummary } from './RunSummary'

const TOP_LAYERS = 5

/** The model and its plan as a whole. */
export function Overview({ model }: { readonly model: ModelView }) {
  const profiles = useProfiles()
  const plan = useApp((state) => state.plan)
  const report = useMeasurement()?.report
  if (plan === null) return null
  return (
    <>
      <header className="inspector-title">
        <div>
          <h2>{model.fileName}</h2>
          <span className="ui-muted">{configurationName(profiles, plan.configuration)}</span>
        </div>
      </header>
      <section>
        <Heading origin="modelled">{t('inspector:memory')}</Heading>
        <div className="inspector-big">
          <TotalBytes value={plan.totalBytes} lowerBound={isLowerBound(plan)} />
        </div>
        <div className="ui-muted inspector-small">
          {t('inspector:inFile')} <Bytes value={model.weightBytes} />
          {model.weightBytes === 0
            ? ''
            : ` · ${t('inspector:packedRatio', { ratio: times(plan.totals.packedWeights, model.weightBytes) })}`}
        </div>
        <CategoryTotals totals={plan.totals} total={plan.totalBytes} />
        {model.format === 'tflite' ? <p className="ui-muted inspector-small">{t('inspector:notTflite')}</p> : null}
      </section>
      <LifecycleSection plan={plan} />
      <Staircase weightBytes={model.weightBytes} plan={plan} />
      {report === undefined ? null : <RunSummary report={report} />}
      {report?.executionPeak == null ? null : (
        <PeakSection model={model} peak={report.executionPeak} origin="measured" />
      )}
      {plan.peak == null ? null : <PeakSection model={model} peak={plan.peak} origin="modelled" />}
      <TopLayers
        model={model}
        plan={plan}
        title={t('inspector:largestPacked')}
        figure={(d) => d.packedWeightBytes ?? 0}
      />
      <TopLayers
        model={model}
        plan={plan}
        title={t('inspector:largestWorkspaces')}
        figure={(d) => d.workspaceBytes ?? 0}
        note={t('inspector:workspaceShared', { bytes: formatBytes(plan.totals.workspace) })}
      />
      <Sentences
        title={t('inspector:bill')}
        sentences={billMessages(plan, (node) => model.nodes[node]?.name ?? '').map(say)}
      />
      <Sentences title={t('inspector:warnings')} sentences={model.warnings.map(say)} warning />
      <Sentences title={t('inspector:includes')} sentences={plan.notes.map(say)} />
    </>
  )
}

function CategoryTotals({ totals, total }: { readonly totals: CategoryBytes; readonly total: number }) {
  return (
    <div className="inspector-totals">
      <StackedBar bytes={totals} scale={total} height={12} />
      {CATEGORIES.filter((category) => totals[category] > 0).map((category) => (
        <div key={category} className="inspector-total">
          <Swatch colour={categoryColour(category)} />
          <span title={categoryMeaning(category)}>{CATEGORY_LABELS[category]}</span>
          <Bytes value={totals[category]} />
          <span className="ui-number ui-muted">{percent(totals[category] / Math.max(1, total))}</span>
        </div>
      ))}
    </div>
  )
}

interface TopLayersProps {
  readonly model: ModelView
  readonly plan: Plan
  readonly title: string
  readonly figure: (decision: Decision) => number
  /** How they go together with the total. */
  readonly note?: string
}

function TopLayers({ model, plan, title, figure, note }: TopLayersProps) {
  const top = [...plan.decisions]
    .sort((a, b) => figure(b) - figure(a))
    .slice(0, TOP_LAYERS)
    .filter((decision) => figure(decision) > 0)
  const first = top[0]
  if (first === undefined) return null
  return (
    <section>
      <Heading origin="modelled">{title}</Heading>
      {note === undefined ? null : <p className="ui-muted inspector-small inspector-note">{note}</p>}
      <div className="inspector-top">
        {top.map((decision) => (
          <button key={decision.node} type="button" onClick={() => actions.reveal(decision.node)}>
            <LayerName name={model.nodes[decision.node]?.name ?? ''} />
            <Bytes value={figure(decision)} />
            <SizeBar value={figure(decision)} largest={figure(first)} colour={algorithmColour(decision.algorithm)} />
          </button>
        ))}
      </div>
    </section>
  )
}

interface SentencesProps {
  readonly title: string
  readonly sentences: readonly string[]
  readonly warning?: boolean
}

function Sentences({ title, sentences, warning = false }: SentencesProps) {
  if (sentences.length === 0) return null
  return (
    <section>
      <Heading>{title}</Heading>
      <ul className={warning ? 'inspector-list inspector-warnings' : 'inspector-list'}>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  )
}
