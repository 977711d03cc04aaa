// SPDX-License-Identifier: Apache-2.0
import type { ModelView } from '#contract/model'
import { t } from '../../i18n'
import { TotalBytes } from '../../ui/TotalBytes'
import { boxName } from './map-words'
import type { MapBox } from './memory-map'

interface MapPathProps {
  readonly model: ModelView
  readonly path: readonly MapBox[]
  readonly totalBytes: number
  readonly lowerBound: boolean
  readonly onGo: (id: string | null) => void
}

/** What is shown, and the way back to all of it. */
export function MapPath({ model, path, totalBytes, lowerBound, onGo }: MapPathProps) {
  const last = path.at(-1)
  return (
    <nav className="map-path" aria-label={t('map:path')} data-testid="map-path">
      {last === undefined ? (
        <b>{t('map:all')}</b>
      ) : (
        <button type="button" className="ui-link" onClick={() => onGo(null)}>
          {t('map:all')}
        </button>
      )}
      {path.map((box) => (
        <span key={box.id}>
          <span className="ui-muted"> › </span>
          {box === last ? (
            <b>{boxName(model, box)}</b>
          ) : (
            <button type="button" className="ui-link" onClick={() => onGo(box.id)}>
              {boxName(model, box)}
            </button>
          )}
        </span>
      ))}{' '}
      <TotalBytes value={last?.bytes ?? totalBytes} lowerBound={last === undefined && lowerBound} />
    </nav>
  )
}
