// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path'
import type { EngineState } from '#contract/engine'
import type { Problem, Result } from '#contract/errors'
import type { Plan } from '#contract/plan'
import type { TimedEngine } from '#core/timed-engine'
import { threadedLoader } from './documents/document-loader'
import { createDocumentViewer, type DocumentViewer } from './documents/document-viewer'
import { createEntryFinder, type EntryFinder } from './documents/entries'
import { createHistoryStore, type HistoryStore } from './documents/history/history'
import { createRecorder } from './documents/history/recorder'
import { createKeptSides, type KeptSides } from './documents/kept-sides'
import { createShownModels } from './documents/shown-document'
import { awaitEngine } from './engine-build/awaited-engine'
import { threadedMaker } from './files/export-maker'
import { createExporter, type Exporter } from './files/exporter'
import { createFileTasks, type FileTaskListener, type FileTasks } from './files/file-tasks'
import type { Host } from './host'
import { createModelOpener, type ModelOpener, type OpeningListener } from './models/model-opener'
import { openRecentFiles, type RecentFiles } from './models/recent-files'
import { createWeightStatistics, type WeightStatisticsService } from './models/weight-statistics'
import type { AdviserListener } from './plans/adviser'
import type { SweepListener } from './plans/sweeper'
import { type AttachmentListener, type Attachments, createAttachments } from './runs/attachments'
import { createRunHost, type RunHost, type RunListener } from './runs/runs'
import { createTuningHost, type TuningHost, type TuningListener } from './runs/tuning'
import { openSettings, type SettingsStore } from './settings/settings'
import { createThreadedCore, type ThreadedCore } from './thread/threaded-core'
import { createWorkspaceStore, type WorkspaceStore } from './workspaces/workspaces'

/** What the services tell without having been asked. */
export interface Listeners {
  /** The native engine while it is compiled, and when that has ended. */
  readonly engine: (state: EngineState) => void
  readonly opening: OpeningListener
  readonly advice: AdviserListener
  readonly sweep: SweepListener
  readonly runs: Omit<RunListener, 'finished'>
  readonly tuning: TuningListener
  readonly attachments: AttachmentListener
  readonly tasks: FileTaskListener
  /** Something was kept in the history, or could not be. */
  readonly history: (problem: Problem | null) => void
}

/** The services behind one page: whatever it can ask for, the same for every host. */
export interface Application extends Pick<ThreadedCore, 'store' | 'planner' | 'lints' | 'adviser' | 'sweeper'> {
  engineState(): EngineState
  /** The native engine, or why there is none. */
  engine(): Result<TimedEngine>
  readonly settings: SettingsStore
  readonly recent: RecentFiles
  readonly opener: ModelOpener
  readonly statistics: WeightStatisticsService
  readonly runs: RunHost
  readonly tuning: TuningHost
  readonly attachments: Attachments
  readonly tasks: FileTasks
  readonly history: HistoryStore
  readonly workspaces: WorkspaceStore
  /** Whether the page has had a file of this SHA-256 open. */
  hasShown(sha256: string): boolean
  readonly sides: KeptSides
  readonly finder: EntryFinder
  readonly viewer: DocumentViewer
  readonly exporter: Exporter
  /** The user wants this plan kept. */
  keepPlan(plan: Plan): Result<void>
  /** The user holds others against this plan. */
  keepBaseline(plan: Plan): void
  /** Ends what is under way, for a page that is lost; another may follow. What a run has measured is kept. */
  abandon(): void
  /** The page is gone, and no other follows. */
  stop(): void
}

export function createApplication(host: Host, listeners: Listeners): Application {
  const { appRoot, appVersion, dataFolder, log, startProcess } = host
  const awaited = awaitEngine({ appRoot, dataFolder, log, build: host.engineBuild }, listeners.engine)
  const { engine } = awaited
  const settings = openSettings(dataFolder)
  const core = createThreadedCore(
    { start: host.startCore, appRoot, engine, timesFor: () => settings.get().timesFor },
    { advice: listeners.advice, sweep: listeners.sweep },
  )
  const { adviser, sweeper } = core
  const models = createShownModels(core)
  const { store, planner, parts } = models
  const worker = (name: string) => join(appRoot, `out/main/${name}.cjs`)
  const recent = openRecentFiles(dataFolder, () => host.refresh())
  const opener = createModelOpener(
    { store, recent, log, samplesFolder: join(dataFolder, 'samples') },
    listeners.opening,
  )
  const statistics = createWeightStatistics(parts, worker('statistics-worker'))
  const history = createHistoryStore(join(dataFolder, 'history'))
  const recorder = createRecorder({ store: history, appVersion, changed: listeners.history })
  const runs = createRunHost(
    { view: store.view, prepare: parts.prepareRun, engine, log, startProcess },
    { ...listeners.runs, finished: ({ view, plan }, run) => recorder.keepRun(view, plan, run) },
  )
  const tuning = createTuningHost(
    { kernels: parts.kernels, rivals: parts.rivals, engine, appRoot, startProcess },
    listeners.tuning,
  )
  const attachments = createAttachments(listeners.attachments)
  const tasks = createFileTasks(listeners.tasks)
  const load = threadedLoader(worker('document-worker'))
  const sides = createKeptSides(dataFolder)
  const finder = createEntryFinder({ store, planner, runs, history, tasks, load, sides })
  const viewer = createDocumentViewer({ models, opener, recent, runs, finder })
  const exporter = createExporter(host, tasks, threadedMaker(worker('export-worker')))
  const abandon = (): void => {
    opener.stop()
    statistics.cancel()
    tasks.cancelAll()
    adviser.stop()
    sweeper.cancel()
    runs.stopAll()
    attachments.stopAll()
    tuning.cancel()
  }
  return {
    engineState: awaited.state,
    engine,
    hasShown: models.hasShown,
    ...{ store, planner, adviser, sweeper, lints: core.lints },
    ...{
      settings,
      recent,
      opener,
      statistics,
      runs,
      tuning,
      attachments,
      tasks,
      history,
      workspaces: createWorkspaceStore(dataFolder),
      sides,
      finder,
      viewer,
      exporter,
    },
    keepPlan(plan) {
      const view = store.view(plan.modelId)
      return view.ok ? recorder.keepPlan(view.value, plan) : view
    },
    keepBaseline(plan) {
      const view = store.view(plan.modelId)
      if (view.ok) recorder.keepBaseline(view.value, plan)
    },
    abandon,
    stop() {
      awaited.stop()
      abandon()
      core.stop()
    },
  }
}
