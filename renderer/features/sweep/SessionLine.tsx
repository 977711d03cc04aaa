// SPDX-License-Identifier: Apache-2.0
import type { SweepAxis } from '#contract/sweep'
import type { Message } from '#messages/message'
import { say, t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { Rich } from '../../ui/Rich'
import { valueName } from './axis-names'
import { highWater, type SweepRow } from './sweep-rows'

interface SessionLineProps {
  readonly axis: SweepAxis
  readonly rows: readonly SweepRow[]
  /** What the engine keeps. */
  readonly rule: Message
}

/** What a session grows to that goes through the sizes in their order, and why. */
export function SessionLine({ axis, rows, rule }: SessionLineProps) {
  const most = highWater(rows)
  const last = rows.filter(({ session }) => session !== null).at(-1) ?? null
  return (
    <p className="sweep-note" data-testid="sweep-session" data-bytes={most?.session}>
      {most === null || last?.session == null ? null : (
        <>
          <Rich
            text={t('sweep:highWater', {
              most: formatBytes(most.session),
              at: valueName(axis, most.value),
              end: formatBytes(last.session),
            })}
          />{' '}
        </>
      )}
      {say(rule)}
    </p>
  )
}
