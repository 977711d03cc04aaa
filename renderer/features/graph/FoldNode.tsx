// SPDX-License-Identifier: Apache-2.0
import { type CSSProperties, useMemo } from 'react'
import { t } from '../../i18n'
import type { Fold } from '../../lib/layers/folds'
import { type DecisionLook, decisionsByNode, lookOf } from '../../lib/layers/lookups'
import { algorithmColour } from '../../lib/palette'
import { actions } from '../../store'
import { Bytes } from '../../ui/Bytes'
import { LayerName } from '../../ui/LayerName'
import { foldLabel, foldTitle } from './fold-label'
import { useGraph, useScope } from './graph-scope'
import { useFoldLook } from './use-fold-look'
import { useFaded, useMoment } from './use-node-look'

/** A stage, blocks like the one above them, or the body of a node, in one box; a click shows what is in it. */
export function FoldNode({ fold }: { readonly fold: Fold }) {
  const { name: graph } = useScope()
  const plan = useGraph((state) => (state.plan === null ? null : lookOf(state.plan)))
  const { selected, found, differing, tint } = useFoldLook(fold)
  const decisions = plan === null ? [] : fold.nodes.flatMap(({ id }) => decisionsByNode(plan).get(id) ?? [])
  const faded = useFaded(decisions.map(({ algorithm }) => algorithm))
  const nodes = useMemo(() => fold.nodes.map(({ id }) => id), [fold])
  const moment = useMoment(nodes)
  const label = useGraph((state) => foldLabel(fold, state.model))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot hold what the box shows
    <div
      className="graph-node graph-fold"
      role="button"
      tabIndex={-1}
      aria-label={label}
      title={foldTitle(fold, label)}
      data-testid={graph === 'open' ? `graph-fold-${fold.id}` : `beside-fold-${fold.id}`}
      data-what={fold.what.kind}
      data-found={found > 0 || undefined}
      data-difference={differing > 0 ? 'changed' : undefined}
      data-faded={faded || undefined}
      data-moment={moment ?? undefined}
      data-selected={selected}
      style={(tint ?? {}) as CSSProperties}
      onClick={() => actions.openFold(fold.id)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') actions.openFold(fold.id)
      }}
    >
      {differing > 0 ? (
        <span className="graph-node-difference">{t('graph:beside.differ', { count: differing })}</span>
      ) : null}
      <span className="graph-node-head">
        <b className="graph-fold-label">
          <LayerName name={label} />
        </b>
        {found > 0 ? <span className="graph-node-delta">{t('graph:found', { count: found })}</span> : null}
      </span>
      <span className="graph-fold-strip" aria-hidden="true">
        {decisions.map((decision) => (
          <span key={decision.node} style={{ background: algorithmColour(decision.algorithm) }} />
        ))}
      </span>
      {decisions.length === 0 ? (
        <small>{t('graph:within', { count: fold.nodes.length })}</small>
      ) : (
        <Figures decisions={decisions} />
      )}
    </div>
  )
}

/** Packed weights together and the largest workspace of layers; of figures that are not known the others are the least. */
function Figures({ decisions }: { readonly decisions: readonly DecisionLook[] }) {
  const packed = decisions.map(({ packedWeightBytes }) => packedWeightBytes)
  const workspaces = decisions.map(({ workspaceBytes }) => workspaceBytes)
  const least = (of: readonly (number | null)[]) => (of.includes(null) ? `${t('common:atLeast')} ` : '')
  return (
    <span className="graph-node-figures">
      <span title={t('graph:packedTogether')}>
        {least(packed)}
        <Bytes value={packed.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0)} />
      </span>
      <span title={t('graph:workspaceLargest')}>
        {workspaces.includes(null) ? least(workspaces) : `${t('graph:max')} `}
        <Bytes value={workspaces.reduce<number>((most, bytes) => Math.max(most, bytes ?? 0), 0)} />
      </span>
    </span>
  )
}
