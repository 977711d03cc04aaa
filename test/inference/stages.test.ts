// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CATEGORIES } from '#contract/plan'
import { EVENT_KINDS } from '#contract/timeline'
import { startRun } from '#core/inference/run-session'
import { english } from '#messages/say'
import { engine } from './engine'
import { type Execution, execute, jobOf, openSubject, planOf, type Subject } from './execute'
import { OnnxGraph } from './onnx-graph'
import { expectClose, referenceOutputs } from './onnx-runtime'

/** Models in which sizes depend on the values of their inputs: about half of these are above 0. */

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convscope-stages-'))
})
afterAll(() => rm(folder, { recursive: true }))

const [isa = 'sse'] = engine().executableIsas
const CONFIGURATION = { profile: 'convscope', settings: {}, threads: 2, isa } as const

const zero = (g: OnnxGraph) => g.constant([], Float32Array.of(0))
const positive = (g: OnnxGraph, x: string) => g.node('Greater', [x, zero(g)])
/** How many elements are above 0, as a list of one whole number. */
const positives = (g: OnnxGraph, x: string) =>
  g.node('ReduceSum', [g.node('Cast', [positive(g, x)], { to: 7 })], { keepdims: 1 })
const rows = (g: OnnxGraph, x: string) => g.node('Reshape', [x, g.integers(-1)])

type Build = (g: OnnxGraph) => string | readonly string[]

const CASES: readonly (readonly [string, Build])[] = [
  [
    'NonZero, and what is found there',
    (g) => {
      const x = g.input(3, 4, 5)
      return g.node('GatherND', [x, g.node('Transpose', [g.node('NonZero', [positive(g, x)])], { perm: [1, 0] })])
    },
  ],
  [
    'NonMaxSuppression, and the boxes that it leaves',
    (g) => {
      const boxes = g.input(1, 40, 4)
      const limits = [g.integers(7), g.constant([1], Float32Array.of(0.3)), g.constant([1], Float32Array.of(0.2))]
      const selected = g.node('NonMaxSuppression', [boxes, g.input(1, 3, 40), ...limits])
      const index = rows(g, g.node('Slice', [selected, g.integers(2), g.integers(3), g.integers(1)]))
      return [g.node('Gather', [boxes, index], { axis: 1 }), g.node('Cast', [selected], { to: 1 })]
    },
  ],
  [
    'RoiAlign of the regions that NonMaxSuppression leaves',
    (g) => {
      const [first, size] = [g.input(1, 40, 2), g.input(1, 40, 2)].map((each) => g.node('Abs', [each])) as [
        string,
        string,
      ]
      const corners = g.node('Concat', [first, g.node('Add', [first, size])], { axis: 2 })
      const limits = [g.integers(5), g.constant([1], Float32Array.of(0.3)), g.constant([1], Float32Array.of(0))]
      const selected = g.node('NonMaxSuppression', [corners, g.input(1, 1, 40), ...limits])
      const index = rows(g, g.node('Slice', [selected, g.integers(2), g.integers(3), g.integers(1)]))
      const regions = g.node('Reshape', [g.node('Gather', [corners, index], { axis: 1 }), g.integers(-1, 4)])
      const images = g.node('Mul', [index, g.integers(0)])
      const x = g.input(1, 3, 12, 14)
      const bins = { output_height: 3, output_width: 2, spatial_scale: 15 }
      return ['avg', 'max'].map((mode) =>
        g.node('RoiAlign', [x, regions, images], { ...bins, mode }, ['spatial_scale']),
      )
    },
  ],
  [
    'Unique rows and how often they are there',
    (g) => {
      const x = g.node('Round', [g.input(30, 2)])
      const [y = '', first = '', inverse = '', counts = ''] = g.nodeWithOutputs('Unique', [x], 4, { axis: 0 })
      return [y, ...[first, inverse, counts].map((each) => g.node('Cast', [each], { to: 1 }))]
    },
  ],
  [
    'unique elements in the order of the file',
    (g) =>
      g.node('Unique', [g.node('Round', [g.node('Mul', [g.input(50), g.constant([], Float32Array.of(4))])])], {
        sorted: 0,
      }),
  ],
  [
    'Compress by computed truths, and a convolution of what is left',
    (g) => {
      const x = g.input(6, 8, 9, 9)
      const mean = rows(g, g.node('ReduceMean', [x], { axes: [1, 2, 3], keepdims: 0 }))
      const kept = g.node('Compress', [x, positive(g, mean)], { axis: 0 })
      return g.node('Relu', [g.node('Conv', [kept, g.weights([16, 8, 3, 3])])])
    },
  ],
  [
    'TopK by a computed number',
    (g) => {
      const x = g.input(40)
      return g.nodeWithOutputs('TopK', [x, positives(g, x)], 2)[0] as string
    },
  ],
  [
    'Range, Expand and Reshape to computed sizes, twice over',
    (g) => {
      const x = g.input(24)
      const count = positives(g, x)
      const range = g.node('Range', [
        zero(g),
        g.node('Cast', [g.node('Squeeze', [count])], { to: 1 }),
        g.constant([], Float32Array.of(1)),
      ])
      const wide = g.node('Expand', [
        g.node('Unsqueeze', [range, g.integers(0)]),
        g.node('Concat', [g.integers(3), count], { axis: 0 }),
      ])
      const again = positives(g, rows(g, g.node('Sub', [wide, g.constant([], Float32Array.of(2))])))
      return g.node('Slice', [
        g.node('Reshape', [wide, g.node('Concat', [count, g.integers(3)], { axis: 0 })]),
        g.integers(0, 0),
        g.node('Concat', [g.node('Min', [again, g.integers(4)]), g.integers(2)], { axis: 0 }),
      ])
    },
  ],
  [
    'Trilu of a computed diagonal',
    (g) =>
      g.node('Trilu', [g.input(5, 7), g.node('Squeeze', [g.node('Sub', [positives(g, g.input(4)), g.integers(1)])])]),
  ],
]

