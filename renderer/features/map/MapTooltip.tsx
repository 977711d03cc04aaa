// SPDX-License-Identifier: Apache-2.0
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { percent } from '#messages/figures'
import { t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { kernelEdge } from '../../lib/layers/lookups'
import { AlgorithmBadge } from '../../ui/AlgorithmBadge'
import { Bytes } from '../../ui/Bytes'
import type { PlacedPart } from './map-layout'
import { groupName, ownerName, partName } from './map-words'

const GAP = 6
/** About as large as it gets: it goes where it has room. */
const WIDTH = 300
const HEIGHT = 110

interface MapTooltipProps {
  readonly model: ModelView
  readonly plan: Plan
  readonly placed: PlacedPart
  /** Of the map. */
  readonly width: number
  readonly height: number
}

/** What an area is: whose, what of it, how large, and why it looks as it does. */
export function MapTooltip({ model, plan, placed, width, height }: MapTooltipProps) {
  const { part, x, y } = placed
  const { group, stage, node, algorithm, unit, bytes, ownBytes, whatIf } = part
  const owner = ownerName(model, part)
  const right = x + placed.width + GAP
  const left = right + WIDTH <= width ? right : Math.max(0, Math.min(x - WIDTH - GAP, width - WIDTH))
  return (
    <div
      className="ui-tooltip map-tooltip"
      role="tooltip"
      data-testid="map-tooltip"
      style={{ left, top: Math.max(0, Math.min(y, height - HEIGHT)), width: WIDTH }}
    >
      <b className="map-tooltip-name">{owner ?? partName(part)}</b>
      <span className="ui-muted">
        {[groupName(group), stage, owner === null ? null : partName(part)].filter((each) => each !== null).join(' › ')}
      </span>
      <span>
        <b>
          <Bytes value={bytes} />
        </b>{' '}
        {t('map:share', { share: percent(bytes / plan.totalBytes) })}
      </span>
      {ownBytes === bytes ? null : (
        <span className="ui-muted">{t('map:overlaps', { bytes: formatBytes(ownBytes) })}</span>
      )}
      {algorithm === null ? null : (
        <span>
          <AlgorithmBadge
            algorithm={algorithm}
            unit={unit}
            kernel={node === null ? null : kernelEdge(model, node)}
            whatIf={whatIf}
          />
        </span>
      )}
      {whatIf ? <span className="ui-amber">{t('map:whatIf')}</span> : null}
    </div>
  )
}
