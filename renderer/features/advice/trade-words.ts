// SPDX-License-Identifier: Apache-2.0
import { duration } from '#messages/figures'
import { t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { configurationName } from '../../lib/labels'
import { remedyTitle, timeText } from '../../lib/remedy-text'
import { useApp, useProfiles } from '../../store'
import type { TradePoint } from './trade-points'

/** What points are called. */
export function useTradeWords() {
  const profiles = useProfiles()
  const nodes = useApp((state) => state.model?.nodes)
  /** What it asks for; of a run its configuration. */
  const title = ({ changes, configuration, inferenceNs }: TradePoint): string => {
    if (inferenceNs !== null) return configurationName(profiles, configuration)
    if (changes.length === 0) return t('advice:trade.now')
    return remedyTitle(changes, profiles, (node) => nodes?.[node]?.name ?? '')
  }
  return { title, sentence: (point: TradePoint) => [title(point), ...figuresOf(point)].join(', ') }
}

/** Memory, and time: of a run its own. */
export function figuresOf({ bytes, lowerBound, time, inferenceNs }: TradePoint): readonly string[] {
  return [
    `${lowerBound ? `${t('common:atLeast')} ` : ''}${formatBytes(bytes)}`,
    inferenceNs === null ? timeText(time) : duration(inferenceNs),
  ]
}
