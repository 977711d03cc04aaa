import { Select } from '@mantine/core'
import { ALGORITHMS, type Algorithm } from '#contract/plan'
import { t } from '../../i18n'
import { ALGORITHM_LABELS } from '../../lib/labels'
import { algorithmColour } from '../../lib/palette'
import { actions, useApp } from '../../store'
import { COLOUR_BY, type ColourBy } from '../../store/state'
import { Swatch } from '../../ui/Swatch'
import { TintScale } from './TintScale'

interface LegendProps {
  readonly emphasis: Algorithm | null
  readonly onEmphasise: (algorithm: Algorithm | null) => void
}

/** What colours stand for, and the choice of what they are to stand for. */
export function Legend({ emphasis, onEmphasise }: LegendProps) {
  const colourBy = useApp((state) => state.colourBy)
  return (
    <fieldset className="graph-legend" data-testid="legend" aria-label={t('graph:legend')}>
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
      {colourBy === 'algorithm' ? (
        <AlgorithmCounts emphasis={emphasis} onEmphasise={onEmphasise} />
      ) : (
        <TintScale by={colourBy} />
      )}
    </fieldset>
  )
}

/** Algorithms in use with how many layers have each; choosing one fades the others. */
function AlgorithmCounts({ emphasis, onEmphasise }: LegendProps) {
  const plan = useApp((state) => state.plan)
  const counts = new Map<Algorithm, number>()
  for (const { algorithm } of plan?.decisions ?? []) counts.set(algorithm, (counts.get(algorithm) ?? 0) + 1)
  return ALGORITHMS.filter((algorithm) => counts.has(algorithm)).map((algorithm) => (
    <button
      key={algorithm}
      type="button"
      aria-pressed={emphasis === algorithm}
      data-algorithm={algorithm}
      title={t('graph:showOnly', { algorithm: ALGORITHM_LABELS[algorithm] })}
      onClick={() => onEmphasise(emphasis === algorithm ? null : algorithm)}
    >
      <Swatch colour={algorithmColour(algorithm)} />
      {ALGORITHM_LABELS[algorithm]}
      <b className="ui-number">{counts.get(algorithm)}</b>
    </button>
  ))
}
