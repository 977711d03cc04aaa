// SPDX-License-Identifier: Apache-2.0
import type { LayerSide } from '#contract/comparison'
import { sayOf, t } from '../../i18n'
import { formatBytes, formatBytesDelta } from '../../lib/bytes'
import { AlgorithmBadge } from '../../ui/AlgorithmBadge'
import { Origin } from '../../ui/Origin'
import { SideLetter } from '../../ui/SideLetter'
import { TooltipRow } from '../../ui/TooltipRow'
import type { DifferenceBar } from './comparison-rows'
import { useKernelEdge } from './use-kernel-edge'

interface DifferenceTooltipProps {
  readonly letter: string
  readonly active?: boolean
  readonly payload?: readonly { readonly payload?: DifferenceBar }[]
}

export function DifferenceTooltip({ letter, active, payload }: DifferenceTooltipProps) {
  const bar = payload?.[0]?.payload
  if (!active || bar === undefined) return null
  const { layer } = bar
  return (
    <div className="ui-tooltip">
      <div className="ui-tooltip-row">
        <b>{layer.name}</b>
        <Origin kind="modelled" />
      </div>
      <Side letter="A" node={layer.node} of={layer.a} />
      <Side letter={letter} node={layer.node} of={layer.b} />
      <TooltipRow label={t('compare:packedDelta', { letter })}>{formatBytesDelta(layer.packedWeightDelta)}</TooltipRow>
      <TooltipRow label={t('compare:workspaceDelta', { letter })}>{formatBytesDelta(layer.workspaceDelta)}</TooltipRow>
      {layer.why === null ? null : <span className="compare-why">{sayOf(letter)(layer.why)}</span>}
    </div>
  )
}

interface SideProps {
  readonly letter: string
  readonly node: number | null
  readonly of: LayerSide
}

function Side({ letter, node, of }: SideProps) {
  const kernel = useKernelEdge(node)
  return (
    <div className="ui-tooltip-row">
      <SideLetter letter={letter} />
      <AlgorithmBadge algorithm={of.algorithm} unit={of.unit} kernel={kernel} />
      <span className="ui-number">
        {formatBytes(of.packedWeightBytes)} + {formatBytes(of.workspaceBytes)}
      </span>
    </div>
  )
}
