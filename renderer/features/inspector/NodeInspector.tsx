// SPDX-License-Identifier: Apache-2.0
import type { ModelView, NodeView } from '#contract/model'
import type { Decision } from '#contract/plan'
import type { LayerMeasurement } from '#contract/timeline'
import { duration } from '#messages/figures'
import { say, t } from '../../i18n'
import { decisionsByNode, measurementsByNode } from '../../lib/layers/lookups'
import { useApp, useMeasurement } from '../../store'
import { Heading } from '../../ui/Heading'
import { Attributes } from './Attributes'
import { DecisionSection } from './DecisionSection'
import { Fused } from './Fused'
import { NodeTitle } from './NodeTitle'
import { OverlayValue } from './OverlayValue'
import { TensorTable } from './TensorTable'
import { useForcedTotals } from './use-forced-totals'
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
      <NodeTitle model={model} node={node} decision={decision} />
      <OverlayValue node={node.id} />
      {node.notRunnable === undefined ? null : (
        <p className="inspector-reason inspector-warnings">
          {t('inspector:notRunnable', { why: say(node.notRunnable) })}
        </p>
      )}
      {node.folded ? <p className="inspector-reason">{t('inspector:folded')}</p> : null}
      <Fused model={model} node={node} />
      {decision === undefined ? null : (
        <OwnDecision model={model} node={node} decision={decision} measured={measured} />
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
      <Attributes node={node} />
    </>
  )
}

interface OwnDecisionProps extends NodeInspectorProps {
  readonly decision: Decision
  readonly measured: LayerMeasurement | undefined
}

/** Of the plan that is shown: another algorithm can be forced, and what that would take is asked for. */
function OwnDecision({ node, ...shown }: OwnDecisionProps) {
  const profile = useApp((state) => state.plan?.configuration.profile ?? state.configuration.profile)
  const totals = useForcedTotals(node.id)
  return <DecisionSection {...shown} node={node} profile={profile} totals={totals} isOpen />
}
