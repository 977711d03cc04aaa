// SPDX-License-Identifier: Apache-2.0
import { truncateSync } from 'node:fs'
import { copyFile, mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { INSTRUCTION_SETS } from '#contract/configuration'
import { PROBLEM_CODES } from '#contract/errors'
import { rowNodes } from '#contract/layer-rows'
import { EVENT_KINDS, type EventBatch, RUN_PHASES, type RunEnd, type RunProgress } from '#contract/timeline'
import { syntheticValues } from '#core/inference/run-input'
import { createRunJob } from '#core/inference/run-job'
import type { RunJob } from '#core/inference/run-protocol'
import { startRun } from '#core/inference/run-session'
import { measuredBeside } from '#messages/bill'
import { english, spoken } from '#messages/say'
import { APP_ROOT, engine } from './engine'
import { execute, jobOf, openSubject, planOf, SEED, type Subject } from './execute'
import { NETWORKS } from './networks'
import { OnnxGraph } from './onnx-graph'

const CONFIGURATION = {
  profile: 'convscope',
  settings: {},
  threads: 2,
  isa: engine().executableIsas[0] ?? 'sse',
} as const

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convscope-session-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function subjectOf(name: string, bytes: Uint8Array): Promise<Subject> {
  const path = join(folder, `${name}.onnx`)
  await writeFile(path, bytes)
  return openSubject(path)
}

async function endOf(job: RunJob): Promise<RunEnd> {
  return startRun(job, { events: () => {}, progress: () => {} }).end
}

/** Heavy enough that cancelling finds it at work. */
function deepNetwork(): Uint8Array {
  const g = new OnnxGraph(20)
  let x = g.input(1, 32, 64, 64)
  for (let layer = 0; layer < 40; layer++) x = g.conv(x, 32, 32)
  return g.build(x)
}

describe('a run', () => {
  it('reports every node that runs (not those fused into others), its outputs and a peak that adds up', async () => {
    const subject = await subjectOf('residual', NETWORKS['residual blocks with normalisation']?.() ?? new Uint8Array())
    const { report, outputs } = await execute(subject, CONFIGURATION, { iterations: 3, notes: [spoken('A note.')] })
    const names = report.layers.map(({ node }) => subject.shaped.model.nodes[node]?.sourceOp)
    expect(names).toEqual(['Conv', 'Relu', 'Conv', 'Sum', 'Add'])
    expect(report.iterations).toBe(3)
    expect(report.executedIsa).toBe(CONFIGURATION.isa)
    expect(Object.values(report.peak).reduce((sum, bytes) => sum + bytes, 0)).toBe(report.peakTrackedBytes)
    expect(report.baselineRssBytes).toBeGreaterThan(0)
    expect(report.peakRssBytes).toBeGreaterThanOrEqual(report.baselineRssBytes)
    expect(report.notes).toEqual([spoken('A note.')])
    for (const layer of report.layers) expect(layer.durationNs).toBeGreaterThan(0)
    const [first] = report.outputs
    expect(first?.dims).toEqual([1, 16, 24, 24])
    expect(first?.head).toEqual(Array.from(outputs[0]?.subarray(0, 16) ?? []))
    expect(first?.max).toBe(Math.max(...(outputs[0] ?? [])))
    expect(first?.min).toBe(Math.min(...(outputs[0] ?? [])))
  })

  it('passes inputs and outputs through one buffer of at most 1 MiB, which is a category of its own', async () => {
    const g = new OnnxGraph(20)
    const small = await subjectOf('small', g.build(g.conv(g.input(1, 3, 8, 8), 3, 4)))
    const { report } = await execute(small, CONFIGURATION)
    // The largest is the output, 1×4×8×8.
    expect(report.peak.inputsOutputs).toBe(4 * 4 * 8 * 8)
    const wide = new OnnxGraph(20)
    const large = await subjectOf('large', wide.build(wide.node('Relu', [wide.input(1, 4, 512, 512)])))
    const run = await execute(large, { ...CONFIGURATION, threads: 1 }, { iterations: 2 })
    expect(run.report.peak.inputsOutputs).toBe(2 ** 20)
    expect(run.report.peakTrackedBytes).toBe(run.report.peak.activations + 2 ** 20)
    // More than one part each way, and no value is lost between them.
    const values = syntheticValues(4 * 512 * 512, SEED)
    expect(run.outputs[0]).toEqual(values.map((value) => Math.max(0, value)))
    expect(run.report.outputs[0]?.mean).toBeCloseTo(0.25, 2)
    expect(run.report.outputs[0]?.head).toEqual(Array.from(values.subarray(0, 16), (value) => Math.max(0, value)))
  })

  it('has a measurement for whatever holds weights: rows add up to what was held, and to the plan', async () => {
    const g = new OnnxGraph(3)
    const image = g.conv(g.input(1, 4, 6, 6), 4, 8)
    const activated = g.node('PRelu', [image, g.weights([8, 1, 1])])
    const flat = g.node('Flatten', [activated])
    const product = g.node('MatMul', [flat, g.weights([288, 10])])
    const classes = g.node('Gemm', [product, g.weights([10, 5]), g.weights([5])])
    const subject = await subjectOf('rows', g.build(g.node('Softmax', [classes])))
    const { report, plan } = await execute(subject, CONFIGURATION)
    const rows = report.layers.reduce((sum, { packedWeightBytes }) => sum + packedWeightBytes, 0)
    const beside = measuredBeside(report).reduce((sum, { bytes }) => sum + bytes, 0)
    expect(rows + beside).toBe(report.packedWeightBytes)
    expect(report.packedWeightBytes).toBe(plan.totals.packedWeights)
    expect(report.peak.packedWeights).toBe(report.packedWeightBytes)
    const measured = new Map(report.layers.map((layer) => [layer.node, layer]))
    for (const { node, packedWeightBytes, workspaceBytes } of plan.decisions) {
      const { name } = subject.shaped.model.nodes[node] ?? {}
      expect(measured.get(node), name).toMatchObject({ packedWeightBytes, workspaceBytes })
    }
    const alive = report.executionPeak?.alive ?? []
    expect(alive.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(report.executionPeak?.activationBytes)
    expect(report.executionPeak?.activationBytes).toBeLessThanOrEqual(report.peak.activations)
    expect(rowNodes(plan, report)).toEqual(plan.decisions.map(({ node }) => node).toSorted((a, b) => a - b))
  })

  it('emits one gapless sequence of events in time, with every phase once and every layer each time', async () => {
    const subject = await subjectOf('shuffled', NETWORKS['shuffled channels']?.() ?? new Uint8Array())
    const { batches, report } = await execute(subject, CONFIGURATION, { iterations: 2 })
    let next = batches[0]?.firstSequence ?? -1
    for (const batch of batches) {
      expect(batch.firstSequence).toBe(next)
      next += batch.kind.length
    }
    const all = flatten(batches)
    const times = all.map(({ timeNs }) => timeNs)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    const phases = all.filter(({ kind }) => kind === EVENT_KINDS.phase)
    expect(phases.map(({ bytes }) => RUN_PHASES[bytes])).toEqual([...RUN_PHASES])
    const begun = all.filter(({ kind }) => kind === EVENT_KINDS.layerBegin).map(({ node }) => node)
    for (const { node } of report.layers) expect(begun.filter((each) => each === node).length % 2).toBe(0)
    expect(new Set(begun)).toEqual(new Set(report.layers.map(({ node }) => node)))
  })

  it('is the same for the same seed and another for another', async () => {
    const subject = await subjectOf('head', NETWORKS['a classifier head']?.() ?? new Uint8Array())
    const run = async (seed: number) => {
      const { outputs } = await execute(subject, CONFIGURATION, { input: { kind: 'synthetic', seed } })
      return outputs[1]
    }
    const [first, again, other] = [await run(1), await run(1), await run(2)]
    expect(again).toEqual(first)
    expect(other).not.toEqual(first)
  })

  it('moves forward to the end', async () => {
    const subject = await subjectOf('deep', deepNetwork())
    const told: RunProgress[] = []
    const job = { ...jobOf(subject, planOf(subject, CONFIGURATION)), iterations: 3 }
    await startRun(job, { events: () => {}, progress: (progress) => told.push(progress) }).end
    const fractions = told.map(({ fraction }) => fraction)
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
    expect([fractions[0], fractions.at(-1)]).toEqual([0, 1])
  })

  it('stops when it is cancelled, before and while it executes', async () => {
    const subject = await subjectOf('deep', deepNetwork())
    const job = { ...jobOf(subject, planOf(subject, CONFIGURATION)), iterations: 100_000 }
    const early = startRun(job, { events: () => {}, progress: () => {} })
    early.cancel()
    expect(await early.end).toEqual({ runId: 'r', outcome: 'cancelled' })

    const late = startRun(job, {
      events: () => {},
      progress: ({ phase }) => {
        if (phase === 'execute') late.cancel()
      },
    })
    expect(await late.end).toEqual({ runId: 'r', outcome: 'cancelled' })
  })
})

describe('an input file', () => {
  it('feeds the model', async () => {
    const subject = await subjectOf('head', NETWORKS['a classifier head']?.() ?? new Uint8Array())
    const path = join(folder, 'input.raw')
    const values = syntheticValues(3 * 16 * 16, 7)
    await writeFile(path, new Uint8Array(values.buffer))
    const fromFile = await execute(subject, CONFIGURATION, { input: { kind: 'file', path }, iterations: 2 })
    const synthetic = await execute(subject, CONFIGURATION)
    expect(fromFile.outputs).toEqual(synthetic.outputs)
  })

  it('that changes between two inferences ends the run', async () => {
    const subject = await subjectOf('head', NETWORKS['a classifier head']?.() ?? new Uint8Array())
    const path = join(folder, 'changing.raw')
    await writeFile(path, new Uint8Array(4 * 3 * 16 * 16))
    const job = jobOf(subject, planOf(subject, CONFIGURATION), { input: { kind: 'file', path }, iterations: 2 })
    let cut = false
    const run = startRun(job, {
      events({ kind }) {
        if (cut || !kind.includes(EVENT_KINDS.allocate)) return
        cut = true
        truncateSync(path, 100)
      },
      progress: () => {},
    })
    expect(await run.end).toMatchObject({ outcome: 'failed', problem: { code: 'file/changed', file: path } })
  })

  it('of another size is refused, with both sizes', async () => {
    const subject = await subjectOf('head', NETWORKS['a classifier head']?.() ?? new Uint8Array())
    const path = join(folder, 'short.raw')
    await writeFile(path, new Uint8Array(100))
    const end = await endOf(jobOf(subject, planOf(subject, CONFIGURATION), { input: { kind: 'file', path } }))
    expect(end).toMatchObject({ outcome: 'failed', problem: { code: 'run/input-mismatch', file: path } })
    expect(end.outcome === 'failed' && english(end.problem.message)).toContain('100 bytes')
    expect(end.outcome === 'failed' && english(end.problem.message)).toContain('3072')
  })

  it('cannot feed a model of two inputs', async () => {
    const { opened, shaped } = await subjectOf('two', NETWORKS['two inputs']?.() ?? new Uint8Array())
    const order = { runId: 'r', modelId: 'm', shaped, files: [], iterations: 1, appRoot: APP_ROOT }
    const input = { kind: 'file', path: join(folder, 'input.raw') } as const
    const job = createRunJob({ ...order, plan: planOf({ opened, shaped }, CONFIGURATION), input }, engine())
    expect(job).toMatchObject({ ok: false, problem: { code: 'run/input-mismatch' } })
  })

  it('that is not there is said so', async () => {
    const subject = await subjectOf('head', NETWORKS['a classifier head']?.() ?? new Uint8Array())
    const input = { kind: 'file', path: join(folder, 'nowhere.raw') } as const
    const end = await endOf(jobOf(subject, planOf(subject, CONFIGURATION), { input }))
    expect(end).toMatchObject({ outcome: 'failed', problem: { code: 'file/not-found' } })
  })
})

describe('the model file', () => {
  it('that has changed or gone since it was opened is refused', async () => {
    const subject = await subjectOf('changing', NETWORKS['a classifier head']?.() ?? new Uint8Array())
    const job = jobOf(subject, planOf(subject, CONFIGURATION))
    await writeFile(subject.opened.path, new Uint8Array(subject.opened.fileBytes))
    await utimes(subject.opened.path, 1, 1)
    expect(await endOf(job)).toMatchObject({ outcome: 'failed', problem: { code: 'file/changed' } })
    await truncate(subject.opened.path, 1000)
    expect(await endOf(job)).toMatchObject({ outcome: 'failed', problem: { code: 'file/changed' } })
    await rm(subject.opened.path)
    expect(await endOf(job)).toMatchObject({ outcome: 'failed', problem: { code: 'file/changed' } })
  })

  it('that is cut off while the engine reads it gives an error, not a crash', async () => {
    const subject = await subjectOf('cut', NETWORKS['a classifier head']?.() ?? new Uint8Array())
    const copy = join(folder, 'cut-copy.onnx')
    await copyFile(subject.opened.path, copy)
    await truncate(copy, 1000)
    const job = jobOf(subject, planOf(subject, CONFIGURATION))
    const moved = { ...job, files: [], program: { ...job.program, files: [copy] } }
    const end = await endOf(moved)
    expect(end).toMatchObject({ outcome: 'failed', problem: { code: 'engine/io' } })
  })
})

describe('the engine', () => {
  it('that is not built is a problem with a hint', async () => {
    const subject = await subjectOf('head', NETWORKS['a classifier head']?.() ?? new Uint8Array())
    const job = { ...jobOf(subject, planOf(subject, CONFIGURATION)), appRoot: folder }
    expect(await endOf(job)).toMatchObject({
      outcome: 'failed',
      problem: { code: 'engine/unavailable', hint: expect.toSay(/npm run build:native/) },
    })
  })

  it('refuses a program whose buffers reach beyond the arena', async () => {
    const subject = await subjectOf('head', NETWORKS['a classifier head']?.() ?? new Uint8Array())
    const job = jobOf(subject, planOf(subject, CONFIGURATION))
    const end = await endOf({ ...job, program: { ...job.program, arenaBytes: 64 } })
    expect(end).toMatchObject({ outcome: 'failed', problem: { code: 'engine/invalid-argument' } })
  })

  it('plans for an instruction set that this machine lacks, but does not run it', async () => {
    const isa = INSTRUCTION_SETS.find((each) => !engine().executableIsas.includes(each))
    if (isa === undefined) throw new Error('This machine executes every instruction set.')
    const subject = await subjectOf('head', NETWORKS['a classifier head']?.() ?? new Uint8Array())
    const plan = planOf(subject, { ...CONFIGURATION, isa })
    expect(plan.decisions[0]?.packedWeightBytes).toBeGreaterThan(0)
    expect(() => jobOf(subject, plan)).toThrow(`cannot execute a plan made for ${isa}`)
  })

  it('has no status that is not a problem code', () => {
    const unknown = engine()
      .addon.statusCodes()
      .filter((code) => code !== 'ok' && !(PROBLEM_CODES as readonly string[]).includes(code))
    expect(unknown).toEqual([])
  })
})

function flatten(batches: readonly EventBatch[]) {
  return batches.flatMap((batch) =>
    Array.from(batch.kind, (kind, index) => ({
      kind,
      timeNs: batch.timeNs[index] as number,
      node: batch.node[index] as number,
      bytes: batch.bytes[index] as number,
    })),
  )
}
