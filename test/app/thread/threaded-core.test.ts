// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { writeSample } from '#app/models/sample-files'
import { type StartCoreThread, threadStarter } from '#app/thread/start-thread'
import { createThreadedCore } from '#app/thread/threaded-core'
import type { Configuration } from '#contract/configuration'
import type { Result } from '#contract/errors'
import { english } from '#messages/say'
import { temporaryFolder } from '../../core/model/support/temporary-folder'
import { openSample } from '../../core/support/open-sample'
import { coreInThisThread } from '../support/core-in-this-thread'

const folder = temporaryFolder()
const CONFIGURATION: Configuration = { profile: 'mnn-2.8.1', settings: { memory: 'low' }, threads: 2, isa: 'avx2' }

function coreWith(start: StartCoreThread) {
  const told = { plans: [] as number[], started: 0, stopped: 0 }
  const counting: StartCoreThread = (place) => {
    const thread = start(place)
    told.started += 1
    const stop = () => {
      told.stopped += 1
      thread.stop()
    }
    return { ...thread, stop }
  }
  const core = createThreadedCore(
    {
      start: counting,
      appRoot: folder(''),
      engine: () => ({
        ok: false,
        problem: { code: 'engine/unavailable', message: { id: 'problem.engine.building' } },
      }),
    },
    { advice: { progress: (_of, plans) => void told.plans.push(plans) }, sweep: { progress: () => {} } },
  )
  return { core, told }
}

function orThrow<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}

const sample = async () => orThrow(await writeSample('squeezenet', folder('')))
const nothing = () => {}

describe('the core behind a thread', () => {
  it('answers as the core itself does', async () => {
    const { core, told } = coreWith(coreInThisThread)
    const stages: string[] = []
    const view = orThrow(await core.store.open(await sample(), (_fraction, stage) => void stages.push(stage)))
    const { planner, id } = await openSample()
    const { modelId: _own, ...plan } = orThrow(await core.planner.plan(view.id, CONFIGURATION))
    expect({ ...plan, modelId: id }).toEqual(orThrow(planner.plan(id, CONFIGURATION)))
    expect(new Set(stages)).toEqual(new Set(['reading', 'parsing']))
    expect(orThrow(await core.layers(view.id))).toHaveLength(view.nodes.length)
    expect(orThrow(await core.lints(view.id, CONFIGURATION)).length).toBeGreaterThan(0)
    const conv = view.nodes.findIndex(({ name }) => name === 'fire2.expand3x3')
    expect(orThrow(await core.adviser.forcedTotals(view.id, CONFIGURATION, conv)).length).toBeGreaterThan(0)
    expect(told.plans).toEqual(told.plans.map((_, at) => at + 1))
    expect(told.plans.length).toBeGreaterThan(0)
    const [input] = view.inputs
    const changed = orThrow(await core.store.setInputShapes(view.id, { [input?.name ?? '']: [1, 3, 64, 64] }))
    expect(core.store.view(view.id)).toMatchObject({ ok: false, problem: { code: 'model/not-open' } })
    expect(orThrow(core.store.view(changed.id)).inputs[0]?.dims).toEqual([1, 3, 64, 64])
  })

  it('tells why there is no engine as the host tells it', async () => {
    const { core } = coreWith(coreInThisThread)
    const view = orThrow(await core.store.open(await sample(), nothing))
    expect(await core.planner.plan(view.id, { ...CONFIGURATION, profile: 'convscope' })).toMatchObject({
      problem: { message: { id: 'problem.engine.building' } },
    })
  })

  it('keeps the open model where a file is refused, and ends its thread where one takes its place', async () => {
    const { core, told } = coreWith(coreInThisThread)
    const first = orThrow(await core.store.open(await sample(), nothing))
    writeFileSync(folder('text.onnx'), 'no model')
    expect((await core.store.open(folder('text.onnx'), nothing)).ok).toBe(false)
    expect(core.store.view(first.id).ok).toBe(true)
    const second = orThrow(await core.store.open(await sample(), nothing))
    expect(second.id).not.toBe(first.id)
    expect(core.store.view(first.id).ok).toBe(false)
    expect((await core.planner.plan(first.id, CONFIGURATION)).ok).toBe(false)
    expect(told).toMatchObject({ started: 2, stopped: 1 })
  })
})

/** A thread that plays what a file may make of one. */
const PLAYED = `
const { parentPort } = require('node:worker_threads')
const none = { count: 0, columns: [] }
parentPort.on('message', ({ type, id, name, args }) => {
  if (type !== 'call') return
  const [path] = args
  if (name === 'plan' || path.includes('endless')) for (;;) {}
  if (path.includes('hungry')) for (const kept = []; ; ) kept.push(Array.from({ length: 1000 }, () => ({})))
  if (path.includes('mistaken')) parentPort.postMessage({ type: 'thrown', id, error: 'a mistake' })
  else if (path.includes('fatal')) setImmediate(() => { throw new Error('a fault') })
  else parentPort.postMessage({ type: 'answer', id, result: { ok: true, value: { id: path, nodes: none, tensors: none } } })
})
`

describe('a thread that a file has led astray', () => {
  const played = () => {
    writeFileSync(folder('played.cjs'), PLAYED)
    return coreWith(threadStarter(folder('played.cjs'), 32))
  }

  it('is ended when its opening is cancelled, though it never listens, and the open model stays', async () => {
    const { core, told } = played()
    const open = orThrow(await core.store.open('fine', nothing))
    const endless = core.store.open('/models/endless.onnx', nothing)
    core.store.cancelOpen()
    expect(await endless).toMatchObject({
      ok: false,
      problem: { code: 'cancelled', message: { id: 'problem.openingCancelled', file: 'endless.onnx' } },
    })
    expect(core.store.view(open.id).ok).toBe(true)
    expect(told).toMatchObject({ started: 2, stopped: 1 })
    const given = core.store.open('endless again', nothing)
    expect((await core.store.open('another', nothing)).ok).toBe(true)
    expect(await given).toMatchObject({ problem: { code: 'cancelled' } })
    core.stop()
  })

  it('has what it was asked answered with “cancelled”, also while it plans', async () => {
    const { core } = played()
    const { id } = orThrow(await core.store.open('fine', nothing))
    const plan = core.planner.plan(id, CONFIGURATION)
    const advice = core.adviser.withinBudget(id, CONFIGURATION, 1)
    core.adviser.cancelBudget()
    expect(await advice).toMatchObject({ problem: { code: 'cancelled' } })
    core.stop()
    expect(await plan).toMatchObject({ problem: { code: 'cancelled' } })
    expect((await core.planner.plan(id, CONFIGURATION)).ok).toBe(false)
  })

  it('may not take more memory than one has, and says so; the next file opens', async () => {
    const { core } = played()
    const opened = await core.store.open('/models/hungry.onnx', nothing)
    expect(opened).toMatchObject({ ok: false, problem: { code: 'model/too-large' } })
    expect(!opened.ok && english(opened.problem.message)).toMatch(/hungry\.onnx took more than/)
    expect((await core.store.open('fine', nothing)).ok).toBe(true)
    core.stop()
  })

  it('that is lost by a mistake of ours is told as one, and the next file opens', async () => {
    const { core } = played()
    await expect(core.store.open('mistaken', nothing)).rejects.toThrow('a mistake')
    expect(await core.store.open('/models/fatal.onnx', nothing)).toMatchObject({ problem: { code: 'internal/bug' } })
    expect((await core.store.open('fine', nothing)).ok).toBe(true)
    core.stop()
  })
})