async function opened(name: string, build: Build): Promise<{ subject: Subject; path: string }> {
  const g = new OnnxGraph(3, 17)
  const path = join(folder, `${name.replace(/\W+/g, '-')}.onnx`)
  const outputs = build(g)
  await writeFile(path, g.build(...(typeof outputs === 'string' ? [outputs] : outputs)))
  return { subject: await openSubject(path), path }
}

async function expectAsReference({ subject, path }: { subject: Subject; path: string }): Promise<Execution> {
  const done = await execute(subject, CONFIGURATION, { iterations: 2 })
  const wanted = await referenceOutputs(subject, path)
  for (const [i, { name, dims }] of done.report.outputs.entries()) {
    const expected = wanted.get(name)
    expect(dims, name).toEqual(expected?.dims)
    expectClose(done.outputs[i] as Float32Array, expected?.data as Float32Array, 1e-5, name)
  }
  return done
}

describe('sizes that depend on values', () => {
  it.each(CASES)('%s', async (name, build) => {
    await expectAsReference(await opened(name, build))
  })
})

/** A convolution, then one of the images that it found something in. */
function twoConvolutions(g: OnnxGraph): string {
  const x = g.node('Conv', [g.input(6, 8, 9, 9), g.weights([16, 8, 3, 3])])
  const mean = rows(g, g.node('ReduceMean', [x], { axes: [1, 2, 3], keepdims: 0 }))
  return g.node('Conv', [g.node('Compress', [x, positive(g, mean)], { axis: 0 }), g.weights([8, 16, 3, 3])])
}

