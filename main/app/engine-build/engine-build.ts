// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import type { EngineBuildProgress } from '#contract/engine'
import { progressOf, reasonIn } from './build-output'

export type EngineBuildState =
  | { readonly kind: 'building'; readonly progress: EngineBuildProgress }
  | { readonly kind: 'built' }
  /** `log` is the file with all that the build printed. */
  | { readonly kind: 'failed'; readonly reason: string; readonly log: string }

/** The native engine being compiled behind the window: one build for all pages of this process. */
export interface EngineBuild {
  state(): EngineBuildState
  /** Calls the listener at every change, until the returned function is called. */
  follow(listener: (state: EngineBuildState) => void): () => void
  stop(): void
}

/** Program and arguments that build the engine. */
export type EngineBuilder = readonly [string, ...string[]]

/** Where the build's output is kept, in the folder of the user's data. */
export const ENGINE_BUILD_LOG = 'logs/engine-build.log'

/** How the launcher names the builder where it leaves the build to us. */
const VARIABLE = 'CONVSCOPE_ENGINE_BUILDER'

/** The builder that the launcher has named; null where nothing is to be built. */
export function engineBuilder(environment: NodeJS.ProcessEnv): EngineBuilder | null {
  const text = environment[VARIABLE]
  return text === undefined ? null : (JSON.parse(text) as EngineBuilder)
}

/** Starts the build; all that it prints goes to `log`. */
export function startEngineBuild([program, ...args]: EngineBuilder, log: string): EngineBuild {
  const listeners = new Set<(state: EngineBuildState) => void>()
  let state: EngineBuildState = { kind: 'building', progress: { done: 0, total: 0, unit: 'files' } }
  const lines: string[] = []
  const change = (next: EngineBuildState): void => {
    state = next
    for (const listener of listeners) listener(state)
  }
  const end = (built: boolean): void => {
    process.off('exit', stop)
    if (state.kind === 'building') change(built ? { kind: 'built' } : { kind: 'failed', reason: reasonIn(lines), log })
  }
  // A group of its own: with the builder end the compilers that it has started.
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' })
  const stop = (): void => killGroup(child)
  process.once('exit', stop)
  const written = openLog(log)
  const read = (line: string): void => {
    lines.push(line)
    written.write(`${line}\n`)
    const progress = progressOf(line)
    if (progress !== null) change({ kind: 'building', progress })
  }
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', read)
  child.once('error', ({ message }) => read(message))
  child.once('close', (code) => {
    written.end()
    end(code === 0)
  })
  makeWay(child)
  return {
    state: () => state,
    follow(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    stop,
  }
}

/** Where it cannot be written the build goes on. */
function openLog(path: string): WriteStream {
  mkdirSync(dirname(path), { recursive: true })
  return createWriteStream(path).on('error', () => {})
}

/** The window comes first: compilers take what it leaves of the processors. */
function makeWay({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It may have ended already.
  }
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    if (process.platform === 'win32') spawn('taskkill', ['/pid', String(pid), '/T', '/F'])
    else process.kill(-pid, 'SIGTERM')
  } catch {
    // It has ended.
  }
}
