// SPDX-License-Identifier: Apache-2.0
import type { Bridge, HostInfo, Invoke, InvokeChannel, Push, PushChannel } from '#contract/channels'
import type { Comparison } from '#contract/comparison'
import type { Configuration } from '#contract/configuration'
import { fail, ok, type Result } from '#contract/errors'
import type { ShownModel } from '#contract/history'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { DEFAULT_SETTINGS } from '#contract/settings'
import type { RunReport } from '#contract/timeline'
import { FORMAT_VIEWS } from '#core/model/formats/index'
import { PROFILES } from '#core/planning/engines/index'
import { USUAL_MACHINE } from '#core/planning/time/default-machine'
import { spoken } from '#messages/say'

const ZERO = { packedWeights: 0, workspace: 0, activations: 0, modelBuffer: 0, inputsOutputs: 0, other: 0 }

export function aModel(id: string, fileName = `${id}.onnx`): ModelView {
  return {
    id,
    path: `/${fileName}`,
    fileName,
    format: 'onnx',
    sha256: id,
    fileBytes: 1,
    producer: '',
    nodes: [],
    tensors: [],
    inputs: [],
    assumed: [],
    outputs: [],
    weightBytes: 0,
    synthesisedWeights: false,
    warnings: [],
  }
}

/** A model that leaves one dimension open. */
export function aSizedModel(id: string, size: number | null): ModelView {
  const input = {
    tensor: 0,
    name: 'x',
    declaredDims: [1, null],
    dimNames: [null, 'n'],
    roles: ['batch', 'length'] as const,
    dims: [1, size ?? 32],
  }
  return { ...aModel(id), inputs: [input], assumed: size === null ? [{ name: 'n', size: 32 }] : [] }
}

export function aPlan(modelId: string, configuration: Configuration, totalBytes = 0): Plan {
  return {
    modelId,
    residentSetBytes: null,
    configuration,
    decisions: [],
    steps: [],
    fusions: [],
    activationBound: null,
    totals: ZERO,
    totalBytes,
    packedBeside: [],
    workspaceNote: null,
    leftOut: [],
    notes: [],
  }
}

export function aComparison(a: Configuration, b: Configuration): Comparison {
  return {
    a: { configuration: a, totals: ZERO, totalBytes: 0, lowerBound: false },
    b: { configuration: b, totals: ZERO, totalBytes: 0, lowerBound: false },
    deltas: ZERO,
    totalDelta: 0,
    layers: [],
    summary: [],
    rules: [],
  }
}

export function aReport(runId: string, modelId: string, configuration: Configuration): RunReport {
  return {
    runId,
    modelId,
    configuration,
    startedAt: 0,
    durationNs: 1,
    inferenceNs: 1,
    iterations: 1,
    executedIsa: 'sse',
    peak: ZERO,
    peakTrackedBytes: 0,
    baselineRssBytes: 0,
    peakRssBytes: 0,
    trackedAtPeakRss: ZERO,
    layers: [],
    outputs: [],
    droppedEvents: 0,
    notes: [],
  }
}

export const HOST: HostInfo = {
  appVersion: '1',
  runtime: { node: '18.15.0', electron: '25.1.1', chromium: '114.0.5735.110' },
  platform: 'test',
  processors: 2,
  engine: { executableIsas: ['avx2', 'sse'], problem: null, build: null },
  logPath: '/logs/convscope.log',
  settings: DEFAULT_SETTINGS,
  profiles: PROFILES.map(({ traits }) => traits),
  formats: FORMAT_VIEWS,
  usualMachine: USUAL_MACHINE,
}

/** A document of two entries, shown without its model. */
export function aShownModel(path: string): ShownModel {
  const view = aModel(path.slice(1))
  const document = { id: 'document-1', application: 'Convscope 0.1.0', savedAt: '2026-01-02T03:04:05.000Z' }
  const entries = (['mnn-1.0.1', 'mnn-2.8.1'] as const).map((profile) => ({
    label: profile,
    configuration: { profile, threads: 4, isa: 'avx2' as const, settings: {} },
    ...{ totalBytes: 1, ofShown: true, model: { name: view.fileName, fileName: view.fileName, sha256: view.sha256 } },
  }))
  return {
    view: { ...view, path, document },
    document: { id: 'document-1', fileName: path.slice(1), shown: 1, entries },
  }
}

type Handler<C extends InvokeChannel> = (
  ...args: Parameters<Invoke[C]>
) => Result<ReturnType<Invoke[C]>> | Promise<Result<ReturnType<Invoke[C]>>>
export type Handlers = { [C in InvokeChannel]: Handler<C> }
type Listeners = { [C in PushChannel]: Set<(payload: Push[C]) => void> }

export interface FakeBridge extends Bridge {
  readonly calls: { readonly channel: InvokeChannel; readonly args: readonly unknown[] }[]
  push<C extends PushChannel>(channel: C, payload: Push[C]): void
}