describe('a run in stages', () => {
  it('tells of both its stages, and all that it holds', async () => {
    const { report, batches, plan } = await expectAsReference(await opened('two', twoConvolutions))
    const held = new Map<number, number>()
    let [total, peak] = [0, 0]
    for (const { kind, category, bytes } of batches) {
      for (const [i, each] of kind.entries()) {
        const sign = each === EVENT_KINDS.allocate ? 1 : each === EVENT_KINDS.free ? -1 : 0
        const size = sign * (bytes[i] as number)
        held.set(category[i] as number, (held.get(category[i] as number) ?? 0) + size)
        total += size
        peak = Math.max(peak, total)
      }
    }
    for (const bytes of held.values()) expect(bytes).toBeGreaterThanOrEqual(0)
    expect(report.peakTrackedBytes).toBe(peak)
    expect(held.get(CATEGORIES.indexOf('packedWeights'))).toBe(report.packedWeightBytes)
    const kernels = report.layers.filter(({ kernel }) => kernel !== null)
    expect(kernels).toHaveLength(2)
    for (const { durationNs, packedWeightBytes } of kernels) {
      expect(durationNs).toBeGreaterThan(0)
      expect(packedWeightBytes).toBeGreaterThan(0)
    }
    expect(report.notes).toContainEqual({ id: 'run.stages', stages: 2 })
    // Where everything lay, in the arenas of both: each has its convolution, and all that it held is tracked.
    const { arena } = report
    expect(new Set(arena?.pools.map(({ stage }) => stage))).toEqual(new Set([1, 2]))
    const stageOf = (node: number) => arena?.pools[arena.placed.find((each) => each.node === node)?.pool ?? -1]?.stage
    expect(kernels.map(({ node }) => stageOf(node))).toEqual([1, 2])
    expect(arena?.steps.at(-1)?.heldBytes).toBe(arena?.bytes)
    expect(arena?.bytes).toBeLessThan(peak)
    expect(plan.notes).toContainEqual({ id: 'note.awaitsValues', nodes: 1 })
  })

  it('holds an input that it looks at, and gives it back', async () => {
    const { subject } = await opened('alone', (g) => g.node('NonZero', [g.input(50, 20)]))
    const { report, batches } = await execute(subject, CONFIGURATION)
    const found = 4 * (report.outputs[0]?.dims ?? []).reduce((product, dim) => product * dim, 1)
    expect(report.peak.activations).toBe(4000 + found)
    const changes = batches.flatMap(({ kind, bytes, category }) =>
      [...kind].map((each, i) => {
        const sign = each === EVENT_KINDS.allocate ? 1 : each === EVENT_KINDS.free ? -1 : 0
        return category[i] === CATEGORIES.indexOf('activations') ? sign * (bytes[i] as number) : 0
      }),
    )
    expect(changes.reduce((sum, each) => sum + each, 0)).toBe(found)
    expect(report.notes.map(({ id }) => id)).not.toContain('run.stages')
  })

  it('gives an output without elements', async () => {
    const { subject } = await opened('none', (g) => {
      const x = g.input(5, 3)
      return g.node('Compress', [x, g.node('Less', [rows(g, x), g.constant([], Float32Array.of(-2))])], { axis: 1 })
    })
    const { report, outputs } = await execute(subject, CONFIGURATION)
    expect(report.outputs[0]?.dims).toEqual([5, 0])
    expect(outputs[0]).toHaveLength(0)
  })

  it('can be cancelled', async () => {
    const { subject } = await opened('cancelled', twoConvolutions)
    const job = jobOf(subject, planOf(subject, CONFIGURATION), { iterations: 1000 })
    const run = startRun(job, {
      events: () => {},
      progress: ({ phase }) => phase === 'execute' && run.cancel(),
    })
    expect((await run.end).outcome).toBe('cancelled')
  })

  it('names the node whose values do not fit', async () => {
    const { subject } = await opened('misfit', (g) => {
      const x = g.input(24)
      return g.node('Reshape', [x, g.node('Add', [positives(g, x), g.integers(24)])])
    })
    const run = startRun(jobOf(subject, planOf(subject, CONFIGURATION)), { events: () => {}, progress: () => {} })
    const end = await run.end
    expect(end.outcome === 'failed' && english(end.problem.message)).toMatch(
      /^The engine cannot execute “Reshape_\d+” \(Reshape\): .*\.$/,
    )
  })
})
