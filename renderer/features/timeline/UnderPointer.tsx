// SPDX-License-Identifier: Apache-2.0
import { CATEGORIES } from '#contract/plan'
import { duration } from '#messages/figures'
import { t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { CATEGORY_LABELS } from '../../lib/labels'
import { categoryColour } from '../../lib/palette'
import { rowAt } from '../../lib/timeline/step-series'
import { useApp } from '../../store'
import { Origin } from '../../ui/Origin'
import { TooltipRow } from '../../ui/TooltipRow'
import type { ChartSource } from './chart-source'

interface UnderPointerProps {
  readonly source: ChartSource
  /** Value of the horizontal axis, and the row in force there. */
  readonly x: number
  readonly row: number
}

/** What was held at a moment or layer. */
export function UnderPointer({ source, x, row }: UnderPointerProps) {
  const { series, axis, origin, totals, log } = source
  const node = series.layer[row] ?? -1
  const name = useApp((state) => state.model?.nodes[node]?.name)
  const resident = log === null ? -1 : rowAt(log.resident.timeNs, log.resident.count, x)
  return (
    <>
      <TooltipRow label={name ?? t('timeline:noLayer')}>
        {axis === 'time' ? duration(x) : t('timeline:layer', { position: (node < 0 ? row : node) + 1 })}
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
    </>
  )
}
