// SPDX-License-Identifier: Apache-2.0
import { memo } from 'react'
import type { AliveTensor, PlanPeak } from '#contract/plan'
import { layerTitles } from '#messages/plain-text'
import { t } from '../../i18n'
import type { View } from '../../lib/timeline/view-rows'
import { useApp } from '../../store'
import { selectAlive, selectStep } from '../../store/selectors'
import { Heading } from '../../ui/Heading'
import { AliveList } from './AliveList'
import type { ChartSource } from './chart-source'
import { RangePanel } from './RangePanel'

interface SidePanelProps {
  readonly source: ChartSource
  /** What is alive in the activations where they are highest; null while it is not known. */
  readonly peak: PlanPeak | null
  readonly range: View | null
  readonly onClear: () => void
}

/** Beside the chart: what is alive at the peak; with a range selected, its high-water mark and layers. */
export const SidePanel = memo(function SidePanel({ source, peak, range, onClear }: SidePanelProps) {
  return (
    <aside className="timeline-side">
      {range === null ? (
        <>
          <AliveNow source={source} peak={peak} />
          <p className="ui-muted timeline-hint">{t('timeline:dragHint')}</p>
        </>
      ) : (
        <RangePanel source={source} range={range} onClear={onClear} />
      )}
    </aside>
  )
})

/** At the playhead where one is on the modelled timeline, else at the peak. */
function AliveNow({ source, peak }: Pick<SidePanelProps, 'source' | 'peak'>) {
  const step = useApp((state) => (source.origin === 'modelled' ? selectStep(state) : -1))
  const at = useApp(({ plan }) => plan?.steps[step])
  const alive = useApp(selectAlive)
  const nodes = useApp((state) => state.model?.nodes)
  if (source.series.count === 0) return null
  if (at === undefined || nodes === undefined) {
    return (
      <>
        <Heading origin={source.origin}>{t('timeline:aliveAtPeak')}</Heading>
        <AliveList blocks={source.peakAlive} peak={peak} />
      </>
    )
  }
  const tensors = (alive ?? []).flatMap(({ kind, name, dims, bytes, node, until }): AliveTensor[] =>
    kind === 'workspace' ? [] : [{ name, dims, bytes, producer: node, lastUse: until }],
  )
  return (
    <>
      <Heading origin={source.origin}>{t('timeline:aliveAt', { layer: layerTitles(nodes)[at.node] ?? '' })}</Heading>
      <AliveList blocks={source.alive(step)} peak={tensors.length === 0 ? null : { ...at, alive: tensors }} isNow />
    </>
  )
}
