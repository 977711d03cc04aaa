// SPDX-License-Identifier: Apache-2.0
import './compare-changes.css'
import { useState } from 'react'
import type { ModelDiff, NodeDiff } from '#contract/model-diff'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { LayerName } from '../../ui/LayerName'
import { RowSpacer } from '../../ui/RowSpacer'
import { useVirtualRows } from '../../ui/use-virtual-rows'

const ROW_HEIGHT = 26

interface ModelDiffTableProps {
  readonly letter: string
  readonly diff: ModelDiff
}

/** Two models operation by operation: what only one of them has, and what differs in both. */
export function ModelDiffTable({ letter, diff }: ModelDiffTableProps) {
  const [all, setAll] = useState(false)
  const selected = useApp((state) => state.selected)
  const rows = all ? diff.nodes : diff.nodes.filter(({ kind }) => kind !== 'same')
  const reveal = selected === null ? -1 : rows.findIndex(({ node }) => node === selected)
  const { scroller, indices, above, below } = useVirtualRows(rows.length, ROW_HEIGHT, reveal)
  return (
    <div className="compare-scroller" ref={scroller}>
      <table className="ui-table compare-models" aria-rowcount={rows.length} data-testid="model-diff">
        <colgroup>
          <col style={{ width: 120 }} />
          <col style={{ width: 300 }} />
          <col style={{ width: 160 }} />
          <col />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">
              <label className="compare-all">
                <input type="checkbox" checked={all} onChange={() => setAll(!all)} />
                {t('compare:models.all')}
              </label>
            </th>
            <th scope="col">{t('compare:models.operation')}</th>
            <th scope="col">{t('compare:models.kind')}</th>
            <th scope="col">{t('compare:models.differsIn')}</th>
          </tr>
        </thead>
        <tbody>
          <RowSpacer height={above} />
          {indices.map((index) => {
            const row = rows[index]
            return row === undefined ? null : (
              <DiffRow
                key={`${row.a}-${row.b}`}
                row={row}
                letter={letter}
                selected={selected !== null && selected === row.node}
              />
            )
          })}
          <RowSpacer height={below} />
        </tbody>
      </table>
    </div>
  )
}

interface DiffRowProps {
  readonly row: NodeDiff
  readonly letter: string
  readonly selected: boolean
}

function DiffRow({ row, letter, selected }: DiffRowProps) {
  const { kind, node, title, op, differences } = row
  const reveal = () => {
    if (node !== null) actions.reveal(node)
  }
  return (
    <tr
      data-testid={`model-diff-${kind}`}
      data-selectable={node !== null || undefined}
      data-selected={selected}
      tabIndex={0}
      onClick={reveal}
      onKeyDown={(event) => {
        if (event.key === 'Enter') reveal()
      }}
    >
      <td>
        <span className="compare-kind" data-kind={kind}>
          {t(`compare:models.${kind}`, { letter })}
        </span>
      </td>
      <td>
        <LayerName name={title} />
      </td>
      <td>{op}</td>
      <td>{differences.map((difference) => t(`compare:models.in.${difference}`)).join(t('compare:models.comma'))}</td>
    </tr>
  )
}
