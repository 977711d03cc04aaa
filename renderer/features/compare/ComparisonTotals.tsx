import type { Comparison, ComparisonSide } from '#contract/comparison'
import { CATEGORIES } from '#contract/plan'
import { say, t } from '../../i18n'
import { formatRatio } from '../../lib/bytes'
import { CATEGORY_LABELS, configurationName } from '../../lib/labels'
import { categoryColour } from '../../lib/palette'
import { useApp, useProfiles } from '../../store'
import { Bytes, BytesDelta } from '../../ui/Bytes'
import { Heading } from '../../ui/Heading'
import { StackedBar } from '../../ui/StackedBar'
import { Swatch } from '../../ui/Swatch'
import { MeasuredTotals } from './MeasuredTotals'
import { OtherSides } from './OtherSides'
import { RuleDifferences } from './RuleDifferences'
import { SideLetter } from './SideLetter'
import { VerdictLine } from './VerdictLine'

/** Both totals on one scale, the difference by category, and the story in a few sentences. */
export function ComparisonTotals({ comparison }: { readonly comparison: Comparison }) {
  const { a, b, deltas, totalDelta, summary, unmatched } = comparison
  const scale = Math.max(a.totalBytes, b.totalBytes)
  return (
    // Scrolls where the panel is low: the keyboard must get there too.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is focusable
    <div className="compare-side" tabIndex={0}>
      <section>
        <Heading origin="modelled">{t('compare:total')}</Heading>
        <Total side="a" of={a} scale={scale} />
        <Total side="b" of={b} scale={scale} />
        <div className="compare-delta" data-testid="compare-total-delta" data-bytes={totalDelta}>
          <BytesDelta value={totalDelta} arrow />
          <small>{t('compare:ratio', { ratio: formatRatio(b.totalBytes, a.totalBytes) })}</small>
        </div>
        <VerdictLine baselineBytes={a.totalBytes} bytes={b.totalBytes} />
      </section>
      {summary.length === 0 ? null : (
        <ul className="compare-summary" data-testid="compare-summary">
          {summary.map(say).map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <section>
        <Heading origin="modelled">{t('compare:byCategory')}</Heading>
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
      <RuleDifferences comparison={comparison} />
      <MeasuredTotals a={a} b={b} />
      <OtherSides baselineBytes={a.totalBytes} />
      {unmatched === undefined ? null : <Unmatched unmatched={unmatched} />}
    </div>
  )
}

/** Of two files: the layers that found no match. */
function Unmatched({ unmatched }: { readonly unmatched: NonNullable<Comparison['unmatched']> }) {
  return (['a', 'b'] as const).map((side) =>
    unmatched[side].length === 0 ? null : (
      <p key={side} className="ui-muted" data-testid={`unmatched-${side}`}>
        {t('compare:unmatched', { side: side.toUpperCase(), names: unmatched[side].join(', ') })}
      </p>
    ),
  )
}

interface TotalProps {
  readonly side: 'a' | 'b'
  readonly of: ComparisonSide
  readonly scale: number
}

function Total({ side, of, scale }: TotalProps) {
  const profiles = useProfiles()
  const saved = useApp((state) => (side === 'a' ? state.savedBaseline : null))
  const configuration = configurationName(profiles, of.configuration)
  const label = saved?.label ?? ''
  const name = label === '' || label === configuration ? configuration : `${label}: ${configuration}`
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
