// SPDX-License-Identifier: Apache-2.0
import { formatBytes, formatBytesDelta } from '../../lib/bytes'
import { Origin } from '../../ui/Origin'
import { TooltipRow } from '../../ui/TooltipRow'
import type { GapOrigin, GapPoint } from './gap'
import type { OtherCurve } from './use-curves'

interface GapTooltipProps {
  readonly letter: string
  readonly others: readonly OtherCurve[]
  readonly origin: GapOrigin
  readonly active?: boolean
  readonly payload?: readonly { readonly payload?: GapPoint }[]
}

export function GapTooltip({ letter, others, origin, active, payload }: GapTooltipProps) {
  const point = payload?.[0]?.payload
  if (!active || point === undefined) return null
  const curves = [
    { letter: 'A', bytes: point.a, thin: false },
    { letter, bytes: point.b, thin: false },
    ...others.map((other) => ({ letter: other.letter, bytes: other.bytes[point.position] ?? 0, thin: true })),
  ].sort((x, y) => (x.letter < y.letter ? -1 : 1))
  return (
    <div className="ui-tooltip">
      <div className="ui-tooltip-row">
        <b>{point.layer}</b>
        <Origin kind={origin} />
      </div>
      {curves.map((curve) => (
        <TooltipRow key={curve.letter} label={curve.letter}>
          <span className={curve.thin ? 'ui-muted' : undefined}>{formatBytes(curve.bytes)}</span>
        </TooltipRow>
      ))}
      <TooltipRow label={`${letter} − A`}>{formatBytesDelta(point.b - point.a)}</TooltipRow>
    </div>
  )
}
