// SPDX-License-Identifier: Apache-2.0
import { t } from '../../i18n'
import { Origin } from '../../ui/Origin'
import type { TradePoint } from './trade-points'
import { figuresOf, useTradeWords } from './trade-words'

/** What a point is: what to change, what it takes, and where that is known from. */
export function TradeTooltip({ point }: { readonly point: TradePoint }) {
  const { title } = useTradeWords()
  const { inferenceNs, lowerBound, whatIf, alike, changes } = point
  return (
    <div className="ui-tooltip advice-trade-tooltip" role="tooltip" data-testid="trade-tooltip">
      <div className="ui-tooltip-row">
        <b>{title(point)}</b>
        <Origin kind={inferenceNs === null ? 'modelled' : 'measured'} />
      </div>
      <span className="ui-number">{figuresOf(point).join(' · ')}</span>
      {inferenceNs === null ? null : <span className="ui-muted">{t('advice:trade.whose')}</span>}
      {lowerBound ? <span className="ui-amber">{t('advice:trade.unknown')}</span> : null}
      {whatIf ? <span className="ui-muted">{t('advice:whatIfShort')}</span> : null}
      {changes.at(-1)?.kind === 'releaseModel' ? <span className="ui-muted">{t('advice:trade.call')}</span> : null}
      {alike === 0 ? null : <span className="ui-muted">{t('advice:trade.alike', { count: alike })}</span>}
    </div>
  )
}
