import type { Plan } from '#contract/plan'
import { t } from '../../i18n'
import type { AttachLog, AttachMoment } from '../../lib/attach-log'
import { byteTicks, formatAxisBytes } from '../../lib/bytes'

const WIDTH = 1000
const HEIGHT = 320
const LEFT = 74
const TOP = 14
const BOTTOM = 26
const RIGHT = 12
const TICKS = 5

type Series = 'rss' | 'pss' | 'private' | 'file' | 'modelled'

interface AttachChartProps {
  readonly log: AttachLog
  readonly plan: Plan | null
}

/**
 * What the system reports over time, and what is modelled over the layers, on one axis of bytes. The
 * program does not tell when it runs which layer: the modelled curve has the width of the chart.
 */
export function AttachChart({ log, plan }: AttachChartProps) {
  const { moments } = log
  const end = moments.at(-1)?.timeNs ?? 0
  const modelled = plan === null ? [] : modelledBytes(plan)
  const ticks = byteTicks(0, Math.max(log.peakRssBytes, plan?.totalBytes ?? 0, ...modelled), TICKS)
  const top = ticks.at(-1) || 1
  const y = (bytes: number) => TOP + (1 - bytes / top) * (HEIGHT - TOP - BOTTOM)
  const x = (share: number) => LEFT + share * (WIDTH - LEFT - RIGHT)
  const line = (value: (moment: AttachMoment) => number | null) =>
    points(
      moments.flatMap((moment) => {
        const bytes = value(moment)
        return bytes === null ? [] : [[x(end === 0 ? 0 : moment.timeNs / end), y(bytes)] as const]
      }),
    )
  const curves: readonly (readonly [Series, string])[] = [
    ['file', line(({ fileBytes }) => fileBytes)],
    ['private', line(({ privateBytes }) => privateBytes)],
    ['pss', line(({ pssBytes }) => pssBytes)],
    ['rss', line(({ rssBytes }) => rssBytes)],
    ['modelled', points(modelled.map((bytes, index) => [x(index / Math.max(1, modelled.length - 1)), y(bytes)]))],
  ]
  const shown = curves.filter(([, path]) => path !== '')
  return (
    <figure className="attach-chart" data-testid="attach-chart" data-samples={moments.length}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('attach:chart')}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line className="attach-grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(tick)} y2={y(tick)} />
            <text className="attach-tick" x={LEFT - 8} y={y(tick) + 4} textAnchor="end">
              {formatAxisBytes(tick)}
            </text>
          </g>
        ))}
        {[0, 0.25, 0.5, 0.75, 1].map((share) => (
          <text key={share} className="attach-tick" x={x(share)} y={HEIGHT - 6} textAnchor={anchor(share)}>
            {t('attach:seconds', { seconds: ((share * end) / 1e9).toFixed(2) })}
          </text>
        ))}
        {plan === null ? null : (
          <line className="attach-total" x1={LEFT} x2={WIDTH - RIGHT} y1={y(plan.totalBytes)} y2={y(plan.totalBytes)} />
        )}
        {shown.map(([series, path]) => (
          <path key={series} className={`attach-line attach-${series}`} d={path} />
        ))}
      </svg>
      <figcaption>
        {[...shown].reverse().map(([series]) => (
          <span key={series} className={`attach-key attach-${series}`}>
            {t(`attach:series.${series}`)}
          </span>
        ))}
      </figcaption>
    </figure>
  )
}

function anchor(share: number): 'start' | 'middle' | 'end' {
  return share === 0 ? 'start' : share === 1 ? 'end' : 'middle'
}

/** What the plan holds while each node executes: what stays throughout, and the step's own. */
function modelledBytes({ totals, steps }: Plan): number[] {
  const stays = totals.packedWeights + totals.modelBuffer + totals.other
  return steps.map(({ activationBytes, workspaceBytes }) => stays + activationBytes + workspaceBytes)
}

function points(list: readonly (readonly [number, number])[]): string {
  return list.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')
}
