import { Tabs } from '@mantine/core'
import { ComparePanel } from '../features/compare/ComparePanel'
import { LayersPanel } from '../features/layers/LayersPanel'
import { TimelinePanel } from '../features/timeline/TimelinePanel'
import { actions, useApp } from '../store'
import { TABS, type Tab } from '../store/state'

const LABELS: Readonly<Record<Tab, string>> = { layers: 'Layers', timeline: 'Timeline', compare: 'Compare' }
const PANELS: Readonly<Record<Tab, () => React.JSX.Element>> = {
  layers: LayersPanel,
  timeline: TimelinePanel,
  compare: ComparePanel,
}

/** Layers, timeline and comparison; only the one in front is in the page. */
export function DetailTabs() {
  const tab = useApp((state) => state.tab)
  const Panel = PANELS[tab]
  return (
    <Tabs className="app-tabs" value={tab} keepMounted={false} onChange={(value) => actions.showTab(value as Tab)}>
      <Tabs.List>
        {TABS.map((name) => (
          <Tabs.Tab key={name} value={name} data-testid={`tab-${name}`} py={7} px={14} fz={13}>
            {LABELS[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={tab} className="app-tabs-panel">
        <Panel />
      </Tabs.Panel>
    </Tabs>
  )
}
