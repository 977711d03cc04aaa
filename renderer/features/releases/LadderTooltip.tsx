// SPDX-License-Identifier: Apache-2.0
import { STACK_ORDER } from '#contract/categories'
import type { Setting } from '#contract/configuration'
import { t } from '../../i18n'
import { formatBytes, formatBytesDelta } from '../../lib/bytes'
import { CATEGORY_LABELS } from '../../lib/labels'
import { categoryColour } from '../../lib/palette'
import { Origin } from '../../ui/Origin'
import { TooltipRow } from '../../ui/TooltipRow'
import type { LadderGroup, LadderPoint } from './ladder-rows'
import { hiddenName } from './line-names'
import { topicName } from './topic-name'

interface LadderTooltipProps {
  readonly others: readonly LadderGroup[]
  readonly setting: Setting | null
  readonly active?: boolean
  readonly payload?: readonly { readonly payload?: LadderPoint }[]
}

/** What a release takes, and the step that led to it: rules, bytes, layers. */
export function LadderTooltip({ others, setting, active, payload }: LadderTooltipProps) {
  const point = payload?.[0]?.payload
  if (!active || point === undefined) return null
  const { release, step, index } = point
  const top = STACK_ORDER.filter((category) => release.totals[category] > 0).reverse()
  return (
    <div className="ui-tooltip releases-tooltip">
      <div className="ui-tooltip-row">
        <b>{t('releases:release', { version: release.version })}</b>
        <Origin kind="modelled" />
      </div>
      {top.map((category) => (
        <TooltipRow key={category} colour={categoryColour(category)} label={CATEGORY_LABELS[category]}>
          {formatBytes(release.totals[category])}
        </TooltipRow>
      ))}
      <TooltipRow label={t('releases:total')}>
        {release.lowerBound ? `${t('common:atLeast')} ` : ''}
        {formatBytes(release.totalBytes)}
      </TooltipRow>
      {others.map((group, at) => (
        <TooltipRow key={group.values.join()} label={hiddenName(group, setting)}>
          {formatBytes(point.others[at] ?? null)}
        </TooltipRow>
      ))}
      {step === null ? null : (
        <>
          {step.index === index ? null : (
            <span className="ui-muted">{t('releases:same', { version: step.release.version })}</span>
          )}
          <TooltipRow label={t('releases:change', { version: step.before.version })}>
            {formatBytesDelta(step.bytes)}
          </TooltipRow>
          {step.release.causes.map(({ topic, bytes, layers }) => (
            <div key={topic} className="releases-cause">
              <b>{topicName(topic, setting)}</b> {formatBytesDelta(bytes)}
              {layers.length === 0 ? null : `, ${t('releases:moved', { count: layers.length })}`}
            </div>
          ))}
          <span className="ui-muted">
            {t('releases:pressed', { from: step.before.version, to: step.release.version })}
          </span>
        </>
      )}
    </div>
  )
}
