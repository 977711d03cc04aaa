// SPDX-License-Identifier: Apache-2.0
import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useMemo } from 'react'
import { duration, milliseconds } from '#messages/figures'
import { t } from '../../i18n'
import { columnUnit, formatInUnit } from '../../lib/bytes'
import type { View } from '../../lib/timeline/view-rows'
import { actions, useApp, useMeasurement } from '../../store'
import { useArena } from '../../store/use-arena'
import { Bytes } from '../../ui/Bytes'
import { Heading } from '../../ui/Heading'
import { AliveList } from './AliveList'
import type { ChartSource } from './chart-source'
import { rangeTable, usesOf } from './range-rows'

interface RangePanelProps {
  readonly source: ChartSource
  readonly range: View
  readonly onClear: () => void
}

/** Of a selected range: its high-water mark, its layers, and what was alive. */
export function RangePanel({ source, range, onClear }: RangePanelProps) {
  const summary = useMemo(() => source.summary(range), [source, range])
  const alive = useMemo(() => (summary.highWaterRow < 0 ? null : source.alive(summary.highWaterRow)), [source, summary])
  const measurement = useMeasurement()
  const { arena } = useArena(source.origin === 'measured' && measurement !== null ? 'run' : null)
  const report = measurement?.report
  const uses = useMemo(() => (arena === null || report === undefined ? null : usesOf(report, arena)), [arena, report])
  const { figure, rows } = useMemo(() => rangeTable(summary.layers, uses), [summary, uses])
  const nodes = useApp((state) => state.model?.nodes)
  const unit = columnUnit(rows.map(({ bytes }) => bytes))
  const overTime = source.axis === 'time'
  const extent = overTime
    ? `${duration(range.from)} – ${duration(range.to)}`
    : t('timeline:inRange', { count: rows.length })
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
      {figure === 'inUse' ? <p className="ui-muted timeline-hint">{t('timeline:flat')}</p> : null}
      <table className="timeline-range-layers" data-testid="range-layers" data-figure={figure}>
        <thead>
          <tr>
            <th scope="col">
              {t('timeline:columns.layer')} ({rows.length})
            </th>
            {overTime ? <th scope="col">{t('timeline:columns.time')}</th> : null}
            <th scope="col">{t('timeline:columns.workspace', { unit })}</th>
            <th scope="col">{t(`timeline:columns.${figure}`, { unit })}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_LAYERS).map(({ node, durationNs, workspaceBytes, bytes }) => (
            <tr key={node} data-bytes={bytes}>
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
              <td>{formatInUnit(bytes, unit)}</td>
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
