// SPDX-License-Identifier: Apache-2.0
import { t } from '../../i18n'
import { TradeMark } from './TradeMark'
import type { TradePoint } from './trade-points'

const NONE = { changes: [{ kind: 'threads', to: 1 }], lowerBound: false, whatIf: false, inferenceNs: null } as const

const KINDS = [
  {
    name: 'now',
    mark: { ...NONE, changes: [] },
    holds: ({ changes, inferenceNs }: TradePoint) => changes.length === 0 && inferenceNs === null,
  },
  {
    name: 'tried',
    mark: NONE,
    holds: ({ changes, lowerBound, whatIf }: TradePoint) => changes.length > 0 && !lowerBound && !whatIf,
  },
  {
    name: 'whatIf',
    mark: { ...NONE, whatIf: true },
    holds: ({ whatIf, lowerBound }: TradePoint) => whatIf && !lowerBound,
  },
  { name: 'atLeast', mark: { ...NONE, lowerBound: true }, holds: ({ lowerBound }: TradePoint) => lowerBound },
  { name: 'run', mark: { ...NONE, inferenceNs: 1 }, holds: ({ inferenceNs }: TradePoint) => inferenceNs !== null },
] as const

/** What the marks stand for, as far as they are there. */
export function TradeKey({ points }: { readonly points: readonly TradePoint[] }) {
  return (
    <div className="advice-key">
      {KINDS.filter(({ holds }) => points.some(holds)).map(({ name, mark }) => (
        <span key={name}>
          <svg width={18} height={18} viewBox={name === 'now' ? '-13 -13 26 26' : '-8 -8 16 16'} aria-hidden="true">
            <TradeMark point={mark} step={null} />
          </svg>
          {t(`advice:trade.key.${name}`)}
        </span>
      ))}
    </div>
  )
}
