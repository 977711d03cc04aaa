// SPDX-License-Identifier: Apache-2.0
import { changesOverTime, knownMoments } from '#contract/lifecycle'
import { isLowerBound, type Plan } from '#contract/plan'
import { t } from '../../i18n'
import { MOMENT_LABELS } from '../../lib/labels'
import { Bytes } from '../../ui/Bytes'
import { Heading } from '../../ui/Heading'
import { SizeBar } from '../../ui/SizeBar'

/** What the engine holds from load to a second run; nothing where it is not known, or always the same. */
export function LifecycleSection({ plan }: { readonly plan: Plan }) {
  if (!changesOverTime(plan.lifecycle)) return null
  const known = knownMoments(plan.lifecycle)
  const largest = Math.max(1, ...known.map(({ bytes }) => bytes))
  return (
    <section data-testid="lifecycle">
      <Heading origin="modelled">{t('inspector:lifecycle')}</Heading>
      <div className="inspector-lifecycle">
        {known.map(({ moment, bytes }) => (
          <div key={moment}>
            <span>{MOMENT_LABELS[moment]}</span>
            <span>
              {isLowerBound(plan) ? <span className="ui-muted">{t('common:atLeast')} </span> : null}
              <Bytes value={bytes} />
            </span>
            <SizeBar value={bytes} largest={largest} colour="var(--accent)" />
          </div>
        ))}
      </div>
    </section>
  )
}
