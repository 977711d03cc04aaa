import { formatBytes, formatBytesDelta } from '../../lib/bytes'
import type { GapOrigin, GapPoint } from '../../lib/gap'
import { Origin } from '../../ui/Origin'
import { TooltipRow } from '../../ui/TooltipRow'
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
  return (
    <div className="ui-tooltip">
      <div className="ui-tooltip-row">
        <b>{point.layer}</b>
        <Origin kind={origin} />
      </div>
      <TooltipRow label="A">{formatBytes(point.a)}</TooltipRow>
      <TooltipRow label={letter}>{formatBytes(point.b)}</TooltipRow>
      {others.map((other) => (
        <TooltipRow key={other.letter} label={other.letter}>
          <span className="ui-muted">{formatBytes(other.bytes[point.position] ?? 0)}</span>
        </TooltipRow>
      ))}
      <TooltipRow label={`${letter} − A`}>{formatBytesDelta(point.b - point.a)}</TooltipRow>
    </div>
  )
}
