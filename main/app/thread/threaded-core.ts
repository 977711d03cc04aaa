// SPDX-License-Identifier: Apache-2.0
import { basename } from 'node:path'
import type { Arena, ArenaOrigin } from '#contract/arena'
import type { Configuration } from '#contract/configuration'
import { ok, type Problem, type Result } from '#contract/errors'
import type { Machine } from '#contract/machine'
import type { InputSizes, InputValues, ModelId, ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import type { RunRequest } from '#contract/run'
import type { Sweep } from '#contract/sweep'
import type { RunId } from '#contract/timeline'
import type { TensorOrder } from '#core/model/statistics/tensor-values'
import { notOpen } from '#core/model-store'
import type { KernelOnProblem } from '#core/planning/native/timings'
import type { TimedEngine } from '#core/timed-engine'
import type { Adviser, AdviserListener } from '../plans/adviser'
import type { Sweeper, SweepListener } from '../plans/sweeper'
import { unpackView } from './packed-view'
import type { CoreCalls, EngineTold, PreparedRace, PreparedRun } from './protocol'
import { sparingMemory } from './sparing-memory'
import { MOST_HEAP_MEBIBYTES, type StartCoreThread } from './start-thread'
import { createThreadCalls, type ThreadCalls } from './thread-calls'

type OnProgress = (fraction: number, stage: 'reading' | 'parsing') => void

/** The one model that is open, in a thread of its own. */
export interface OpenModel {
  /** Opens a file in place of the model that is open; on failure, or where it is given up, that one stays. */
  open(path: string, onProgress: OnProgress): Promise<Result<ModelView>>
  /** Gives up the opening under way, which is answered with "cancelled" at once; its thread ends. */
  cancelOpen(): void
  setInputShapes(id: ModelId, shapes: InputSizes, values?: InputValues): Promise<Result<ModelView>>
  /** Sizes near those, which the model takes. */
  nearestSizes(id: ModelId, shapes: InputSizes): Promise<Result<readonly InputSizes[]>>
  view(id: ModelId): Result<ModelView>
}

export interface OpenModelPlans {
  plan(modelId: ModelId, configuration: Configuration): Promise<Result<Plan>>
  arena(modelId: ModelId, configuration: Configuration, origin: ArenaOrigin): Promise<Result<Arena>>
  /** Soon makes the plans of the likeliest next changes (Planner.anticipate). */
  anticipate(modelId: ModelId, configuration: Configuration): void
}

/** What runs and what looks at weights need of the model. */
export interface OpenModelParts {
  weights(modelId: ModelId, tensor: number): Promise<Result<TensorOrder>>
  kernels(modelId: ModelId, configuration: Configuration): Promise<Result<readonly KernelOnProblem[]>>
  rivals(modelId: ModelId, configuration: Configuration): Promise<Result<PreparedRace | null>>
  prepareRun(runId: RunId, request: RunRequest): Promise<Result<PreparedRun>>
}

/**
 * The core behind threads: a file that is hard to read or to plan stops nothing but its own thread, and takes no more memory
 * than one may have. Answers are those of `createCore` in the thread.
 */
export interface ThreadedCore {
  readonly store: OpenModel
  readonly planner: OpenModelPlans
  readonly adviser: Adviser
  readonly sweeper: Sweeper
  readonly parts: OpenModelParts
  layers: (...args: Parameters<CoreCalls['layers']>) => Promise<Awaited<ReturnType<CoreCalls['layers']>>>
  together: (...args: Parameters<CoreCalls['together']>) => Promise<Awaited<ReturnType<CoreCalls['together']>>>
  lints: (...args: Parameters<CoreCalls['lints']>) => Promise<Awaited<ReturnType<CoreCalls['lints']>>>
  /** Ends its threads. */
  stop(): void
}

export interface ThreadedCoreParts {
  readonly start: StartCoreThread
  readonly appRoot: string
  engine(): Result<TimedEngine>
  /** The machine that times of other engines are modelled for; null or absent: a usual one. */
  timesFor?(): Machine | null
}

export interface ThreadedCoreListener {
  readonly advice: AdviserListener
  readonly sweep: SweepListener
}

const ADVICE = ['advise', 'withinBudget', 'forcedTotals', 'remedy', 'releases', 'engines'] as const
const SUPERSEDED: Problem = { code: 'cancelled', message: { id: 'problem.superseded' } }
const NO_TIMINGS: ReadonlyMap<string, number> = new Map()

interface Seat {
  readonly calls: ThreadCalls
  /** Of the file that it opens or has open. */
  fileName: string
  onProgress: OnProgress
}

interface Current {
  readonly seat: Seat
  view: ModelView
}

export function createThreadedCore(parts: ThreadedCoreParts, listener: ThreadedCoreListener): ThreadedCore {
  let threads = 0
  let current: Current | null = null
  let opening: { readonly seat: Seat; readonly path: string } | null = null
  /** Started already, so that the first file need not wait for that; or left by a file that was refused. */
  let spare: Seat | null = null
  let swept: { readonly modelId: ModelId; readonly sweep: Sweep } | null = null

  const engineNow = (): EngineTold => {
    const native = parts.engine()
    const timesFor = parts.timesFor?.() ?? null
    if (!native.ok) return { problem: native.problem, timings: NO_TIMINGS, machine: null, timesFor, revision: -1 }
    const { timings, machine } = native.value
    return { problem: null, timings: timings.entries(), machine, timesFor, revision: timings.revision() }
  }

  const begin = (): Seat => {
    threads += 1
    const thread = parts.start({ appRoot: parts.appRoot, modelPrefix: `model-${threads}` })
    const calls = createThreadCalls(thread, {
      engine: engineNow,
      progress(message) {
        if (message.type === 'opening') seat.onProgress(message.fraction, message.stage)
        else if (current?.seat !== seat) return
        else if (message.type === 'advice') listener.advice.progress(message.kind, message.plans)
        else listener.sweep.progress(message.progress)
      },
      lost(why) {
        if (current?.seat === seat) current = null
        if (spare === seat) spare = null
        return lostProblem(why, seat.fileName)
      },
    })
    const seat: Seat = { calls, fileName: '', onProgress: () => {} }
    return seat
  }
  spare = begin()

  /** The thread of the open model. */
  const of = (modelId: ModelId): Result<ThreadCalls> =>
    current?.view.id === modelId ? ok(current.seat.calls) : notOpen()

  /** A call about the open model. */
  const asked =
    <N extends keyof CoreCalls>(name: N) =>
    async (...args: Parameters<CoreCalls[N]>): Promise<Awaited<ReturnType<CoreCalls[N]>>> => {
      const [first] = args
      const modelId = typeof first === 'string' ? first : (first as { readonly modelId: ModelId }).modelId
      const calls = of(modelId)
      return calls.ok ? calls.value.call(name, ...args) : (calls as Awaited<ReturnType<CoreCalls[N]>>)
    }

  const cancelOpen = (): void => {
    if (opening === null) return
    const { seat, path } = opening
    opening = null
    const message = { id: 'problem.openingCancelled', file: basename(path) } as const
    seat.calls.stop({ code: 'cancelled', message, file: path })
  }

  const store: OpenModel = {
    async open(path, onProgress) {
      cancelOpen()
      const seat = spare ?? begin()
      spare = null
      seat.fileName = basename(path)
      seat.onProgress = onProgress
      const mine = { seat, path }
      opening = mine
      const opened = await sparingMemory(async () => {
        const packed = await seat.calls.call('open', path).catch((mistake: unknown) => {
          // Nobody knows what state it is in.
          seat.calls.stop(SUPERSEDED)
          throw mistake
        })
        return packed.ok ? ok(unpackView(packed.value)) : packed
      })
      if (opening !== mine) return opened
      opening = null
      seat.onProgress = () => {}
      if (!opened.ok) {
        if (!seat.calls.ended()) spare ??= seat
        return opened
      }
      current?.seat.calls.stop(SUPERSEDED)
      current = { seat, view: opened.value }
      return opened
    },
    cancelOpen,
    async setInputShapes(id, shapes, values) {
      const mine = current
      const calls = of(id)
      if (!calls.ok || mine === null) return notOpen()
      const packed = await calls.value.call('setInputShapes', id, shapes, values)
      const changed = packed.ok ? ok(unpackView(packed.value)) : packed
      if (changed.ok && current === mine) mine.view = changed.value
      return changed
    },
    nearestSizes: async (id, shapes) => {
      const calls = of(id)
      return calls.ok ? calls.value.call('nearestSizes', id, shapes) : calls
    },
    view: (id) => (current?.view.id === id ? ok(current.view) : notOpen()),
  }

  const giveUp = (notice: Parameters<ThreadCalls['notice']>[0], names: readonly (keyof CoreCalls)[]) => (): void => {
    current?.seat.calls.notice(notice)
    current?.seat.calls.giveUp(names, SUPERSEDED)
  }

  const sweep = asked('sweep')
  return {
    store,
    planner: {
      plan: asked('plan'),
      arena: asked('arena'),
      anticipate(modelId, configuration) {
        if (current?.view.id === modelId) current.seat.calls.notice('anticipate', modelId, configuration)
      },
    },
    adviser: {
      advise: asked('advise'),
      withinBudget: asked('withinBudget'),
      forcedTotals: asked('forcedTotals'),
      remedy: asked('remedy'),
      releases: asked('releases'),
      engines: asked('engines'),
      cancelBudget: giveUp('cancelBudget', ['withinBudget']),
      cancelReleases: giveUp('cancelReleases', ['releases', 'engines']),
      stop: giveUp('stopAdvice', ADVICE),
    },
    sweeper: {
      async sweep(request) {
        const answer = await sweep(request)
        if (answer.ok) swept = { modelId: request.modelId, sweep: answer.value }
        return answer
      },
      last: (modelId) => (swept?.modelId === modelId ? swept.sweep : null),
      cancel: giveUp('cancelSweep', ['sweep']),
    },
    parts: {
      weights: asked('weights'),
      kernels: asked('kernels'),
      rivals: asked('rivals'),
      async prepareRun(runId, request) {
        const calls = of(request.modelId)
        return calls.ok ? calls.value.call('prepareRun', runId, request) : calls
      },
    },
    layers: asked('layers'),
    lints: asked('lints'),
    together: asked('together'),
    stop() {
      cancelOpen()
      current?.seat.calls.stop(SUPERSEDED)
      spare?.calls.stop(SUPERSEDED)
      current = null
      spare = null
    },
  }
}

function lostProblem(why: 'memory' | string, file: string): Problem {
  return why === 'memory'
    ? { code: 'model/too-large', message: { id: 'problem.threadMemory', file, mebibytes: MOST_HEAP_MEBIBYTES } }
    : { code: 'internal/bug', message: { id: 'problem.threadLost', file, detail: why } }
}
