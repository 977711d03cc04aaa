// SPDX-License-Identifier: Apache-2.0
import './map.css'
import { SegmentedControl } from '@mantine/core'
import { useDeferredValue, useMemo, useRef } from 'react'
import { isLowerBound } from '#contract/plan'
import { t } from '../../i18n'
import { useApp, usePanel } from '../../store'
import { selectAlive } from '../../store/selectors'
import { Empty } from '../../ui/Empty'
import { MapChart } from './MapChart'
import { MapExports } from './MapExports'
import { MapKey } from './MapKey'
import { MapPath } from './MapPath'
import { MapTable } from './MapTable'
import { pathTo } from './map-path'
import { boxesOf, memoryMap } from './memory-map'

type View = 'map' | 'table'

/** Where every byte of the modelled total is. */
export function MapPanel() {
  const model = useApp((state) => state.model)
  const plan = useApp((state) => state.plan)
  const [leftView, setView] = usePanel('mapView')
  const view: View = leftView === 'table' ? 'table' : 'map'
  const [leftFocus, keepFocus] = usePanel('mapFocus')
  const focus = leftFocus === '' ? null : leftFocus
  const setFocus = (id: string | null) => keepFocus(id ?? '')
  const stage = useRef<HTMLDivElement>(null)
  // A map takes longer to draw than a frame: while the playhead moves it follows as well as it can.
  const alive = useDeferredValue(useApp(selectAlive))
  const parts = useMemo(
    () => (model === null || plan === null ? [] : memoryMap(model.nodes, plan, alive)),
    [model, plan, alive],
  )
  const boxes = useMemo(() => boxesOf(parts), [parts])
  const path = useMemo(() => pathTo(boxes, focus), [boxes, focus])
  if (model === null || plan === null) return <Empty title={t('map:title')}>{t('map:lead')}</Empty>
  if (parts.length === 0) return <Empty title={t('map:nothing')}>{t('map:nothingHint')}</Empty>
  return (
    <div className="map" data-testid="map-panel" data-bytes={parts.reduce((sum, { bytes }) => sum + bytes, 0)}>
      <div className="map-bar">
        <MapPath
          model={model}
          path={path}
          totalBytes={plan.totalBytes}
          lowerBound={isLowerBound(plan)}
          onGo={setFocus}
        />
        <MapKey model={model} plan={plan} parts={parts} />
        <SegmentedControl<View>
          size="xs"
          aria-label={t('map:view')}
          data-testid="map-view"
          value={view}
          data={[
            { value: 'map', label: t('map:map') },
            { value: 'table', label: t('map:table') },
          ]}
          onChange={setView}
        />
        <MapExports
          model={model}
          plan={plan}
          parts={parts}
          drawn={view === 'map'}
          findChart={() => stage.current?.querySelector<SVGSVGElement>('svg.map-chart') ?? null}
        />
      </div>
      <div className="map-stage" ref={stage}>
        {view === 'map' ? (
          <MapChart model={model} plan={plan} boxes={boxes} path={path} onFocus={setFocus} />
        ) : (
          <MapTable model={model} plan={plan} parts={parts} />
        )}
      </div>
    </div>
  )
}
