// SPDX-License-Identifier: Apache-2.0
import { isLowerBound, type Plan } from '#contract/plan'
import { stairBars, stairs } from '#messages/stairs'
import { say, t } from '../i18n'
import { formatBytesDelta } from '../lib/bytes'
import { Bytes } from './Bytes'
import { Heading } from './Heading'
import { Origin } from './Origin'
import { TotalBytes } from './TotalBytes'

interface StaircaseProps {
  readonly weightBytes: number
  readonly plan: Plan
  /** Highest resident set of a program that was watched, in which the staircase then ends. */
  readonly reportedBytes?: number
}

/** What is reported is known, and so is what a file has. */
const KNOWN: ReadonlySet<string> = new Set(['stairs.file', 'stairs.reported'])

/** Every figure that "how much memory" can mean, and what lies between one and the next. */
export function Staircase({ weightBytes, plan, reportedBytes }: StaircaseProps) {
  const bars = stairBars(stairs(weightBytes, plan, reportedBytes))
  const highest = Math.max(1, ...bars.map(({ to }) => to))
  const share = (bytes: number) => `${(100 * bytes) / highest}%`
  return (
    <section data-testid="staircase">
      <Heading origin="modelled">{t('common:stairs.title')}</Heading>
      <dl className="ui-stairs">
        {bars.map(({ stair: { kind, name, bytes }, from, to }) => (
          <div key={name.id} data-kind={kind} data-stair={name.id}>
            <dt>
              {say(name)} {name.id === 'stairs.reported' ? <Origin kind="reported by the OS" /> : null}
            </dt>
            <dd aria-hidden="true">
              <div className="ui-stair">
                <span style={{ left: share(from), width: share(to - from) }} />
              </div>
            </dd>
            <dd className="ui-stair-size" title={bytes === null ? t('common:stairs.unknown') : undefined}>
              {kind === 'step' ? (
                <span className="ui-number">{formatBytesDelta(bytes)}</span>
              ) : bytes === null ? (
                <Bytes value={null} />
              ) : (
                <TotalBytes value={bytes} lowerBound={!KNOWN.has(name.id) && isLowerBound(plan)} />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
