// SPDX-License-Identifier: Apache-2.0
import type { Category } from '#contract/categories'
import type { SweepAxis } from '#contract/sweep'
import { say, t } from '../../i18n'
import { CATEGORY_LABELS } from '../../lib/labels'
import { Bytes, BytesDelta } from '../../ui/Bytes'
import { axisTitle, valueName } from './axis-names'
import type { SweepRow } from './sweep-rows'

interface SweepTableProps {
  readonly axis: SweepAxis
  readonly rows: readonly SweepRow[]
  readonly present: readonly Category[]
  readonly hasSession: boolean
}

/** Every value with its figures, or why it has none. */
export function SweepTable({ axis, rows, present, hasSession }: SweepTableProps) {
  const columns = 2 + present.length + (hasSession ? 1 : 0)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls where the panel is low, so the keyboard must get there
    <div className="sweep-scroller" tabIndex={0}>
      <table className="ui-table" data-testid="sweep-table">
        <thead>
          <tr>
            <th scope="col" className="ui-end">
              {axisTitle(axis)}
            </th>
            <th scope="col" className="ui-end">
              {t('sweep:total')}
            </th>
            <th scope="col" className="ui-end">
              {t('sweep:change')}
            </th>
            {hasSession ? (
              <th scope="col" className="ui-end" title={t('sweep:resizedHint')}>
                {t('sweep:resizedTotal')}
              </th>
            ) : null}
            {present.map((category) => (
              <th key={category} scope="col" className="ui-end">
                {CATEGORY_LABELS[category]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, value, outcome, change, session }) => (
            <tr key={at} data-planned={outcome.ok}>
              <td className="ui-end">{valueName(axis, value)}</td>
              {outcome.ok ? (
                <>
                  <td className="ui-end">
                    {outcome.value.lowerBound ? `${t('common:atLeast')} ` : ''}
                    <Bytes value={outcome.value.totalBytes} />
                  </td>
                  <td className="ui-end">{change === null ? null : <BytesDelta value={change} />}</td>
                  {hasSession ? (
                    <td className="ui-end">
                      <Bytes value={session} />
                    </td>
                  ) : null}
                  {present.map((category) => (
                    <td key={category} className="ui-end">
                      <Bytes value={outcome.value.totals[category]} />
                    </td>
                  ))}
                </>
              ) : (
                <td colSpan={columns} className="sweep-reason" title={say(outcome.problem.message)}>
                  {say(outcome.problem.message)}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
