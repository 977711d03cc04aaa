// SPDX-License-Identifier: Apache-2.0
import { t } from '../i18n'
import { formatBytesDelta, formatExactBytes } from '../lib/bytes'
import { differsFromA } from '../lib/sides'
import { useApp } from '../store'
import { selectSides } from '../store/selectors'
import { BytesDelta } from '../ui/Bytes'
import { UnknownDifference } from '../ui/UnknownDifference'

/** How the total differs from A's, and from what where A is another model: that is no change of this one. */
export function AgainstA() {
  const comparison = useApp((state) => state.comparison)
  const sides = useApp(selectSides)
  if (comparison === null) return null
  const { totalDelta, models } = comparison
  const against = models === undefined ? t('app:againstA') : t('app:againstModel', { file: models.a.fileName })
  return (
    <span className="app-summary-against" title={against} data-testid="against-a">
      {totalDelta === null && differsFromA(sides) ? (
        <UnknownDifference />
      ) : models === undefined ? (
        <BytesDelta value={totalDelta ?? 0} arrow />
      ) : (
        // Without the colours of better and worse.
        <span className="ui-number" title={formatExactBytes(totalDelta ?? 0)}>
          {formatBytesDelta(totalDelta ?? 0)}
        </span>
      )}{' '}
      <span className="ui-muted">{against}</span>
    </span>
  )
}
