// SPDX-License-Identifier: Apache-2.0
import type { Arena } from '#contract/arena'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { t } from '../../i18n'
import { shapeText } from '../../lib/labels'
import { decisionsByNode } from '../../lib/layers/lookups'
import { Bytes } from '../../ui/Bytes'
import { Swatch } from '../../ui/Swatch'
import { placedColour } from './arena-colours'
import type { ArenaLayout } from './arena-layout'
import { placedTitle, poolName } from './arena-words'
import { Lifetime } from './Lifetime'

interface ArenaTooltipProps {
  readonly arena: Arena
  readonly model: ModelView
  readonly plan: Plan
  readonly index: number
  /** Of the pointer. */
  readonly x: number
  readonly layout: ArenaLayout
}

/** What lies under the pointer. */
export function ArenaTooltip({ arena, model, plan, index, x, layout: { plot } }: ArenaTooltipProps) {
  const placed = arena.placed[index]
  if (placed === undefined) return null
  const { bytes, heldBytes, dims, pool } = placed
  const isLeft = x < plot.left + plot.width / 2
  return (
    <div
      className="ui-tooltip memory-chart-tooltip arena-tooltip"
      role="tooltip"
      data-testid="arena-tooltip"
      style={{ top: plot.top + 4, ...(isLeft ? { left: x + 14 } : { right: `calc(100% - ${x - 14}px)` }) }}
    >
      <b className="arena-name">
        <Swatch colour={placedColour(placed, decisionsByNode(plan)).fill} /> {placedTitle(model, placed)}
      </b>
      <span>
        <b>
          <Bytes value={bytes} />
        </b>{' '}
        <span className="ui-muted">{dims.length === 0 ? '' : shapeText(dims)}</span>
      </span>
      {heldBytes > bytes ? (
        <span className="ui-muted">
          {t('arena:held')} <Bytes value={heldBytes} />
        </span>
      ) : null}
      <span className="ui-muted">
        {poolName(arena.pools[pool] as Arena['pools'][number])} · {t('arena:offset')}{' '}
        <Bytes value={placed.spans[0]?.offset ?? 0} />
      </span>
      <Lifetime model={model} placed={placed} />
    </div>
  )
}
