// SPDX-License-Identifier: Apache-2.0
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { awaitEngine } from '#app/engine-build/awaited-engine'
import { type EngineBuilder, type EngineBuildState, startEngineBuild } from '#app/engine-build/engine-build'
import type { EngineState } from '#contract/engine'
import { english } from '#messages/say'
import { temporaryFolder } from '../../core/model/support/temporary-folder'
import { SILENT_LOG } from '../support/silent-log'

const folder = temporaryFolder()
const log = () => folder('logs/engine-build.log')

/** A builder that prints lines and ends. */
function builder(name: string, ...statements: string[]): EngineBuilder {
  writeFileSync(folder(name), statements.join('\n'))
  return [process.execPath, folder(name)]
}

function ended(build: ReturnType<typeof startEngineBuild>): Promise<EngineBuildState[]> {
  const states = [build.state()]
  return new Promise((done) =>
    build.follow((state) => {
      states.push(state)
      if (state.kind !== 'building') done(states)
    }),
  )
}

describe('the build of the native engine', () => {
  it('tells its progress and its end, and keeps all that was printed', async () => {
    const build = startEngineBuild(
      builder(
        'good.cjs',
        "console.log('-- Configuring')",
        "console.log('[1/2] Building a')",
        "console.log('[2/2] Linking')",
      ),
      log(),
    )
    const states = await ended(build)
    expect(states.map((state) => (state.kind === 'building' ? state.progress.done : state.kind))).toEqual([
      0,
      1,
      2,
      'built',
    ])
    await expect.poll(() => readFileSync(log(), 'utf8')).toBe('-- Configuring\n[1/2] Building a\n[2/2] Linking\n')
  })

  it('tells why it failed and where the log is', async () => {
    const failing = builder('bad.cjs', "console.error('CMake Error: no compiler could be found')", 'process.exit(1)')
    const states = await ended(startEngineBuild(failing, log()))
    expect(states.at(-1)).toEqual({ kind: 'failed', reason: 'CMake Error: no compiler could be found', log: log() })
  })

  it('fails where the builder itself cannot be started', async () => {
    const states = await ended(startEngineBuild([folder('nowhere')], log()))
    expect(states.at(-1)).toMatchObject({ kind: 'failed', reason: expect.stringContaining('ENOENT') })
  })

  it('is stopped with all that it has started', async () => {
    const beats = folder('beats')
    writeFileSync(beats, '')
    const beat = `setInterval(() => require('node:fs').appendFileSync(${JSON.stringify(beats)}, '.'), 20)`
    const start = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(beat)}])`
    const build = startEngineBuild(builder('slow.cjs', start, 'setInterval(() => {}, 1000)'), log())
    const count = () => readFileSync(beats, 'utf8').length
    await expect.poll(count, { timeout: 20_000 }).toBeGreaterThan(0)
    const states = ended(build)
    build.stop()
    expect((await states).at(-1)).toMatchObject({ kind: 'failed' })
    await setTimeout(200)
    const counted = count()
    await setTimeout(200)
    expect(count()).toBe(counted)
  })
})

describe('the engine that a page waits for', () => {
  const parts = (build: ReturnType<typeof startEngineBuild> | null) => ({
    appRoot: folder(''),
    dataFolder: folder('data'),
    log: SILENT_LOG,
    build,
  })

  it('is looked for at once where nothing is built', () => {
    const { engine, state } = awaitEngine(parts(null), () => {})
    expect(engine()).toMatchObject({ ok: false, problem: { message: { id: 'problem.engine.notBuilt' } } })
    expect(state()).toMatchObject({ executableIsas: [], build: null })
  })

  it('is being compiled, and then there, or not', async () => {
    const failing = builder(
      'error.cjs',
      "console.log('[1/2] Building a')",
      "console.log('fatal error: x')",
      'process.exit(2)',
    )
    const build = startEngineBuild(failing, log())
    const told: EngineState[] = []
    const { engine, state } = awaitEngine(parts(build), (now) => told.push(now))
    expect(state()).toMatchObject({ problem: { message: { id: 'problem.engine.building' } }, build: { total: 0 } })
    await ended(build)
    expect(told[0]).toMatchObject({ build: { done: 1, total: 2 } })
    expect(told.at(-1)).toMatchObject({ build: null, problem: { code: 'engine/unavailable' } })
    const now = engine()
    expect(now.ok ? '' : english(now.problem.message)).toContain('fatal error: x')
  })

  it('is the built one once it is built', async () => {
    const build = startEngineBuild(builder('ok.cjs', ''), log())
    const root = resolve(import.meta.dirname, 'no-engine-here')
    const { engine } = awaitEngine({ ...parts(build), appRoot: root }, () => {})
    await ended(build)
    expect(engine()).toMatchObject({ ok: false, problem: { message: { id: 'problem.engine.notBuilt' } } })
  })
})
