// SPDX-License-Identifier: Apache-2.0
import { memo } from 'react'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { Bytes } from '../../ui/Bytes'
import type { ChartSource } from './chart-source'

/** The peak in words, with the layer that has it. */
export const PeakLine = memo(function PeakLine({ source }: { readonly source: ChartSource }) {
  const { peakRow, totals, series, log } = source
  if (peakRow === null) return <span className="ui-muted">{t('timeline:noEvents')}</span>
  return (
    <span>
      {t('timeline:peak')}{' '}
      <b>
        <Bytes value={totals[peakRow] ?? 0} />
      </b>
      <LayerLink node={log?.peak?.node ?? series.layer[peakRow] ?? -1} />
      {log?.peakRss == null ? null : (
        <>
          {' · '}RSS <Bytes value={log.peakRss} />
        </>
      )}
    </span>
  )
})

function LayerLink({ node }: { readonly node: number }) {
  const name = useApp((state) => state.model?.nodes[node]?.name)
  if (name === undefined) return null
  return (
    <>
      {` ${t('timeline:at')} `}
      <button type="button" className="ui-link" onClick={() => actions.reveal(node)}>
        {name}
      </button>
    </>
  )
}
