// SPDX-License-Identifier: Apache-2.0
import './compare-changes.css'
import { useMemo, useState } from 'react'
import { type ChangeGroup, changeGroups } from '#contract/change-groups'
import type { LayerDifference } from '#contract/comparison'
import type { ModelView } from '#contract/model'
import { milliseconds, signed } from '#messages/figures'
import { sayOf, t } from '../../i18n'
import { kernelEdge } from '../../lib/layers/lookups'
import { actions, useApp } from '../../store'
import { Bytes, BytesDelta } from '../../ui/Bytes'
import { LayerName } from '../../ui/LayerName'
import { RowSpacer } from '../../ui/RowSpacer'
import { useVirtualRows } from '../../ui/use-virtual-rows'
import { AlgorithmChange } from './AlgorithmChange'
import { ChangeGroupRow } from './ChangeGroupRow'
import { changeRows, type LetteredComparison } from './comparison-rows'

const ROW_HEIGHT = 62

interface ChangedLayersProps extends LetteredComparison {
  readonly model: ModelView
}

/** The layers that differ, the largest difference first; those that are alike in one row, which opens. */
export function ChangedLayers({ model, letter, comparison }: ChangedLayersProps) {
  const groups = useMemo(() => changeGroups(comparison.layers), [comparison])
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const rows = useMemo(() => changeRows(groups, opened), [groups, opened])
  const count = groups.reduce((sum, { layers }) => sum + layers.length, 0)
  const toggle = (key: string) =>
    setOpened((before) => new Set(before.has(key) ? [...before].filter((each) => each !== key) : [...before, key]))
  const selected = useApp((state) => state.selected)
  const say = sayOf(letter)
  const reveal = selected === null ? -1 : rows.findIndex((row) => row.kind === 'layer' && row.layer.node === selected)
  const measured = groups.some(isMeasured)
  const { scroller, indices, above, below } = useVirtualRows(rows.length, ROW_HEIGHT, reveal)
  return (
    <div className="compare-scroller" ref={scroller}>
      <table className="ui-table compare-changes" data-measured={measured} aria-rowcount={rows.length}>
        <colgroup>
          <col />
          <col style={{ width: 240 }} />
          <col style={{ width: 94 }} />
          <col style={{ width: 94 }} />
          <col style={{ width: 92 }} />
          <col style={{ width: 92 }} />
          {measured ? (
            <>
              <col style={{ width: 104 }} />
              <col style={{ width: 104 }} />
            </>
          ) : null}
        </colgroup>
        <thead>
          <tr>
            <th scope="col">
              <small>{t('compare:of', { count, all: comparison.layers.length })}</small>
              {t('compare:changedLayer')}
            </th>
            <th scope="col">A → {letter}</th>
            <th scope="col" className="ui-end">
              <small>{t('compare:modelledDelta', { letter })}</small>
              {t('compare:packed')}
            </th>
            <th scope="col" className="ui-end">
              <small>{t('compare:modelledDelta', { letter })}</small>
              {t('compare:workspace')}
            </th>
            <th scope="col" className="ui-end">
              <small>{t('compare:modelledA')}</small>
              {t('compare:packed')}
            </th>
            <th scope="col" className="ui-end">
              <small>{t('compare:modelledOther', { letter })}</small>
              {t('compare:packed')}
            </th>
            {measured ? (
              <>
                <th scope="col" className="ui-end" title={t('compare:packedMeasured', { letter })}>
                  <small>{t('compare:measuredDelta', { letter })}</small>
                  {t('compare:packed')}
                </th>
                <th scope="col" className="ui-end" title={t('compare:timeMeasured', { letter })}>
                  <small>{t('compare:measuredDelta', { letter })}</small>
                  {t('compare:milliseconds')}
                </th>
              </>
            ) : null}
          </tr>
        </thead>
        <tbody>
          <RowSpacer height={above} />
          {indices.map((index) => {
            const row = rows[index]
            if (row === undefined) return null
            if (row.kind === 'group') {
              return (
                <ChangeGroupRow
                  key={row.key}
                  group={row.group}
                  open={row.open}
                  say={say}
                  kernel={kernelOf(model, row.group)}
                  selected={!row.open && row.group.layers.some(({ node }) => node !== null && node === selected)}
                  measured={measured}
                  onToggle={() => toggle(row.key)}
                />
              )
            }
            const { layer } = row
            return (
              <ChangedRow
                key={layer.node ?? layer.title}
                row={layer}
                within={row.within}
                why={layer.why === null ? '' : say(layer.why)}
                kernel={layer.node === null ? null : kernelEdge(model, layer.node)}
                selected={selected !== null && selected === layer.node}
                measured={measured}
              />
            )
          })}
          <RowSpacer height={below} />
        </tbody>
      </table>
    </div>
  )
}

function isMeasured({ layers }: ChangeGroup): boolean {
  return layers.some(({ a, b }) => a.measured !== undefined && b.measured !== undefined)
}

function kernelOf(model: ModelView, { layers }: ChangeGroup): number | null {
  const node = layers.find((layer) => layer.node !== null)?.node ?? null
  return node === null ? null : kernelEdge(model, node)
}

interface ChangedRowProps {
  readonly row: LayerDifference
  /** Of a group that is open. */
  readonly within: boolean
  readonly why: string
  readonly kernel: number | null
  readonly selected: boolean
  /** The table has measured columns. */
  readonly measured: boolean
}

function ChangedRow({ row, within, why, kernel, selected, measured }: ChangedRowProps) {
  return (
    <tr
      data-testid={`compare-row-${row.node}`}
      data-packed-delta={row.packedWeightDelta ?? undefined}
      data-selectable={row.node !== null || undefined}
      data-selected={selected}
      data-within={within || undefined}
      tabIndex={0}
      onClick={() => reveal(row)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') reveal(row)
      }}
    >
      <td title={row.name}>
        <LayerName name={row.title} />
        <small className="compare-reason" title={why}>
          {why}
        </small>
      </td>
      <td>
        <AlgorithmChange a={row.a} b={row.b} kernel={kernel} />
      </td>
      <td className="ui-end">
        <BytesDelta value={row.packedWeightDelta} />
      </td>
      <td className="ui-end">
        <BytesDelta value={row.workspaceDelta} />
      </td>
      <td className="ui-end">
        <Bytes value={row.a.packedWeightBytes} />
      </td>
      <td className="ui-end">
        <Bytes value={row.b.packedWeightBytes} />
      </td>
      {measured ? <MeasuredCells row={row} /> : null}
    </tr>
  )
}

/** A layer that the open model does not have stands nowhere in the graph. */
function reveal({ node }: LayerDifference): void {
  if (node !== null) actions.reveal(node)
}

/** Differences between two runs; empty where a layer was not measured in both. */
function MeasuredCells({ row: { a, b } }: { readonly row: LayerDifference }) {
  if (a.measured === undefined || b.measured === undefined) {
    return (
      <>
        <td />
        <td />
      </>
    )
  }
  return (
    <>
      <td className="ui-end">
        <BytesDelta value={b.measured.packedWeightBytes - a.measured.packedWeightBytes} />
      </td>
      <td className="ui-end">{signed(b.measured.durationNs - a.measured.durationNs, milliseconds)}</td>
    </>
  )
}
