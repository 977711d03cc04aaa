// SPDX-License-Identifier: Apache-2.0
import type { AdviceKind } from '#contract/advice'
import type { Bridge, Invoke, InvokeChannel, Push, PushChannel } from '#contract/channels'
import type { Configuration } from '#contract/configuration'
import { fail, ok, type Result } from '#contract/errors'
import { createEventLog, type EventLog } from '#contract/event-log'
import type { ComparisonRequest, EntrySource, HistoryEntry } from '#contract/history'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { DEFAULT_SETTINGS, type RecentFile, type Settings } from '#contract/settings'
import type { RunReport } from '#contract/timeline'
import { comparePlans } from '#core/comparison/plans'
import { savedEntry, savedModel } from '#core/document/write'
import type { ShapedModel } from '#core/model/shapes'
import { engineSteps } from '#core/planning/across-engines'
import { type AdviceInput, advise, bestRemedy } from '#core/planning/advice/advise'
import { withinBudget } from '#core/planning/advice/budget'
import { PROFILES } from '#core/planning/engines/index'
import { createPlan } from '#core/planning/plan'
import type { Steps } from '#core/planning/steps'
import { ladderSteps } from '#core/planning/succession'
import { USUAL_MACHINE } from '#core/planning/time/default-machine'
import { spoken } from '#messages/say'
import { iresnet100 } from '../../core/planning/engines/mnn/iresnet100'
import { longNetwork } from './long-network'
import { viewOf } from './model-views'
import { batchOf, simulatedEvents, simulatedReport } from './simulated-run'

type Handlers = { [C in InvokeChannel]: (...args: Parameters<Invoke[C]>) => Promise<Result<ReturnType<Invoke[C]>>> }
type Listeners = { [C in PushChannel]: Set<(payload: Push[C]) => void> }

const EVENTS_PER_BATCH = 400

const SAMPLES: Readonly<Record<string, () => ShapedModel>> = {
  iresnet100: () => iresnet100('mnn'),
  long: () => longNetwork(2900),
}

