// SPDX-License-Identifier: Apache-2.0
import { t } from '../i18n'
import {
  type ColumnUnit,
  formatBytes,
  formatBytesDelta,
  formatDeltaInUnit,
  formatExactBytes,
  formatInUnit,
} from '../lib/bytes'

interface BytesProps {
  /** null: not known. */
  readonly value: number | null
  /** Shown in this unit without naming it, for columns whose heading does. */
  readonly unit?: ColumnUnit
}

function Unknown() {
  return (
    <span className="ui-muted" title={t('common:unknownHint')}>
      {t('common:unknown')}
    </span>
  )
}

/** A size; the exact figure shows on hover. */
export function Bytes({ value, unit }: BytesProps) {
  if (value === null) return <Unknown />
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
  if (value === null) return <Unknown />
  const direction = value > 0 ? 'ui-grow' : value < 0 ? 'ui-shrink' : 'ui-muted'
  const sign = arrow && value !== 0 ? (value > 0 ? '↑ ' : '↓ ') : ''
  return (
    <span className={`ui-number ${direction}`} title={formatExactBytes(value)}>
      {sign}
      {unit ? formatDeltaInUnit(value, unit) : formatBytesDelta(value)}
    </span>
  )
}
