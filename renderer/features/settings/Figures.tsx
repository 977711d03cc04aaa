// SPDX-License-Identifier: Apache-2.0
import { Fragment } from 'react'
import type { Machine } from '#contract/machine'
import { fixed } from '#messages/figures'
import { ISA_NAMES } from '#messages/terms'
import { t } from '../../i18n'

const DIGITS = 1

function Rate({ of, rate }: { readonly of: string; readonly rate: number }) {
  return (
    <div>
      <dt>{of}</dt>
      <dd>{fixed(rate, DIGITS)} GFLOP/s</dd>
    </div>
  )
}

/** Rates by instruction set and by level of memory. */
export function Figures({ machine: { arithmetic, reading } }: { readonly machine: Machine }) {
  return (
    <dl>
      {arithmetic.map(({ isa, rate, bfloat16, tiles }) => (
        <Fragment key={isa}>
          <Rate of={ISA_NAMES[isa]} rate={rate} />
          {bfloat16 !== undefined && <Rate of={`${ISA_NAMES[isa]} · bfloat16`} rate={bfloat16} />}
          {tiles !== undefined && <Rate of={`${ISA_NAMES[isa]} · bfloat16 (AMX)`} rate={tiles} />}
        </Fragment>
      ))}
      <div className="ui-muted">
        <dt>{t('settings:machineFrom')}</dt>
        <dd>{t('settings:machineThreads')}</dd>
      </div>
      {reading.map(({ level, one, all }) => (
        <div key={level}>
          <dt>{t(`settings:machineLevels.${level}`)}</dt>
          <dd>
            {fixed(one, DIGITS)} · {fixed(all, DIGITS)} GB/s
          </dd>
        </div>
      ))}
    </dl>
  )
}
