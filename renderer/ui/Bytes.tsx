import { formatBytes, formatBytesDelta, formatExactBytes, formatMebibytes } from '../lib/bytes'

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

/** A signed difference, coloured by direction; growth also has an arrow, so that colour is not alone. */
export function BytesDelta({ value, arrow = false }: { readonly value: number; readonly arrow?: boolean }) {
  const direction = value > 0 ? 'ui-grow' : value < 0 ? 'ui-shrink' : 'ui-muted'
  const sign = arrow && value !== 0 ? (value > 0 ? '↑ ' : '↓ ') : ''
  return (
    <span className={`ui-number ${direction}`} title={formatExactBytes(value)}>
      {sign}
      {formatBytesDelta(value)}
    </span>
  )
}
