// SPDX-License-Identifier: Apache-2.0
import { usePlotArea } from 'recharts'
import type { Sweep } from '#contract/sweep'
import { t } from '../../i18n'
import { valueName } from './axis-names'
import type { SweepRow } from './sweep-rows'

interface ChangeMarksProps {
  readonly sweep: Sweep
  readonly rows: readonly SweepRow[]
  readonly shown: number | null
  readonly onPick: (change: number) => void
}

const RADIUS = 9
/** Of a mark that has no room for its figure. */
const SMALL_RADIUS = 4

/** Values that are not planned, hatched; and where layers change their algorithm a line, with how many they are on top. */
export function ChangeMarks({ sweep: { axis, points, changes }, rows, shown, onPick }: ChangeMarksProps) {
  const plot = usePlotArea()
  if (plot === undefined) return null
  const name = (at: number) => valueName(axis, points[at]?.value ?? '')
  // All values have one width, from half a value before the first to half a value after the last.
  const place = (at: number) => plot.x + (plot.width * (at + 0.5)) / Math.max(1, rows.length)
  const roomy = withRoom(changes.map(({ to }) => place(to - 0.5)))
  return (
    <g className="sweep-marks">
      {rows
        .filter(({ outcome }) => !outcome.ok)
        .map(({ at }) => (
          <rect
            key={`gap-${at}`}
            className="sweep-gap"
            data-testid="sweep-gap"
            x={place(at - 0.5)}
            y={plot.y}
            width={Math.max(0, place(at + 0.5) - place(at - 0.5))}
            height={plot.height}
          />
        ))}
      {changes.map(({ from, to, layers }, index) => {
        const left = place(to - 0.5)
        const label = t('sweep:mark', { count: layers.length, from: name(from), to: name(to) })
        return (
          // biome-ignore lint/a11y/useSemanticElements: there are no buttons in a picture
          <g
            key={to}
            className="sweep-mark"
            data-testid="sweep-mark"
            data-shown={shown === index}
            role="button"
            tabIndex={0}
            aria-label={label}
            onClick={() => onPick(index)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' || event.key === ' ') onPick(index)
            }}
          >
            <title>{label}</title>
            <line x1={left} x2={left} y1={plot.y - RADIUS} y2={plot.y + plot.height} />
            <circle cx={left} cy={plot.y - RADIUS - 3} r={roomy[index] ? RADIUS : SMALL_RADIUS} />
            {roomy[index] ? (
              <text x={left} y={plot.y - RADIUS - 3} dy="0.35em" textAnchor="middle">
                {layers.length}
              </text>
            ) : null}
          </g>
        )
      })}
    </g>
  )
}

/** Whether each of these marks, from left to right, keeps clear of the one before it that has a figure. */
function withRoom(places: readonly number[]): readonly boolean[] {
  let last = Number.NEGATIVE_INFINITY
  return places.map((place) => {
    const roomy = place - last >= 2 * RADIUS + 2
    if (roomy) last = place
    return roomy
  })
}
