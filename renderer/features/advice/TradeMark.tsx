// SPDX-License-Identifier: Apache-2.0
import type { TradePoint } from './trade-points'

interface TradeMarkProps {
  readonly point: Pick<TradePoint, 'changes' | 'lowerBound' | 'whatIf' | 'inferenceNs'>
  /** Place on the line, from 1; null: beside it. */
  readonly step: number | null
}

/** How a point looks: by where it comes from, and whether it is on the line. */
export function TradeMark({ point: { changes, lowerBound, whatIf, inferenceNs }, step }: TradeMarkProps) {
  if (inferenceNs !== null) {
    return <path d="M0 -6.5L6.5 0L0 6.5L-6.5 0Z" fill="var(--text)" stroke="var(--surface)" strokeWidth={1.5} />
  }
  if (lowerBound) {
    return <path d="M0 -5.5L5.5 4.5H-5.5Z" fill="var(--surface)" stroke="var(--warning)" strokeWidth={1.5} />
  }
  const now = changes.length === 0
  return (
    <>
      {now ? <circle r={11.5} fill="none" stroke="var(--text)" strokeWidth={1.5} /> : null}
      {step === null ? (
        <circle
          r={4.5}
          fill={whatIf ? 'var(--surface)' : 'var(--accent)'}
          fillOpacity={whatIf ? 1 : 0.55}
          stroke="var(--accent)"
          strokeWidth={whatIf ? 1.5 : 0}
          strokeDasharray={whatIf ? '2 2' : undefined}
        />
      ) : (
        <>
          <circle r={8.5} fill="var(--accent)" stroke="var(--surface)" strokeWidth={1} />
          <text textAnchor="middle" y={3.5} fontSize={10} fontWeight={700} fill="var(--surface)">
            {step}
          </text>
        </>
      )}
    </>
  )
}
