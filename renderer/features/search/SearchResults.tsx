// SPDX-License-Identifier: Apache-2.0
import { opName } from '../../lib/labels'
import type { LayerRow } from '../../lib/layers/rows'
import { actions, useApp } from '../../store'
import { type Matches, selectLayerRows } from '../../store/selectors'
import { AlgorithmBadge } from '../../ui/AlgorithmBadge'
import { Bytes } from '../../ui/Bytes'
import { LayerName } from '../../ui/LayerName'
import { useVirtualRows } from '../../ui/use-virtual-rows'

const ROW_HEIGHT = 26

/** What was found, in execution order; the selected one is kept in sight. */
export function SearchResults({ matches }: { readonly matches: Matches }) {
  const rows = useApp(selectLayerRows)
  const selected = useApp((state) => state.selected)
  const reveal = selected === null ? -1 : matches.nodes.indexOf(selected)
  const { scroller, indices, above, below } = useVirtualRows(matches.nodes.length, ROW_HEIGHT, reveal)
  return (
    <div className="search-results" ref={scroller} data-testid="search-results">
      <div style={{ height: above }} />
      {indices.map((index) => {
        const row = rows[matches.nodes[index] ?? -1]
        return row === undefined ? null : <Result key={row.node.id} row={row} selected={row.node.id === selected} />
      })}
      <div style={{ height: below }} />
    </div>
  )
}

function Result({ row: { node, decision, kernel }, selected }: { readonly row: LayerRow; readonly selected: boolean }) {
  return (
    <button
      type="button"
      className="search-result"
      data-testid={`search-result-${node.id}`}
      data-selected={selected}
      aria-current={selected || undefined}
      tabIndex={-1}
      title={node.name}
      onClick={() => actions.goToNode(node.id)}
    >
      <span className="search-result-name">
        <LayerName name={node.name} />
      </span>
      {decision === null ? (
        <span className="ui-muted">{opName(node)}</span>
      ) : (
        <>
          <AlgorithmBadge
            algorithm={decision.algorithm}
            unit={decision.unit}
            kernel={kernel}
            whatIf={decision.whatIf}
          />
          <span className="search-result-bytes">
            <Bytes value={decision.packedWeightBytes} />
          </span>
        </>
      )}
    </button>
  )
}
