// SPDX-License-Identifier: Apache-2.0
import { Splitter } from '@mantine/core'
import type { SplitterPaneSize } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { ModelView } from '#contract/model'
import type { PanelLayout } from '#contract/workspace'
import { About } from '../features/about/About'
import { KeepBaseline } from '../features/compare/KeepBaseline'
import { ConfigurationControls } from '../features/configure/ConfigurationControls'
import { DocumentControls } from '../features/configure/DocumentControls'
import { InputShapes } from '../features/configure/InputShapes'
import { ModelTitle } from '../features/configure/ModelTitle'
import { Overrides } from '../features/configure/Overrides'
import { Glossary } from '../features/glossary/Glossary'
import { GraphPanel } from '../features/graph/GraphPanel'
import { Inspector } from '../features/inspector/Inspector'
import { FileChanged } from '../features/open/FileChanged'
import { OpeningProgress } from '../features/open/OpeningProgress'
import { ProblemBanner } from '../features/open/ProblemBanner'
import { Welcome } from '../features/open/Welcome'
import { CommandPalette } from '../features/palette/CommandPalette'
import { KeyHelp } from '../features/palette/KeyHelp'
import { RunControl } from '../features/run/RunControl'
import { SearchPanel } from '../features/search/SearchPanel'
import { SettingsButton } from '../features/settings/SettingsButton'
import { Tour } from '../features/tour/Tour'
import { TuningControl } from '../features/tuning/TuningControl'
import { t } from '../i18n'
import { currentState, useApp } from '../store'
import type { Command } from '../ui/command'
import { ColourSchemeToggle } from './ColourSchemeToggle'
import { commandState } from './commands/command-state'
import { commandsFor } from './commands/commands'
import { DetailTabs } from './DetailTabs'
import { Notices } from './Notices'
import { SummaryStrip } from './SummaryStrip'
import { TaskStrips } from './TaskStrips'
import { useFileDrop } from './use-file-drop'
import { useShortcuts } from './use-shortcuts'

/** The window: the welcome page, or toolbar, summary, graph, tabs and inspector around a model. */
export function Shell() {
  const model = useApp((state) => state.model)
  const dragging = useFileDrop()
  const fileName = model?.fileName
  useEffect(() => {
    document.title = fileName === undefined ? 'Convscope' : `${fileName} – Convscope`
  }, [fileName])
  return (
    <div className="app-shell">
      {model === null ? null : <Toolbar model={model} />}
      <OpeningProgress />
      <TaskStrips />
      <FileChanged />
      <ProblemBanner />
      {model === null ? (
        <>
          <div className="app-corner">
            <WindowControls />
          </div>
          <Welcome settings={<ConfigurationControls />} />
        </>
      ) : (
        <Workbench model={model} />
      )}
      {dragging ? <div className="app-drop">{t('app:drop')}</div> : null}
      <Notices />
      <Commands />
      <About />
      <Glossary />
      <Tour />
    </div>
  )
}

/** Keys, palette and the list of keys, all of the same commands, which are made when a key is pressed or a list opens. */
function Commands() {
  const mac = useApp((state) => state.host?.platform === 'darwin')
  useShortcuts(currentCommands)
  return (
    <>
      <CommandPalette useCommands={useCommands} mac={mac} />
      <KeyHelp useCommands={useCommands} mac={mac} />
    </>
  )
}

function useCommands(): readonly Command[] {
  return commandsFor(useApp(useShallow(commandState)))
}

function currentCommands(): readonly Command[] {
  return commandsFor(commandState(currentState()))
}

function Toolbar({ model }: { readonly model: ModelView }) {
  return (
    <header className="app-toolbar">
      <ModelTitle model={model} />
      <div className="app-toolbar-controls">
        {model.document === undefined ? (
          <>
            <ConfigurationControls />
            <TuningControl />
            <InputShapes model={model} />
            <Overrides />
            <KeepBaseline />
            <RunControl />
          </>
        ) : (
          <DocumentControls document={model.document} />
        )}
        <WindowControls />
      </div>
    </header>
  )
}

function WindowControls() {
  return (
    <div className="app-window-controls">
      <ColourSchemeToggle />
      <SettingsButton />
    </div>
  )
}

/** Shares of graph and panels, in per cent. */
const SHARES: Readonly<Record<PanelLayout, SplitterPaneSize[]>> = { graph: [86, 14], both: [50, 50], table: [14, 86] }

interface Dragged {
  readonly layout: PanelLayout
  readonly sizes: SplitterPaneSize[]
}

function Workbench({ model }: { readonly model: ModelView }) {
  const layout = useApp((state) => state.settings.layout)
  const [dragged, setDragged] = useState<Dragged | null>(null)
  // What was dragged holds until a layout is chosen.
  const sizes = dragged?.layout === layout ? dragged.sizes : SHARES[layout]
  return (
    <main className="app-workbench">
      <SummaryStrip />
      <Splitter className="app-main" lineSize={1} handleColor="var(--line)" withHandle={false}>
        <Splitter.Pane defaultSize={74} min={40}>
          <Splitter
            orientation="vertical"
            lineSize={1}
            handleColor="var(--line)"
            withHandle={false}
            h="100%"
            sizes={sizes}
            onSizeChange={(next) => setDragged({ layout, sizes: next })}
          >
            <Splitter.Pane defaultSize={50} min={10} className="app-pane">
              <GraphPanel model={model} />
              <SearchPanel />
            </Splitter.Pane>
            <Splitter.Pane defaultSize={50} min={12} className="app-pane">
              <DetailTabs />
            </Splitter.Pane>
          </Splitter>
        </Splitter.Pane>
        <Splitter.Pane defaultSize={26} min={18} className="app-pane">
          <Inspector />
        </Splitter.Pane>
      </Splitter>
    </main>
  )
}
