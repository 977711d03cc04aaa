// SPDX-License-Identifier: Apache-2.0
import type { EngineState } from '#contract/engine'
import { fail, type Result } from '#contract/errors'
import { loadTimedEngine, type TimedEngine } from '#core/timed-engine'
import { noteEngine } from '../log/entries'
import type { Log } from '../log/log'
import type { EngineBuild, EngineBuildState } from './engine-build'

/** The native engine of one page: loaded at once, or when the build under way has ended. */
export interface AwaitedEngine {
  engine(): Result<TimedEngine>
  state(): EngineState
  stop(): void
}

interface AwaitedEngineParts {
  readonly appRoot: string
  readonly dataFolder: string
  readonly log: Log
  readonly build: EngineBuild | null
}

/** `changed` hears of progress and of the end. */
export function awaitEngine(
  { appRoot, dataFolder, log, build }: AwaitedEngineParts,
  changed: (state: EngineState) => void,
): AwaitedEngine {
  const engineAfter = (state: EngineBuildState): Result<TimedEngine> => {
    switch (state.kind) {
      case 'building':
        return fail({ code: 'engine/unavailable', message: { id: 'problem.engine.building' } })
      case 'built':
        return loadTimedEngine(appRoot, dataFolder)
      case 'failed': {
        const { kind: _, ...what } = state
        return fail({
          code: 'engine/unavailable',
          message: { id: 'problem.engine.buildFailed', ...what },
          hint: { id: 'hint.buildTools' },
        })
      }
    }
  }
  let engine = engineAfter(build?.state() ?? { kind: 'built' })
  if (build?.state().kind === 'building') log.note('engine being compiled')
  else noteEngine(log, engine)
  const state = (): EngineState => {
    const building = build?.state()
    return {
      executableIsas: engine.ok ? engine.value.executableIsas : [],
      problem: engine.ok ? null : engine.problem,
      build: building?.kind === 'building' ? building.progress : null,
    }
  }
  const unfollow = build?.follow((now) => {
    engine = engineAfter(now)
    if (now.kind !== 'building') noteEngine(log, engine)
    changed(state())
  })
  return { engine: () => engine, state, stop: () => unfollow?.() }
}
