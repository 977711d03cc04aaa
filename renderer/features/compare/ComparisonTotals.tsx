import type { Comparison, ComparisonSide } from '#contract/comparison'
import { CATEGORIES } from '#contract/plan'
import { formatRatio } from '../../lib/bytes'
import { CATEGORY_LABELS, configurationName } from '../../lib/labels'
import { categoryColour } from '../../lib/palette'
import { useProfiles } from '../../store'
import { Bytes, BytesDelta } from '../../ui/Bytes'
import { Heading } from '../../ui/Heading'
import { StackedBar } from '../../ui/StackedBar'
import { Swatch } from '../../ui/Swatch'
import { MeasuredTotals } from './MeasuredTotals'
import { SideLetter } from './SideLetter'

/** Both totals on one scale, the difference by category, and the story in a few sentences. */
export function ComparisonTotals({ comparison }: { readonly comparison: Comparison }) {
  const { a, b, deltas, totalDelta, summary } = comparison
  const scale = Math.max(a.totalBytes, b.totalBytes)
  return (
    <div className="compare-side">
      <section>
        <Heading origin="modelled">Total memory</Heading>
        <Total side="a" of={a} scale={scale} />
        <Total side="b" of={b} scale={scale} />
        <div className="compare-delta" data-testid="compare-total-delta" data-bytes={totalDelta}>
          <BytesDelta value={totalDelta} arrow />
          <small>B is {formatRatio(b.totalBytes, a.totalBytes)} of A</small>
        </div>
      </section>
      {summary.length === 0 ? null : (
        <ul className="compare-summary" data-testid="compare-summary">
          {summary.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <section>
        <Heading origin="modelled">By category</Heading>
        <table className="compare-figures">
          <thead>
            <tr>
              <th scope="col">MiB</th>
              <th scope="col">A</th>
              <th scope="col">B</th>
              <th scope="col">B − A</th>
            </tr>
          </thead>
          <tbody>
            {CATEGORIES.filter((category) => a.totals[category] + b.totals[category] > 0).map((category) => (
              <tr key={category}>
                <th scope="row">
                  <Swatch colour={categoryColour(category)} />
                  {CATEGORY_LABELS[category]}
                </th>
                <td>
                  <Bytes value={a.totals[category]} unit="MiB" />
                </td>
                <td>
                  <Bytes value={b.totals[category]} unit="MiB" />
                </td>
                <td>
                  <BytesDelta value={deltas[category]} unit="MiB" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <MeasuredTotals a={a} b={b} />
    </div>
  )
}

interface TotalProps {
  readonly side: 'a' | 'b'
  readonly of: ComparisonSide
  readonly scale: number
}

function Total({ side, of, scale }: TotalProps) {
  const profiles = useProfiles()
  const name = configurationName(profiles, of.configuration)
  return (
    <div className="compare-total">
      <SideLetter side={side} />
      <span>{name}</span>
      <b data-testid={`compare-total-${side}`} data-bytes={of.totalBytes}>
        <Bytes value={of.totalBytes} />
      </b>
      <StackedBar bytes={of.totals} scale={scale} height={12} />
    </div>
  )
}
