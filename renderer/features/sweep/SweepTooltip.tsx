// SPDX-License-Identifier: Apache-2.0
import { type Category, STACK_ORDER } from '#contract/categories'
import type { SweepAxis } from '#contract/sweep'
import { say, t } from '../../i18n'
import { formatBytes, formatBytesDelta } from '../../lib/bytes'
import { CATEGORY_LABELS } from '../../lib/labels'
import { categoryColour } from '../../lib/palette'
import { Origin } from '../../ui/Origin'
import { TooltipRow } from '../../ui/TooltipRow'
import { axisTitle, valueName } from './axis-names'
import type { ChartPoint, SweepRow } from './sweep-rows'

interface SweepTooltipProps {
  readonly axis: SweepAxis
  readonly rows: readonly SweepRow[]
  readonly present: readonly Category[]
  readonly active?: boolean
  readonly payload?: readonly { readonly payload?: ChartPoint }[]
}

export function SweepTooltip({ axis, rows, present, active, payload }: SweepTooltipProps) {
  const row = rows[payload?.[0]?.payload?.at ?? -1]
  if (!active || row === undefined) return null
  const { outcome, change, session } = row
  return (
    <div className="ui-tooltip sweep-tooltip">
      <div className="ui-tooltip-row">
        <b>
          {axisTitle(axis)} {valueName(axis, row.value)}
        </b>
        <Origin kind="modelled" />
      </div>
      {outcome.ok ? (
        <>
          {[...STACK_ORDER]
            .reverse()
            .filter((category) => present.includes(category))
            .map((category) => (
              <TooltipRow key={category} colour={categoryColour(category)} label={CATEGORY_LABELS[category]}>
                {formatBytes(outcome.value.totals[category])}
              </TooltipRow>
            ))}
          <TooltipRow label={t('sweep:total')}>
            {outcome.value.lowerBound ? `${t('common:atLeast')} ` : ''}
            {formatBytes(outcome.value.totalBytes)}
          </TooltipRow>
          {change === null ? null : <TooltipRow label={t('sweep:change')}>{formatBytesDelta(change)}</TooltipRow>}
          {session === null ? null : <TooltipRow label={t('sweep:session')}>{formatBytes(session)}</TooltipRow>}
        </>
      ) : (
        <span className="sweep-reason">{say(outcome.problem.message)}</span>
      )}
    </div>
  )
}
