// SPDX-License-Identifier: Apache-2.0
import { CloseButton } from '@mantine/core'
import type { ReactNode } from 'react'
import type { ModelView, NodeView } from '#contract/model'
import type { Decision } from '#contract/plan'
import { t } from '../../i18n'
import { KIND_LABELS, opName } from '../../lib/labels'
import { actions } from '../../store'

interface NodeTitleProps {
  readonly model: ModelView
  readonly node: NodeView
  readonly decision: Decision | undefined
  /** Below its name. */
  readonly children?: ReactNode
}

/** Which node it is. */
export function NodeTitle({ model, node, decision, children }: NodeTitleProps) {
  return (
    <header className="inspector-title">
      <div>
        <h2>{node.name}</h2>
        <span className="ui-muted">
          {opName(node)}
          {node.sourceOp === opName(node) ? '' : ` (${t('inspector:sourceOp', { op: node.sourceOp })})`} ·{' '}
          {decision === undefined || decision.kind === 'convolution' ? null : `${KIND_LABELS[decision.kind]} · `}
          {t('inspector:layerOf', { layer: node.id + 1, layers: model.nodes.length })}
        </span>
        {children}
      </div>
      <CloseButton size="sm" aria-label={t('inspector:showOverview')} onClick={() => actions.select(null)} />
    </header>
  )
}
