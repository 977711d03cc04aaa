// SPDX-License-Identifier: Apache-2.0
import './graph-legend.css'
import { Select } from '@mantine/core'
import { t } from '../../i18n'
import { ALGORITHM_LABELS } from '../../lib/labels'
import { algorithmColour } from '../../lib/palette'
import { actions, useApp } from '../../store'
import { selectAlgorithmCounts, selectEmphasis } from '../../store/selectors'
import { COLOUR_BY, type ColourBy } from '../../store/state'
import { Swatch } from '../../ui/Swatch'
import { useGraph, useScope } from './graph-scope'
import { ScopePath } from './ScopePath'
import { TintScale } from './TintScale'

/** What colours stand for, the choice of what they are to stand for, one for both graphs, and where the selection is. */
export function Legend() {
  const { name } = useScope()
  const colourBy = useApp((state) => state.colourBy)
  return (
    <fieldset
      className="graph-legend"
      data-testid={name === 'open' ? 'legend' : 'legend-beside'}
      aria-label={t('graph:legend')}
    >
      {name === 'open' ? <ColourBySelect /> : null}
      {colourBy === 'algorithm' ? <AlgorithmCounts /> : <TintScale by={colourBy} />}
      {name === 'open' ? <ScopePath /> : null}
    </fieldset>
  )
}

function ColourBySelect() {
  const colourBy = useApp((state) => state.colourBy)
  return (
    <Select
      className="graph-colour-by"
      aria-label={t('graph:colours')}
      data-testid="colour-by"
      variant="unstyled"
      comboboxProps={{ position: 'top-start', width: 200 }}
      data={COLOUR_BY.map((figure) => ({ value: figure, label: t(`graph:colourBy.${figure}`) }))}
      value={colourBy}
      onChange={(figure) => actions.colourBy((figure ?? 'algorithm') as ColourBy)}
    />
  )
}

/** Algorithms in use with how many layers have each; choosing one fades the others. */
function AlgorithmCounts() {
  const counts = useGraph(selectAlgorithmCounts)
  const emphasis = useGraph(selectEmphasis)
  return [...counts].map(([algorithm, count]) => (
    <button
      key={algorithm}
      type="button"
      aria-pressed={emphasis === algorithm}
      data-algorithm={algorithm}
      title={t('graph:showOnly', { algorithm: ALGORITHM_LABELS[algorithm] })}
      onClick={() => actions.emphasise(algorithm)}
    >
      <Swatch colour={algorithmColour(algorithm)} />
      {ALGORITHM_LABELS[algorithm]}
      <b className="ui-number">{count}</b>
    </button>
  ))
}
