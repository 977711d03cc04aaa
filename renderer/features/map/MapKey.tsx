// SPDX-License-Identifier: Apache-2.0
import type { ModelView } from '#contract/model'
import { isLowerBound, isUnknown, type Plan } from '#contract/plan'
import { unknownMessages } from '#messages/bill'
import { layerTitles } from '#messages/plain-text'
import { say, t } from '../../i18n'
import { useApp } from '../../store'
import { selectAlive } from '../../store/selectors'
import type { MapPart } from './memory-map'

interface MapKeyProps {
  readonly model: ModelView
  readonly plan: Plan
  readonly parts: readonly MapPart[]
}

/** Which moment the pool is shown at, what hatching means, and what the map lacks. */
export function MapKey({ model, plan, parts }: MapKeyProps) {
  const titles = layerTitles(model.nodes)
  const lacks = unknownMessages(plan, (node) => titles[node] ?? '')
    .map(say)
    .join(' ')
  const moment = useApp((state) => (selectAlive(state) === null ? null : state.playhead))
  const notCounted = plan.decisions.filter(isUnknown).length + plan.leftOut.length
  const all = model.nodes.filter(({ folded }) => !folded).length
  return (
    <div className="map-key">
      {parts.some(({ whatIf }) => whatIf) ? (
        <span>
          <span className="map-hatch" aria-hidden="true" />
          {t('map:hatched')}
        </span>
      ) : null}
      {isLowerBound(plan) ? (
        <span className="ui-amber" data-testid="map-lacks" title={lacks}>
          {t('app:notCounted.nodes', { count: notCounted, all })}
        </span>
      ) : null}
      {moment !== null ? (
        <span className="map-moment" data-testid="map-moment">
          {t('map:poolAt', { layer: titles[moment] ?? '' })}
        </span>
      ) : plan.peak == null ? null : (
        <span className="map-moment">{t('map:poolHint', { layer: titles[plan.peak.node] ?? '' })}</span>
      )}
    </div>
  )
}
