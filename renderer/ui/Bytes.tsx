// SPDX-License-Identifier: Apache-2.0
import {
  type ColumnUnit,
  formatBytes,
  formatBytesDelta,
  formatDeltaInUnit,
  formatExactBytes,
  formatInUnit,
} from '../lib/bytes'

interface BytesProps {
  readonly value: number
  /** Shown in this unit without naming it, for columns whose heading does. */
  readonly unit?: ColumnUnit
}

/** A size; the exact figure shows on hover. */
export function Bytes({ value, unit }: BytesProps) {
  return (
    <span className="ui-number" title={formatExactBytes(value)}>
      {unit ? formatInUnit(value, unit) : formatBytes(value)}
    </span>
  )
}

interface BytesDeltaProps extends BytesProps {
  /** Also tells the direction, so that colour is not alone. */
  readonly arrow?: boolean
}

/** A signed difference, coloured by direction. */
export function BytesDelta({ value, arrow = false, unit }: BytesDeltaProps) {
  const direction = value > 0 ? 'ui-grow' : value < 0 ? 'ui-shrink' : 'ui-muted'
  const sign = arrow && value !== 0 ? (value > 0 ? '↑ ' : '↓ ') : ''
  return (
    <span className={`ui-number ${direction}`} title={formatExactBytes(value)}>
      {sign}
      {unit ? formatDeltaInUnit(value, unit) : formatBytesDelta(value)}
    </span>
  )
}
