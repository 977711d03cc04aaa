import { ALGORITHMS, type Algorithm } from '#contract/plan'
import { ALGORITHM_LABELS } from '../../lib/labels'
import { algorithmColour } from '../../lib/palette'
import { useApp } from '../../store'
import { Swatch } from '../../ui/Swatch'

interface LegendProps {
  readonly emphasis: Algorithm | null
  readonly onEmphasise: (algorithm: Algorithm | null) => void
}

/** Algorithms in use with how many layers have each; choosing one fades the others. */
export function Legend({ emphasis, onEmphasise }: LegendProps) {
  const plan = useApp((state) => state.plan)
  const counts = new Map<Algorithm, number>()
  for (const { algorithm } of plan?.decisions ?? []) counts.set(algorithm, (counts.get(algorithm) ?? 0) + 1)
  const used = ALGORITHMS.filter((algorithm) => counts.has(algorithm))
  if (used.length === 0) return null
  return (
    <fieldset className="graph-legend" data-testid="legend" aria-label="Algorithms in use">
      {used.map((algorithm) => (
        <button
          key={algorithm}
          type="button"
          aria-pressed={emphasis === algorithm}
          data-algorithm={algorithm}
          title={`Show only ${ALGORITHM_LABELS[algorithm]}`}
          onClick={() => onEmphasise(emphasis === algorithm ? null : algorithm)}
        >
          <Swatch colour={algorithmColour(algorithm)} />
          {ALGORITHM_LABELS[algorithm]}
          <b className="ui-number">{counts.get(algorithm)}</b>
        </button>
      ))}
    </fieldset>
  )
}
