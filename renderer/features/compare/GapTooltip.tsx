import { formatBytes, formatBytesDelta } from '../../lib/bytes'
import type { GapOrigin, GapPoint } from '../../lib/gap'
import { Origin } from '../../ui/Origin'
import { TooltipRow } from '../../ui/TooltipRow'

interface GapTooltipProps {
  readonly origin: GapOrigin
  readonly active?: boolean
  readonly payload?: readonly { readonly payload?: GapPoint }[]
}

export function GapTooltip({ origin, active, payload }: GapTooltipProps) {
  const point = payload?.[0]?.payload
  if (!active || point === undefined) return null
  return (
    <div className="ui-tooltip">
      <div className="ui-tooltip-row">
        <b>{point.layer}</b>
        <Origin kind={origin} />
      </div>
      <TooltipRow label="A">{formatBytes(point.a)}</TooltipRow>
      <TooltipRow label="B">{formatBytes(point.b)}</TooltipRow>
      <TooltipRow label="B − A">{formatBytesDelta(point.b - point.a)}</TooltipRow>
    </div>
  )
}
