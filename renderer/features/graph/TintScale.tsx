import { t } from '../../i18n'
import { formatBytes, formatBytesDelta } from '../../lib/bytes'
import { formatDuration } from '../../lib/durations'
import { largestTint, type TintFigure } from '../../lib/node-tint'
import { useApp, useMeasurement } from '../../store'

/** The colours from none to the model's largest figure; how to get figures where there are none. */
export function TintScale({ by }: { readonly by: TintFigure }) {
  const plan = useApp((state) => state.plan)
  const comparison = useApp((state) => state.comparison)
  const report = useMeasurement()?.report ?? null
  const largest = largestTint(by, { plan, report, comparison })
  if (by === 'time' && report === null) return <span className="graph-legend-note">{t('graph:runFirst')}</span>
  if (by === 'change' && comparison === null) return <span className="graph-legend-note">{t('graph:keepFirst')}</span>
  if (largest === 0) return <span className="graph-legend-note">{t('graph:noFigures')}</span>
  const format = by === 'time' ? formatDuration : by === 'change' ? formatBytesDelta : formatBytes
  return (
    <span className="graph-legend-scale" data-testid="tint-scale" data-by={by}>
      <span className="ui-number">{by === 'change' ? format(-largest) : '0'}</span>
      <span className="graph-legend-gradient" data-by={by} />
      <span className="ui-number">{format(largest)}</span>
    </span>
  )
}
