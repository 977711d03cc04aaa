// SPDX-License-Identifier: Apache-2.0
import { SegmentedControl } from '@mantine/core'
import type { Machine } from '#contract/machine'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { Figures } from './Figures'

type Which = 'usual' | 'here' | 'other'

/** The machine that times of other engines are modelled for. `here`: this one as it was measured; null where it was not. */
export function TimesFor({ here }: { readonly here: Machine | null }) {
  const chosen = useApp((state) => state.settings.timesFor)
  const which: Which = chosen === null ? 'usual' : chosen.processor === here?.processor ? 'here' : 'other'
  const usual = useApp((state) => state.host?.usualMachine)
  const figures = chosen ?? usual
  const choose = (wanted: Which): void => {
    if (wanted === 'other') void actions.chooseMachine()
    else void actions.modelTimesFor(wanted === 'here' ? here : null)
  }
  return (
    <div className="settings-times" data-testid="settings-times">
      <span id="settings-times">{t('settings:timesFor')}</span>
      <SegmentedControl<Which>
        size="xs"
        fullWidth
        aria-labelledby="settings-times"
        data={(['usual', 'here', 'other'] as const).map((value) => ({
          value,
          label: t(`settings:timesMachines.${value}`),
          disabled: value === 'here' && here === null,
        }))}
        value={which}
        onChange={choose}
      />
      {which === 'other' ? <p>{t('settings:timesOf', { processor: chosen?.processor ?? '' })}</p> : null}
      {which === 'here' || figures === undefined ? null : (
        <details className="settings-figures" data-testid="settings-times-figures">
          <summary>{t('settings:timesFigures')}</summary>
          <Figures machine={figures} />
        </details>
      )}
    </div>
  )
}
