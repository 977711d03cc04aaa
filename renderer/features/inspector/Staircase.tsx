// SPDX-License-Identifier: Apache-2.0
import { isLowerBound, type Plan } from '#contract/plan'
import { stairBars, stairs } from '#messages/stairs'
import { say, t } from '../../i18n'
import { formatBytesDelta } from '../../lib/bytes'
import { Bytes } from '../../ui/Bytes'
import { Heading } from '../../ui/Heading'
import { TotalBytes } from '../../ui/TotalBytes'

interface StaircaseProps {
  readonly weightBytes: number
  readonly plan: Plan
}

/** Every figure that "how much memory" can mean, and what lies between one and the next. */
export function Staircase({ weightBytes, plan }: StaircaseProps) {
  const bars = stairBars(stairs(weightBytes, plan))
  const highest = Math.max(1, ...bars.map(({ to }) => to))
  const share = (bytes: number) => `${(100 * bytes) / highest}%`
  return (
    <section data-testid="staircase">
      <Heading origin="modelled">{t('inspector:stairs')}</Heading>
      <dl className="inspector-stairs">
        {bars.map(({ stair: { kind, name, bytes }, from, to }) => (
          <div key={name.id} data-kind={kind} data-stair={name.id}>
            <dt>{say(name)}</dt>
            <dd aria-hidden="true">
              <div className="inspector-stair">
                <span style={{ left: share(from), width: share(to - from) }} />
              </div>
            </dd>
            <dd className="inspector-stair-size" title={bytes === null ? t('inspector:stairsUnknown') : undefined}>
              {kind === 'step' ? (
                <span className="ui-number">{formatBytesDelta(bytes)}</span>
              ) : bytes === null ? (
                <Bytes value={null} />
              ) : (
                <TotalBytes value={bytes} lowerBound={lowerBoundOf(name.id, plan)} />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** What a file has is known. */
function lowerBoundOf(id: string, plan: Plan): boolean {
  return id !== 'stairs.file' && isLowerBound(plan)
}
