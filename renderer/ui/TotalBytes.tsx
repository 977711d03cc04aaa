// SPDX-License-Identifier: Apache-2.0
import { t } from '../i18n'
import { Bytes } from './Bytes'

interface TotalBytesProps {
  readonly value: number
  /** Something that belongs to it is not known. */
  readonly lowerBound: boolean
}

/** A total, which says of itself that it may be more. */
export function TotalBytes({ value, lowerBound }: TotalBytesProps) {
  if (!lowerBound) return <Bytes value={value} />
  return (
    <span className="ui-amber">
      <span title={t('common:atLeast')}>≥ </span>
      <Bytes value={value} />
    </span>
  )
}
