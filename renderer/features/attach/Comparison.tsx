// SPDX-License-Identifier: Apache-2.0
import { useMemo, useState } from 'react'
import type { Plan } from '#contract/plan'
import { t } from '../../i18n'
import type { View } from '../../lib/timeline/view-rows'
import type { Attachment } from '../../store/state'
import { ViewButtons } from '../../ui/memory-chart/ViewButtons'
import { Swatch } from '../../ui/Swatch'
import { AttachChart } from './AttachChart'
import { AttachFigures } from './AttachFigures'
import { ATTACH_SERIES, attachCurves } from './attach-curves'
import { CURVE_COLOUR } from './colours'

interface ComparisonProps {
  readonly attachment: Attachment
  readonly plan: Plan | null
}

/** The program's memory as a timeline, and the figures beside it. */
export function Comparison({ attachment, plan }: ComparisonProps) {
  const { log, report } = attachment
  const [zoom, setZoom] = useState<View | null>(null)
  const [range, setRange] = useState<View | null>(null)
  const curves = useMemo(() => attachCurves(log), [log])
  const end = report?.durationNs ?? log.moments.at(-1)?.timeNs ?? 0
  const whole = useMemo(() => ({ from: 0, to: Math.max(1, end) }), [end])
  const view = zoom ?? whole
  const shown = ATTACH_SERIES.filter((series) => curves[series].count > 0)
  return (
    <div className="attach-body">
      <div className="attach-main">
        <div className="attach-key">
          {[...(plan === null ? [] : ['modelled' as const]), ...[...shown].reverse()].map((series) => (
            <span key={series}>
              <Swatch colour={CURVE_COLOUR[series]} />
              {t(`attach:series.${series}`)}
            </span>
          ))}
          <ViewButtons view={view} whole={whole} axis="time" onView={setZoom} />
        </div>
        <AttachChart {...{ curves, plan, whole, view, range }} onView={setZoom} onRange={setRange} />
        {plan === null ? null : <p className="attach-note">{t('attach:rangeHint')}</p>}
      </div>
      <AttachFigures log={log} report={report} plan={plan} rss={curves.rss} range={range} />
    </div>
  )
}
