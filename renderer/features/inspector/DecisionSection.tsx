// SPDX-License-Identifier: Apache-2.0
import { type CSSProperties, Fragment } from 'react'
import type { ForcedTotals } from '#contract/advice'
import type { ProfileId } from '#contract/configuration'
import type { ModelView, NodeView } from '#contract/model'
import type { Decision } from '#contract/plan'
import type { LayerMeasurement } from '#contract/timeline'
import { dependencyName } from '#messages/configuration'
import { grouped } from '#messages/figures'
import { say, t } from '../../i18n'
import { traitsOf } from '../../lib/configurations'
import { algorithmName } from '../../lib/labels'
import { kernelEdge } from '../../lib/layers/lookups'
import { algorithmColour } from '../../lib/palette'
import { useProfiles } from '../../store'
import { AlgorithmBadge } from '../../ui/AlgorithmBadge'
import { Bytes } from '../../ui/Bytes'
import { Term } from '../../ui/glossary/Term'
import { termOfAlgorithm } from '../../ui/glossary/terms'
import { Heading } from '../../ui/Heading'
import { Candidates } from './Candidates'
import { LayerFigures } from './LayerFigures'
import { OverrideControl } from './OverrideControl'

interface DecisionSectionProps {
  readonly model: ModelView
  readonly node: NodeView
  readonly decision: Decision
  readonly measured?: LayerMeasurement | undefined
  /** Of the plan that it is of. */
  readonly profile: ProfileId
  /** What the whole model takes with each candidate; null while that is not known. */
  readonly totals: ForcedTotals | null
  /** Whether the layer is of the open model, whose algorithms can be forced. */
  readonly isOpen: boolean
}

/** What a layer gets, why, what that costs, and what else was considered. */
export function DecisionSection(props: DecisionSectionProps) {
  const { model, node, decision, measured, profile, totals, isOpen } = props
  const kernel = kernelEdge(model, node.id)
  const profiles = useProfiles()
  const { inner } = decision
  return (
    <>
      <section style={{ '--badge': algorithmColour(decision.algorithm) } as CSSProperties}>
        <Heading>
          <AlgorithmBadge
            algorithm={decision.algorithm}
            unit={decision.unit}
            kernel={kernel}
            whatIf={decision.overridden !== undefined}
          />
          {termOfAlgorithm(decision.algorithm) === null ? null : <Term of={termOfAlgorithm(decision.algorithm)} />}
          {decision.executor === null ? null : (
            <span className="ui-muted">
              {t('inspector:runs', { profile: say(traitsOf(profiles, profile).label), executor: decision.executor })}
            </span>
          )}
        </Heading>
        <p className="inspector-reason" data-testid="decision-reason">
          {say(decision.reason)}
        </p>
        {inner === null ? null : (
          <p className="inspector-reason">
            {t('inspector:groups', {
              groups: grouped(inner.groups),
              algorithm: algorithmName(inner.algorithm, inner.unit, kernel),
            })}
          </p>
        )}
      </section>
      {decision.candidates.length === 0 || model.document !== undefined || !isOpen ? null : (
        <OverrideControl key={node.id} name={node.name} decision={decision} kernel={kernel} />
      )}
      <LayerFigures
        decision={decision}
        measured={measured}
        stored={model.tensors[node.inputs[1] ?? -1]?.stored}
        kernel={kernel}
      />
      {decision.workspace.length === 0 ? null : (
        <section>
          <Heading origin="modelled">{t('inspector:workspaceParts')}</Heading>
          <div className="inspector-figures" data-columns="2">
            {decision.workspace.map((section) => (
              <Fragment key={say(section.name)}>
                <span>{say(section.name)}</span>
                <Bytes value={section.bytes} />
              </Fragment>
            ))}
          </div>
        </section>
      )}
      {decision.candidates.length === 0 ? null : (
        <section>
          <Heading origin="modelled">{t('inspector:candidates')}</Heading>
          <Candidates candidates={decision.candidates} totals={totals} kernel={kernel} />
        </section>
      )}
      {decision.dependsOn.length === 0 ? null : (
        <section>
          <Heading>{t('inspector:changesWith')}</Heading>
          <div className="inspector-chips">
            {decision.dependsOn.map((dependency) => (
              <span key={dependency}>{say(dependencyName(dependency))}</span>
            ))}
          </div>
        </section>
      )}
    </>
  )
}
