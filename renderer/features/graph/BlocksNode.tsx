// SPDX-License-Identifier: Apache-2.0
import type { CSSProperties } from 'react'
import { grouped } from '#messages/figures'
import { t } from '../../i18n'
import { decisionsByNode } from '../../lib/layers/lookups'
import { algorithmColour } from '../../lib/palette'
import { actions, useApp } from '../../store'
import { Bytes } from '../../ui/Bytes'
import type { HiddenBlocks } from './model-graph'
import { useBlocksLook } from './use-blocks-look'
import { useFaded } from './use-node-look'

/** Blocks like the one above them, in one box; a click shows them in full. */
export function BlocksNode({ blocks }: { readonly blocks: HiddenBlocks }) {
  const plan = useApp((state) => state.plan)
  const { selected, found, tint } = useBlocksLook(blocks)
  const decisions = plan === null ? [] : blocks.nodes.flatMap(({ id }) => decisionsByNode(plan).get(id) ?? [])
  const faded = useFaded(decisions.map(({ algorithm }) => algorithm))
  const packed = decisions.reduce((sum, decision) => sum + (decision.packedWeightBytes ?? 0), 0)
  const workspace = decisions.reduce((largest, decision) => Math.max(largest, decision.workspaceBytes ?? 0), 0)
  const label = t('graph:blocks', { count: blocks.count })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot hold what the box shows
    <div
      className="graph-node graph-blocks"
      role="button"
      tabIndex={-1}
      aria-label={label}
      title={t('graph:expandBlocks', { nodes: grouped(blocks.nodes.length) })}
      data-testid={`graph-blocks-${blocks.run}`}
      data-count={blocks.count}
      data-found={found > 0 || undefined}
      data-faded={faded || undefined}
      data-selected={selected}
      style={(tint ?? {}) as CSSProperties}
      onClick={() => actions.expandBlocks(blocks.run)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') actions.expandBlocks(blocks.run)
      }}
    >
      <span className="graph-node-head">
        <b>{label}</b>
        {found > 0 ? <span className="graph-node-delta">{t('graph:found', { count: found })}</span> : null}
      </span>
      <span className="graph-blocks-strip" aria-hidden="true">
        {decisions.map((decision) => (
          <span key={decision.node} style={{ background: algorithmColour(decision.algorithm) }} />
        ))}
      </span>
      <span className="graph-node-figures">
        <span title={t('graph:packedTogether')}>
          <Bytes value={packed} />
        </span>
        <span title={t('graph:workspaceLargest')}>
          {decisions.length === 0 ? null : (
            <>
              {t('graph:max')} <Bytes value={workspace} />
            </>
          )}
        </span>
      </span>
    </div>
  )
}