/** The real planner over sketched models; runs are made up from the plan. Nothing is saved. */
export function createBridge(options: URLSearchParams): Bridge {
  let current: { readonly shaped: ShapedModel; readonly view: ModelView } | null = null
  let settings: Settings = DEFAULT_SETTINGS
  let recent: readonly RecentFile[] = [
    { path: '/models/resnet50.mnn', fileName: 'resnet50.mnn', openedAt: Date.now() - 3_600_000 },
    { path: '/work/detector/det_v4.onnx', fileName: 'det_v4.onnx', openedAt: Date.now() - 86_400_000 },
  ]
  let runs = 0
  let cancelled = false
  const reports = new Map<string, RunReport>()
  const logs = new Map<string, EventLog>()
  let kept: HistoryEntry[] = []
  const listeners: Listeners = {
    'engine:state': new Set(),
    'model:progress': new Set(),
    'model:changed': new Set(),
    'model:gone': new Set(),
    'app:open-path': new Set(),
    'app:open-sample': new Set(),
    'app:menu': new Set(),
    'plan:advice-progress': new Set(),
    'plan:sweep-progress': new Set(),
    'history:changed': new Set(),
    'task:progress': new Set(),
    'task:end': new Set(),
    'attach:samples': new Set(),
    'attach:end': new Set(),
    'run:events': new Set(),
    'run:progress': new Set(),
    'run:end': new Set(),
    'tuning:progress': new Set(),
    'tuning:end': new Set(),
  }
  const push = <C extends PushChannel>(channel: C, payload: Push[C]) => {
    for (const listener of listeners[channel]) listener(payload)
  }
  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

  const plan = (configuration: Configuration): Result<Plan> => {
    if (current === null) return fail({ code: 'model/not-open', message: spoken('No model is open.') })
    const { shaped, view } = current
    return createPlan({ modelId: view.id, shaped, fileBytes: view.fileBytes, configuration, catalog: null })
  }

  // A run is kept under its own id.
  const runIdOf = ({ runId, saved }: EntrySource) => runId ?? saved?.id ?? ''

  const compare = ({ a, b }: ComparisonRequest) => {
    const planA = plan(a.configuration)
    const planB = plan(b.configuration)
    if (!planA.ok) return planA
    if (!planB.ok) return planB
    const measured = { a: reports.get(runIdOf(a)), b: reports.get(runIdOf(b)) }
    return ok(comparePlans(current?.view.nodes ?? [], planA.value, planB.value, measured))
  }

  async function inSteps<T>(
    of: AdviceKind,
    configuration: Configuration,
    begin: (input: AdviceInput) => Steps<T>,
  ): Promise<Result<T>> {
    const planned = plan(configuration)
    if (!planned.ok) return planned
    if (current === null) return fail({ code: 'model/not-open', message: spoken('No model is open.') })
    const { shaped, view } = current
    const planning = { modelId: view.id, shaped, fileBytes: view.fileBytes, configuration, catalog: null }
    const steps = begin({ planning, plan: planned.value, modelFile: view.fileName })
    for (let plans = 1; ; plans++) {
      await pause(0)
      const step = steps.next()
      if (step.done === true) return ok(step.value)
      push('plan:advice-progress', { of, plans })
    }
  }

  function keep({ configuration, totals, totalBytes }: Plan, report: RunReport): void {
    const { peakTrackedBytes, peakRssBytes, inferenceNs, iterations } = report
    const measured = { peakTrackedBytes, peakRssBytes, inferenceNs, iterations }
    const savedAt = Date.now() - kept.length * 3.6e6 * 20
    kept = [{ id: report.runId, name: '', savedAt, configuration, inputs: [], totals, totalBytes, measured }, ...kept]
    push('history:changed', { problem: null })
  }

  async function run(runId: string, planned: Plan, model: ModelView, iterations: number): Promise<void> {
    const events = simulatedEvents(planned, iterations)
    for (let first = 0; first < events.length && !cancelled; first += EVENTS_PER_BATCH) {
      push('run:events', { runId, batch: batchOf(events.slice(first, first + EVENTS_PER_BATCH), first) })
      push('run:progress', { runId, phase: 'execute', fraction: first / events.length })
      await pause(60)
    }
    if (cancelled) return push('run:end', { runId, outcome: 'cancelled' })
    const report = simulatedReport(planned, model, runId, iterations)
    reports.set(runId, report)
    const log = createEventLog()
    log.append(batchOf(events, 0))
    logs.set(runId, log)
    keep(planned, report)
    push('run:end', { runId, outcome: 'finished', report })
  }

  const handlers: Handlers = {
    'app:show-file': async () => ok(undefined),
    'app:info': async () =>
      ok({
        appVersion: '0.1.0',
        runtime: { node: '18.15.0', electron: '25.1.1', chromium: '114.0.5735.110' },
        platform: 'linux',
        processors: 8,
        engine: { executableIsas: ['avx512', 'avx2', 'sse'], problem: null, build: null },
        logPath: '/logs/convscope.log',
        settings,
        profiles: PROFILES.map(({ traits }) => traits),
        formats: [{ id: 'mnn', label: 'MNN', extensions: ['mnn'] }],
        usualMachine: USUAL_MACHINE,
      }),
    'settings:change': async (change) => {
      settings = { ...settings, ...change }
      return ok(settings)
    },
    'machine:choose': async () => ok(null),
    'machine:measure': async () => ok({ processor: 'harness', threads: 4, arithmetic: [], reading: [] }),
    'recent:list': async () => ok(recent),
    'recent:forget': async (path) => {
      recent = recent.filter((file) => path !== null && file.path !== path)
      return ok(recent)
    },
    'tuning:state': async () => ok({ kernels: 41, measured: 12, kept: 12, path: '/data/kernel-timings.json' }),
    'tuning:start': async () => {
      push('tuning:progress', { done: 3, kernels: 29 })
      return ok(undefined)
    },
    'tuning:cancel': async () => {
      push('tuning:end', { outcome: 'cancelled' })
      return ok(undefined)
    },
    'tuning:restore': async () => ok(undefined),
    'tuning:clear': async () => ok(undefined),
    'model:choose': async () => ok('/models/missing.onnx'),
    'model:open': async (path) =>
      fail({
        code: 'model/truncated',
        file: path,
        message: spoken(
          `“${path.split('/').at(-1)}” ends in the middle of node “conv_12”: 18,213 of 209,001,472 bytes are there.`,
        ),
        hint: spoken('Copy or download the file again.'),
      }),
    'model:samples': async () =>
      ok([
        { id: 'squeezenet', title: 'SqueezeNet 1.1', description: 'Small and quick: 26 convolutions, mostly 1×1.' },
        {
          id: 'iresnet100',
          title: 'ResNet100 (ArcFace)',
          description: '103 convolutions at 112×112. Low memory in MNN 1.0.1, three times as much in 2.8.1.',
        },
        { id: 'long', title: 'Long network', description: '2,900 nodes, for trying out how the window copes.' },
      ]),
    'model:open-sample': async (id) => {
      const sketch = SAMPLES[id]
      if (sketch === undefined)
        return fail({ code: 'file/not-found', message: spoken(`There is no sample “${id}” here.`) })
      push('model:progress', { fileName: `${id}.mnn`, fraction: 0.4, stage: 'reading' })
      await pause(Number(options.get('opening') ?? 0))
      const shaped = sketch()
      current = { shaped, view: viewOf(shaped, `${id}-${++runs}`, `${id}.mnn`) }
      return ok(current.view)
    },
    'model:cancel-open': async () => ok(undefined),
    'model:set-input-shapes': async () =>
      fail({ code: 'model/unknown-shape', message: spoken('Sketched models have fixed shapes.') }),
    'weights:statistics': async (_id, tensor) => {
      const histogram = Array.from({ length: 64 }, (_, bin) => Math.round(9000 * Math.exp(-(((bin - 31) / 11) ** 2))))
      const count = histogram.reduce((sum, each) => sum + each, 0)
      const finite = { min: -0.21, max: 0.22, mean: tensor / 1e6, std: 0.053, histogram }
      return ok({ count, zeros: 12, nan: 0, infinite: 0, finite })
    },
    'weights:values': async () => ok({ dims: [2], values: Float64Array.of(1, 2) }),
    'weights:save': async () => ok(null),
    'weights:cancel': async () => ok(undefined),
    'plan:create': async (_id, configuration) => plan(configuration),
    'plan:arena': async () => ok({ steps: [], pools: [], placed: [], growths: [], bytes: 0 }),
    'plan:compare': async (request) => compare(request),
    'plan:warnings': async (_id, configuration) => {
      const advice = await inSteps('advice', configuration, advise)
      return advice.ok ? ok(advice.value.lints) : advice
    },
    'plan:advise': async (_id, configuration) => inSteps('advice', configuration, advise),
    'plan:budget': async (_id, configuration, budgetBytes) =>
      inSteps('budget', configuration, (input) => withinBudget(input, budgetBytes)),
    'plan:cancel-budget': async () => ok(undefined),
    'plan:forced-totals': async () => ok([]),
    'plan:remedy': async (_id, configuration) => inSteps('remedy', configuration, bestRemedy),
    'plan:releases': async (_id, configuration) =>
      inSteps('releases', configuration, ({ planning }) => ladderSteps(planning, configuration)),
    'plan:engines': async (_id, configuration) =>
      inSteps('releases', configuration, ({ planning, plan }) => engineSteps(planning, configuration, plan)),
    'plan:cancel-releases': async () => ok(undefined),
    'plan:sweep': async ({ configuration, axis }) =>
      ok({ configuration, axis, points: [], changes: [], resized: null }),
    'plan:cancel-sweep': async () => ok(undefined),
    'attach:start': async () => fail({ code: 'attach/unsupported', message: spoken('Nothing can be started here.') }),
    'attach:stop': async () => ok(undefined),
    'run:choose-input': async () => ok('/data/input.raw'),
    'run:start': async ({ configuration, iterations }) => {
      const planned = plan(configuration)
      if (!planned.ok || current === null)
        return planned.ok ? fail({ code: 'model/not-open', message: spoken('') }) : planned
      const runId = `run-${++runs}`
      cancelled = false
      void run(runId, planned.value, current.view, iterations)
      return ok(runId)
    },
    'run:cancel': async () => {
      cancelled = true
      return ok(undefined)
    },
    'export:comparison': async (_request, _letter, format) => ok(`/home/me/comparison.${format}`),
    'export:releases': async () => ok(null),
    'export:engines': async () => ok(null),
    'export:sweep': async () => ok(null),
    'export:table': async (name) => ok(`/home/me/${name}`),
    'export:model': async () => ok(null),
    'export:chart': async (chart) => {
      Object.assign(window, { lastChart: chart })
      return ok(`/home/me/${chart.suggestedName}`)
    },
    'task:cancel': async () => ok(undefined),
    'history:list': async () => ok({ entries: kept, damaged: 0 }),
    'history:load': async () => fail({ code: 'file/not-found', message: spoken('Nothing is kept here.') }),
    'model:nearest-sizes': async () => ok([]),
    'workspace:load': async () => ok(null),
    'workspace:keep': async () => ok(undefined),
    'workspace:load-layout': async () => ok(null),
    'workspace:keep-layout': async () => ok(undefined),
    'history:keep': async () => ok({ entries: kept, damaged: 0 }),
    'history:restore': async () => ok({ entries: kept, damaged: 0 }),
    'history:rename': async (_model, entryId, name) => {
      kept = kept.map((entry) => (entry.id === entryId ? { ...entry, name } : entry))
      return ok({ entries: kept, damaged: 0 })
    },
    'history:delete': async (_model, entryId) => {
      kept = kept.filter(({ id }) => id !== entryId)
      return ok({ entries: kept, damaged: 0 })
    },
    'document:open': async () => ok(null),
    'document:keep': async () => fail({ code: 'file/not-found', message: spoken('There are no files here.') }),
    'document:reopen': async () => fail({ code: 'file/not-found', message: spoken('There are no files here.') }),
    'document:show': async () => fail({ code: 'file/not-found', message: spoken('There are no files here.') }),
    'document:view': async () => fail({ code: 'file/not-found', message: spoken('There are no files here.') }),
    'document:entries': async (_model, sources) => {
      const found = sources.map((source) => {
        const planned = plan(source.configuration)
        const report = reports.get(runIdOf(source))
        const log = logs.get(runIdOf(source))
        if (!planned.ok || current === null) return null
        const run = report === undefined || log === undefined ? undefined : { report, log }
        return { model: savedModel(current.view), entry: savedEntry('', planned.value, run) }
      })
      return ok(found.filter((entry) => entry !== null))
    },
    'document:save': async () => ok('/home/me/iresnet100.convscope.json'),
    'document:node-data': async () => ok('/home/me/workspace.json'),
    'document:close': async () => ok(undefined),
    'document:overlay': async () => ok(null),
    'document:report': async () => ok('/home/me/iresnet100 report.html'),
  }

  return {
    invoke: (channel, ...args) => handlers[channel](...args),
    on(channel, listener) {
      listeners[channel].add(listener)
      return () => listeners[channel].delete(listener)
    },
    pathOf: (file) => `/models/${file.name}`,
  }
}
