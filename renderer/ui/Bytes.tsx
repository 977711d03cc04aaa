import { formatBytes, formatBytesDelta, formatExactBytes, formatMebibytes, formatMebibytesDelta } from '../lib/bytes'

interface BytesProps {
  readonly value: number
  /** MiB with two digits and no unit, for columns that name the unit. */
  readonly column?: boolean
}

/** A size; the exact figure shows on hover. */
export function Bytes({ value, column = false }: BytesProps) {
  return (
    <span className="ui-number" title={formatExactBytes(value)}>
      {column ? formatMebibytes(value) : formatBytes(value)}
    </span>
  )
}

interface BytesDeltaProps extends BytesProps {
  /** Also tells the direction, so that colour is not alone. */
  readonly arrow?: boolean
}

/** A signed difference, coloured by direction. */
export function BytesDelta({ value, arrow = false, column = false }: BytesDeltaProps) {
  const direction = value > 0 ? 'ui-grow' : value < 0 ? 'ui-shrink' : 'ui-muted'
  const sign = arrow && value !== 0 ? (value > 0 ? '↑ ' : '↓ ') : ''
  return (
    <span className={`ui-number ${direction}`} title={formatExactBytes(value)}>
      {sign}
      {column ? formatMebibytesDelta(value) : formatBytesDelta(value)}
    </span>
  )
}
