// SPDX-License-Identifier: Apache-2.0
import { CATEGORIES } from '#contract/plan'
import { type RunReport, residentParts } from '#contract/timeline'
import { duration } from '#messages/figures'
import { ISA_NAMES } from '#messages/terms'
import { say, t } from '../../i18n'
import { CATEGORY_LABELS } from '../../lib/labels'
import { Bytes } from '../../ui/Bytes'
import { Heading } from '../../ui/Heading'
import { StackedBar } from '../../ui/StackedBar'

/** What the last run of this configuration measured, and what the OS saw beyond it. */
export function RunSummary({ report }: { readonly report: RunReport }) {
  const { trackedBytes, remainderBytes } = residentParts(report)
  return (
    <>
      <section>
        <Heading origin="measured">{t('inspector:run')}</Heading>
        {report.endedEarly === undefined ? null : (
          <p className="ui-muted" data-testid="ended-early">
            {t('inspector:endedEarly', { why: say(report.endedEarly) })}
          </p>
        )}
        <StackedBar bytes={report.peak} scale={report.peakTrackedBytes} height={12} />
        <div className="inspector-figures" data-columns="2" style={{ marginTop: 8 }}>
          {CATEGORIES.filter((category) => report.peak[category] > 0).map((category) => (
            <Figure
              key={category}
              label={t('inspector:atPeak', { category: CATEGORY_LABELS[category] })}
              bytes={report.peak[category]}
            />
          ))}
          <b>{t('inspector:peakTracked')}</b>
          <b>
            <Bytes value={report.peakTrackedBytes} />
          </b>
          {report.inferenceNs === null ? null : (
            <>
              <span>{t('inspector:inference', { count: report.iterations, isa: isaName(report.executedIsa) })}</span>
              <span className="ui-number">{duration(report.inferenceNs)}</span>
            </>
          )}
        </div>
      </section>
      <section>
        <Heading origin="reported by the OS">{t('inspector:residentSet')}</Heading>
        <div className="inspector-figures" data-columns="2">
          <Figure label={t('inspector:rssBefore')} bytes={report.baselineRssBytes} />
          <Figure label={t('inspector:rssHighest')} bytes={report.peakRssBytes} />
          <Figure label={t('engine:trackedAtPeakRss')} bytes={trackedBytes} />
          <span title={t('engine:remainderMeaning')}>{t('engine:remainder')}</span>
          <Bytes value={remainderBytes} />
        </div>
        {report.notes.length === 0 ? null : (
          <ul className="inspector-list" style={{ marginTop: 8 }}>
            {report.notes.map(say).map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
      </section>
    </>
  )
}

/** The engine's own word where it is none of ours. */
function isaName(executed: string): string {
  return Object.entries(ISA_NAMES).find(([isa]) => isa === executed)?.[1] ?? executed
}

function Figure({ label, bytes }: { readonly label: string; readonly bytes: number }) {
  return (
    <>
      <span>{label}</span>
      <Bytes value={bytes} />
    </>
  )
}
