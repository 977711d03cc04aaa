// SPDX-License-Identifier: Apache-2.0
import { duration } from '#messages/figures'
import { t } from '../../i18n'
import { formatBytes, formatBytesDelta } from '../../lib/bytes'
import { overlayText } from '../../lib/layers/overlay'
import { isSigned, largestTint, type TintFigure, type TintSources } from '../../lib/layers/tint'
import { useApp } from '../../store'
import { largestShown, selectTintSources } from '../../store/selectors'
import { useGraph, useScope } from './graph-scope'

const FORMATS: Readonly<Record<TintFigure, (figure: number) => string>> = {
  packed: formatBytes,
  workspace: formatBytes,
  time: duration,
  change: formatBytesDelta,
  overlay: overlayText,
}

/** The colours from none to the model's largest figure; how to get figures where there are none. */
export function TintScale({ by }: { readonly by: TintFigure }) {
  const { name } = useScope()
  const sources = useGraph(selectTintSources)
  const own = largestTint(by, sources)
  const largest = useApp((state) => largestShown(state, by))
  const lacking = name === 'open' || own > 0 ? whatLacks(by, sources, own) : t('graph:beside.noFigures')
  if (lacking !== null) return <span className="graph-legend-note">{lacking}</span>
  const signed = isSigned(by, sources)
  const format = FORMATS[by]
  return (
    <span className="graph-legend-scale" data-testid="tint-scale" data-by={by}>
      <span className="ui-number">{signed ? format(-largest) : '0'}</span>
      <span className="graph-legend-gradient" data-signed={signed || undefined} />
      <span className="ui-number">{format(largest)}</span>
    </span>
  )
}

/** How to get figures where there are none; null where there are. */
function whatLacks(by: TintFigure, { report, comparison, overlay }: TintSources, largest: number): string | null {
  if (by === 'time' && report === null) return t('graph:runFirst')
  if (by === 'change' && comparison === null) return t('graph:keepFirst')
  if (by === 'overlay' && overlay === null) return t('graph:overlayFirst')
  if (largest > 0) return null
  return t(by === 'overlay' ? 'graph:noNumbers' : 'graph:noFigures')
}
