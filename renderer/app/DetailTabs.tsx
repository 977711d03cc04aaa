// SPDX-License-Identifier: Apache-2.0
import { Tabs } from '@mantine/core'
import { AdvicePanel } from '../features/advice/AdvicePanel'
import { WarningCount } from '../features/advice/WarningCount'
import { ArenaPanel } from '../features/arena/ArenaPanel'
import { AttachPanel } from '../features/attach/AttachPanel'
import { ComparePanel } from '../features/compare/ComparePanel'
import { LayersPanel } from '../features/layers/LayersPanel'
import { MapPanel } from '../features/map/MapPanel'
import { ReleasesPanel } from '../features/releases/ReleasesPanel'
import { RunsPanel } from '../features/runs/RunsPanel'
import { Scrubber } from '../features/scrubber/Scrubber'
import { ShareMenu } from '../features/share/ShareMenu'
import { SweepPanel } from '../features/sweep/SweepPanel'
import { TimelinePanel } from '../features/timeline/TimelinePanel'
import { t } from '../i18n'
import { actions, useApp } from '../store'
import { TABS, type Tab } from '../store/state'
import { LayoutButtons } from './LayoutButtons'

const PANELS: Readonly<Record<Tab, () => React.JSX.Element>> = {
  map: MapPanel,
  layers: LayersPanel,
  timeline: TimelinePanel,
  arena: ArenaPanel,
  compare: ComparePanel,
  releases: ReleasesPanel,
  sweep: SweepPanel,
  advice: AdvicePanel,
  runs: RunsPanel,
  attach: AttachPanel,
}

/** What asks for plans that a saved document does not hold, or runs something. */
const NEEDS_MODEL: ReadonlySet<Tab> = new Set<Tab>(['releases', 'sweep', 'advice', 'attach'])

/** What has steps of execution, over which one playhead goes. */
const HAS_STEPS: ReadonlySet<Tab> = new Set<Tab>(['map', 'layers', 'timeline', 'arena'])

/** Layers, timeline and comparison; only the one in front is in the page. */
export function DetailTabs() {
  const tab = useApp((state) => state.tab)
  const document = useApp((state) => state.model?.document !== undefined)
  const tabs = document ? TABS.filter((name) => !NEEDS_MODEL.has(name)) : TABS
  const Panel = PANELS[tab]
  return (
    <Tabs className="app-tabs" value={tab} keepMounted={false} onChange={(value) => actions.showTab(value as Tab)}>
      <div className="app-tabs-bar">
        <Tabs.List className="app-tabs-list">
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name} data-testid={`tab-${name}`} py={8} fz={13}>
              {t(`app:tabs.${name}`)}
              {name === 'advice' ? <WarningCount /> : null}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <div className="app-spacer" />
        <ShareMenu />
        <LayoutButtons />
      </div>
      <Tabs.Panel value={tab} className="app-tabs-panel">
        {HAS_STEPS.has(tab) ? <Scrubber /> : null}
        <div className="app-tabs-body">
          <Panel />
        </div>
      </Tabs.Panel>
    </Tabs>
  )
}
