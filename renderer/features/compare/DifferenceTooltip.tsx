import type { LayerSide } from '#contract/comparison'
import { say, t } from '../../i18n'
import { formatBytes, formatBytesDelta } from '../../lib/bytes'
import type { DifferenceBar } from '../../lib/comparison-rows'
import { AlgorithmBadge } from '../../ui/AlgorithmBadge'
import { Origin } from '../../ui/Origin'
import { TooltipRow } from '../../ui/TooltipRow'
import { SideLetter } from './SideLetter'
import { useKernelEdge } from './use-kernel-edge'

interface DifferenceTooltipProps {
  readonly active?: boolean
  readonly payload?: readonly { readonly payload?: DifferenceBar }[]
}

export function DifferenceTooltip({ active, payload }: DifferenceTooltipProps) {
  const bar = payload?.[0]?.payload
  if (!active || bar === undefined) return null
  const { layer } = bar
  return (
    <div className="ui-tooltip">
      <div className="ui-tooltip-row">
        <b>{layer.name}</b>
        <Origin kind="modelled" />
      </div>
      <Side side="a" node={layer.node} of={layer.a} />
      <Side side="b" node={layer.node} of={layer.b} />
      <TooltipRow label={t('compare:packedDelta')}>{formatBytesDelta(layer.packedWeightDelta)}</TooltipRow>
      <TooltipRow label={t('compare:workspaceDelta')}>{formatBytesDelta(layer.workspaceDelta)}</TooltipRow>
      {layer.why === null ? null : <span className="compare-why">{say(layer.why)}</span>}
    </div>
  )
}

interface SideProps {
  readonly side: 'a' | 'b'
  readonly node: number
  readonly of: LayerSide
}

function Side({ side, node, of }: SideProps) {
  const kernel = useKernelEdge(node)
  return (
    <div className="ui-tooltip-row">
      <SideLetter side={side} />
      <AlgorithmBadge algorithm={of.algorithm} unit={of.unit} kernel={kernel} />
      <span className="ui-number">
        {formatBytes(of.packedWeightBytes)} + {formatBytes(of.workspaceBytes)}
      </span>
    </div>
  )
}
