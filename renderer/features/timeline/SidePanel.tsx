// SPDX-License-Identifier: Apache-2.0
import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { memo, useMemo } from 'react'
import type { AliveTensor, PlanPeak } from '#contract/plan'
import { duration, milliseconds } from '#messages/figures'
import { layerTitles } from '#messages/plain-text'
import { t } from '../../i18n'
import { columnUnit, formatInUnit } from '../../lib/bytes'
import type { View } from '../../lib/timeline/view-rows'
import { actions, useApp } from '../../store'
import { selectAlive, selectStep } from '../../store/selectors'
import { Bytes } from '../../ui/Bytes'
import { Heading } from '../../ui/Heading'
import { AliveList } from './AliveList'
import type { ChartSource } from './chart-source'

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

function RangePanel({ source, range, onClear }: { source: ChartSource; range: View; onClear: () => void }) {
  const summary = useMemo(() => source.summary(range), [source, range])
  const alive = useMemo(() => (summary.highWaterRow < 0 ? null : source.alive(summary.highWaterRow)), [source, summary])
  const layers = useMemo(() => [...summary.layers].sort((a, b) => b.highWaterBytes - a.highWaterBytes), [summary])
  const nodes = useApp((state) => state.model?.nodes)
  const unit = columnUnit(layers.map(({ highWaterBytes }) => highWaterBytes))
  const overTime = source.axis === 'time'
  const extent = overTime
    ? `${duration(range.from)} – ${duration(range.to)}`
    : t('timeline:inRange', { count: layers.length })
  return (
    <>
      <div className="timeline-range-head">
        <Heading origin={source.origin}>{t('timeline:range')}</Heading>
        <ActionIcon size={18} aria-label={t('timeline:clearRange')} onClick={onClear}>
          <IconX size={13} />
        </ActionIcon>
      </div>
      <dl className="ui-facts">
        <dt>{t('timeline:highWater')}</dt>
        <dd data-testid="range-high-water" data-bytes={summary.highWaterBytes}>
          <b>
            <Bytes value={summary.highWaterBytes} />
          </b>
        </dd>
        <dt>{overTime ? t('timeline:overTime') : t('timeline:overLayers')}</dt>
        <dd className="ui-number">{extent}</dd>
      </dl>
      <table className="timeline-range-layers" data-testid="range-layers">
        <thead>
          <tr>
            <th scope="col">
              {t('timeline:columns.layer')} ({layers.length})
            </th>
            {overTime ? <th scope="col">{t('timeline:columns.time')}</th> : null}
            <th scope="col">{t('timeline:columns.workspace', { unit })}</th>
            <th scope="col">{t('timeline:columns.high', { unit })}</th>
          </tr>
        </thead>
        <tbody>
          {layers.slice(0, MOST_LAYERS).map(({ node, durationNs, highWaterBytes, workspaceBytes }) => (
            <tr key={node}>
              <td>
                <button
                  type="button"
                  className="ui-link"
                  title={nodes?.[node]?.name}
                  onClick={() => actions.reveal(node)}
                >
                  <bdi>{nodes?.[node]?.name ?? node}</bdi>
                </button>
              </td>
              {overTime ? <td>{milliseconds(durationNs)}</td> : null}
              <td>{workspaceBytes === 0 ? '' : formatInUnit(workspaceBytes, unit)}</td>
              <td>{formatInUnit(highWaterBytes, unit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Heading>{t('timeline:aliveThere')}</Heading>
      <AliveList blocks={alive} />
    </>
  )
}

/** Rows of the range's table; the largest come first. */
const MOST_LAYERS = 200