/** Main as a test wants it; channels that the test does not name succeed with next to nothing. */
export function fakeBridge(handlers: Partial<Handlers> = {}): FakeBridge {
  const answers: Handlers = {
    'app:info': () => ok(HOST),
    'app:show-file': () => ok(undefined),
    'settings:change': (change) => ok({ ...DEFAULT_SETTINGS, ...change }),
    'machine:choose': () => ok(null),
    'machine:measure': () => ok({ processor: 'test', threads: 2, arithmetic: [], reading: [] }),
    'recent:list': () => ok([]),
    'recent:forget': () => ok([]),
    'model:choose': () => ok(null),
    'model:open': (path) => ok(aModel(path.slice(1))),
    'model:samples': () => ok([]),
    'model:open-sample': (id) => ok(aModel(id)),
    'model:cancel-open': () => ok(undefined),
    'model:set-input-shapes': (id) => ok(aModel(`${id}-reshaped`)),
    'model:nearest-sizes': () => ok([]),
    'weights:statistics': () => ok({ count: 0, zeros: 0, nan: 0, infinite: 0, finite: null }),
    'weights:values': () => ok({ dims: [2], values: Float64Array.of(1, 2) }),
    'weights:save': () => ok(null),
    'weights:cancel': () => ok(undefined),
    'plan:create': (id, configuration) => ok(aPlan(id, configuration)),
    'plan:compare': ({ a, b }) => ok(aComparison(a.configuration, b.configuration)),
    'plan:warnings': () => ok([]),
    'plan:advise': (modelId, configuration) =>
      ok({ modelId, configuration, lints: [], remedies: [], tried: [], heeded: [] }),
    'plan:budget': () => ok({ fits: false, leastBytes: 0 }),
    'plan:cancel-budget': () => ok(undefined),
    'plan:forced-totals': () => ok([]),
    'plan:arena': () => ok({ steps: [], pools: [], placed: [], growths: [], bytes: 0 }),
    'plan:remedy': () => ok(null),
    'plan:releases': () => ok([]),
    'plan:engines': () => ok([]),
    'plan:cancel-releases': () => ok(undefined),
    'plan:sweep': ({ configuration, axis }) => ok({ configuration, axis, points: [], changes: [], resized: null }),
    'plan:cancel-sweep': () => ok(undefined),
    'attach:start': () => ok('attach-1'),
    'attach:stop': () => ok(undefined),
    'run:choose-input': () => ok(null),
    'run:start': () => ok('run-1'),
    'run:cancel': () => ok(undefined),
    'tuning:state': () => ok({ kernels: 4, measured: 0, kept: 0, path: '/data/kernel-timings.json' }),
    'tuning:start': () => ok(undefined),
    'tuning:cancel': () => ok(undefined),
    'tuning:restore': () => ok(undefined),
    'tuning:clear': () => ok(undefined),
    'export:comparison': () => ok(null),
    'export:releases': () => ok(null),
    'export:engines': () => ok(null),
    'export:sweep': () => ok(null),
    'export:table': () => ok(null),
    'export:chart': () => ok(null),
    'export:model': () => ok(null),
    'task:cancel': () => ok(undefined),
    'history:list': () => ok({ entries: [], damaged: 0 }),
    'history:load': () => fail({ code: 'file/not-found', message: spoken('Nothing is kept here.') }),
    'history:keep': () => ok({ entries: [], damaged: 0 }),
    'history:rename': () => ok({ entries: [], damaged: 0 }),
    'history:delete': () => ok({ entries: [], damaged: 0 }),
    'history:restore': () => ok({ entries: [], damaged: 0 }),
    'workspace:load': () => ok(null),
    'workspace:keep': () => ok(undefined),
    'workspace:load-layout': () => ok(null),
    'workspace:keep-layout': () => ok(undefined),
    'document:open': () => ok(null),
    'document:keep': (modelId, { configuration }) =>
      ok({
        ...{ id: 'document-kept', fileName: `${modelId}.mnn`, shown: 0 },
        entries: [
          {
            ...{ label: '', configuration, totalBytes: 1, ofShown: true },
            model: { name: modelId, fileName: `${modelId}.mnn`, sha256: modelId },
          },
        ],
      }),
    'document:show': (path) => ok(aShownModel(path)),
    'document:entries': () => ok([]),
    'document:view': (modelId, { configuration }) =>
      ok({ view: aModel(`other of ${modelId}`), plan: aPlan(modelId, configuration) }),
    'document:save': () => ok(null),
    'document:report': () => ok(null),
    'document:node-data': () => ok(null),
    'document:reopen': () => fail({ code: 'file/not-found', message: spoken('gone') }),
    'document:close': () => ok(undefined),
    'document:overlay': () => ok(null),
    ...handlers,
  }
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
  const calls: FakeBridge['calls'] = []
  return {
    calls,
    async invoke(channel, ...args) {
      calls.push({ channel, args })
      return answers[channel](...args)
    },
    on(channel, listener) {
      listeners[channel].add(listener)
      return () => listeners[channel].delete(listener)
    },
    pathOf: (file) => (file.name === '' ? '' : `/${file.name}`),
    push(channel, payload) {
      for (const listener of listeners[channel]) listener(payload)
    },
  }
}

/** An answer that a test gives when it wants to. */
export function deferred<T>(): { readonly promise: Promise<T>; resolve(value: T): void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
