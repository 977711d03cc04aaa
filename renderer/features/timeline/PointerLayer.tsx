import { CATEGORIES } from '#contract/plan'
import { t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { formatDuration } from '../../lib/durations'
import { CATEGORY_LABELS } from '../../lib/labels'
import { categoryColour } from '../../lib/palette'
import { rowAt } from '../../lib/step-series'
import type { View } from '../../lib/view-rows'
import { useApp } from '../../store'
import { Origin } from '../../ui/Origin'
import { TooltipRow } from '../../ui/TooltipRow'
import { fromPixel, type Plot, toPixel } from './chart-geometry'
import type { ChartSource } from './chart-source'

interface PointerLayerProps {
  readonly source: ChartSource
  readonly plot: Plot
  readonly view: View
  readonly range: View | null
  /** Horizontal pixel, null while the pointer is elsewhere. */
  readonly pointer: number | null
}

/** The selected range, and what is under the pointer. */
export function PointerLayer({ source, plot, view, range, pointer }: PointerLayerProps) {
  const inside = pointer !== null && pointer >= plot.left && pointer <= plot.left + plot.width
  return (
    <div className="timeline-pointer">
      {range === null ? null : <Range plot={plot} view={view} range={range} />}
      {inside ? <Under source={source} plot={plot} view={view} pixel={pointer} /> : null}
    </div>
  )
}

function Range({ plot, view, range }: { readonly plot: Plot; readonly view: View; readonly range: View }) {
  const left = Math.max(plot.left, toPixel(plot, view, range.from))
  const right = Math.min(plot.left + plot.width, toPixel(plot, view, range.to))
  if (right <= left) return null
  return <div className="timeline-range" style={{ left, width: right - left, top: plot.top, height: plot.height }} />
}

interface UnderProps {
  readonly source: ChartSource
  readonly plot: Plot
  readonly view: View
  readonly pixel: number
}

function Under({ source, plot, view, pixel }: UnderProps) {
  const { series, axis, origin, totals, log } = source
  const x = fromPixel(plot, view, pixel)
  const row = rowAt(series.x, series.count, x)
  const node = series.layer[row] ?? -1
  const name = useApp((state) => state.model?.nodes[node]?.name)
  if (row < 0) return null
  const resident = log === null ? -1 : rowAt(log.resident.timeNs, log.resident.count, x)
  const left = pixel < plot.left + plot.width / 2
  return (
    <>
      <div className="timeline-cursor" style={{ left: pixel, top: plot.top, height: plot.height }} />
      <div
        className="ui-tooltip timeline-tooltip"
        style={left ? { left: pixel + 12 } : { right: `calc(100% - ${pixel - 12}px)` }}
      >
        <TooltipRow label={name ?? t('timeline:noLayer')}>
          {axis === 'time' ? formatDuration(x) : t('timeline:layer', { position: row + 1 })}
        </TooltipRow>
        <div>
          <Origin kind={origin} />
        </div>
        {CATEGORIES.map((category, index) => {
          const bytes = series.stack[index]?.[row] ?? 0
          return bytes === 0 ? null : (
            <TooltipRow key={category} colour={categoryColour(category)} label={CATEGORY_LABELS[category]}>
              {formatBytes(bytes)}
            </TooltipRow>
          )
        })}
        <TooltipRow label={origin === 'measured' ? t('timeline:tracked') : t('timeline:total')}>
          {formatBytes(totals[row] ?? 0)}
        </TooltipRow>
        {log === null || resident < 0 ? null : (
          <TooltipRow label={t('timeline:residentSet')}>{formatBytes(log.resident.bytes[resident] ?? 0)}</TooltipRow>
        )}
      </div>
    </>
  )
}
