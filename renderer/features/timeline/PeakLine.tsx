import { type ModelledSample, modelledPeak } from '../../lib/modelled-timeline'
import type { Timeline } from '../../lib/timeline'
import { actions, useApp } from '../../store'
import { Bytes } from '../../ui/Bytes'

interface PeakLineProps {
  /** null: the modelled peak is told. */
  readonly timeline: Timeline | null
  readonly modelled: readonly ModelledSample[]
}

/** The peak in words, with the layer that has it. */
export function PeakLine({ timeline, modelled }: PeakLineProps) {
  const peak = timeline === null ? modelledPeak(modelled) : timeline.peak
  if (peak === null) return <span className="ui-muted">No events yet</span>
  return (
    <span>
      Peak{' '}
      <b>
        <Bytes value={peak.total} />
      </b>
      <LayerLink node={peak.node} />
      {timeline?.peakRss == null ? null : (
        <>
          {' · '}RSS <Bytes value={timeline.peakRss} />
        </>
      )}
    </span>
  )
}

function LayerLink({ node }: { readonly node: number }) {
  const name = useApp((state) => state.model?.nodes[node]?.name)
  if (name === undefined) return null
  return (
    <>
      {' at '}
      <button type="button" className="ui-link" onClick={() => actions.reveal(node)}>
        {name}
      </button>
    </>
  )
}
