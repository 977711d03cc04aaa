// SPDX-License-Identifier: Apache-2.0
import type { ModelView, NodeView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { t } from '../../i18n'
import { decisionsByNode } from '../../lib/layers/lookups'
import type { ModelPair } from '../../store/selectors'
import { SideLetter } from '../../ui/SideLetter'
import { Attributes } from './Attributes'
import { DecisionSection } from './DecisionSection'
import { NodeTitle } from './NodeTitle'
import { TensorTable } from './TensorTable'

interface BesideInspectorProps {
  readonly pair: ModelPair
  readonly model: ModelView
  readonly plan: Plan
  readonly node: NodeView
}

/** A node that the open model has not: what its own model and plan tell of it. */
export function BesideInspector({ pair, model, plan, node }: BesideInspectorProps) {
  const decision = decisionsByNode(plan).get(node.id)
  const letter = pair.letters.beside
  return (
    <>
      <NodeTitle model={model} node={node} decision={decision}>
        <p className="inspector-whose" data-testid="inspector-whose">
          <SideLetter letter={letter} /> {t('inspector:onlyIn', { letter, file: pair.diff[pair.beside].fileName })}
        </p>
      </NodeTitle>
      {decision === undefined ? null : (
        <DecisionSection
          model={model}
          node={node}
          decision={decision}
          profile={plan.configuration.profile}
          totals={null}
          isOpen={false}
        />
      )}
      <TensorTable title={t('inspector:inputs')} model={model} tensors={node.inputs} />
      <TensorTable title={t('inspector:outputs')} model={model} tensors={node.outputs} />
      <Attributes node={node} />
    </>
  )
}
