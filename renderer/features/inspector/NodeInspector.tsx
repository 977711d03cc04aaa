// SPDX-License-Identifier: Apache-2.0
import { CloseButton } from '@mantine/core'
import { Fragment } from 'react'
import type { ModelView, NodeView } from '#contract/model'
import { duration } from '#messages/figures'
import { say, t } from '../../i18n'
import { KIND_LABELS, opName } from '../../lib/labels'
import { decisionsByNode, measurementsByNode } from '../../lib/layers/lookups'
import { actions, useApp, useMeasurement } from '../../store'
import { Heading } from '../../ui/Heading'
import { DecisionSection } from './DecisionSection'
import { Fused } from './Fused'
import { OverlayValue } from './OverlayValue'
import { TensorTable } from './TensorTable'
import { WeightsSection } from './WeightsSection'

interface NodeInspectorProps {
  readonly model: ModelView
  readonly node: NodeView
}

export function NodeInspector({ model, node }: NodeInspectorProps) {
  const decision = useApp((state) => (state.plan === null ? undefined : decisionsByNode(state.plan).get(node.id)))
  const report = useMeasurement()?.report
  const measured = report === undefined ? undefined : measurementsByNode(report).get(node.id)
  return (
    <>
      <header className="inspector-title">
        <div>
          <h2>{node.name}</h2>
          <span className="ui-muted">
            {opName(node)}
            {node.sourceOp === opName(node) ? '' : ` (${t('inspector:sourceOp', { op: node.sourceOp })})`} ·{' '}
            {decision === undefined || decision.kind === 'convolution' ? null : `${KIND_LABELS[decision.kind]} · `}
            {t('inspector:layerOf', { layer: node.id + 1, layers: model.nodes.length })}
          </span>
        </div>
        <CloseButton size="sm" aria-label={t('inspector:showOverview')} onClick={() => actions.select(null)} />
      </header>
      <OverlayValue node={node.id} />
      {node.notRunnable === undefined ? null : (
        <p className="inspector-reason inspector-warnings">
          {t('inspector:notRunnable', { why: say(node.notRunnable) })}
        </p>
      )}
      {node.folded ? <p className="inspector-reason">{t('inspector:folded')}</p> : null}
      <Fused model={model} node={node} />
      {decision === undefined ? null : (
        <DecisionSection model={model} node={node} decision={decision} measured={measured} />
      )}
      {decision === undefined && measured !== undefined ? (
        <section>
          <Heading origin="measured">{t('inspector:time')}</Heading>
          <span className="ui-number">{duration(measured.durationNs)}</span>
        </section>
      ) : null}
      <TensorTable title={t('inspector:inputs')} model={model} tensors={node.inputs} />
      <TensorTable title={t('inspector:outputs')} model={model} tensors={node.outputs} />
      <WeightsSection key={node.id} model={model} node={node} />
      {node.attributes.length === 0 ? null : (
        <section>
          <Heading>{t('inspector:attributes')}</Heading>
          <dl className="ui-facts">
            {node.attributes.map(({ name, value }) => (
              <Fragment key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </Fragment>
            ))}
          </dl>
        </section>
      )}
    </>
  )
}
