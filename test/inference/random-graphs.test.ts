// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Choice } from '#contract/choice'
import type { InstructionSet, SettingValues } from '#contract/configuration'
import { syntheticValues } from '#core/inference/run-input'
import { kernelName } from '#core/planning/engines/convscope/lowering/kernel-mapping'
import { lowerWhole } from '#core/planning/engines/convscope/lowering/lower'
import { programForPlan } from '#core/planning/engines/convscope/lowering/program-for-plan'
import { type ConvProblem, convProblem } from '#core/planning/layers/conv-problem'
import type { Program } from '#core/planning/native/program'
import { english } from '#messages/say'
import { engine } from './engine'
import { openSubject, planOf, SEED, type Subject } from './execute'
import { referenceOutputs } from './onnx-runtime'
import { buildGraph, type Recipe, recipes } from './random-graph'
import { runProgram } from './run-program'

const GRAPHS = 500
/** Another one explores other graphs: CONVSCOPE_SEED=7 npm run test:native. */
const GRAPH_SEED = Number(process.env['CONVSCOPE_SEED'] ?? 1)

/** A minute where nothing else runs, and many where all processors are busy. */
const LONGEST_MS = 1_800_000

/** What random-graph-extras.ts adds, as the engine calls it. */
const EXTRA_OPERATIONS = [
  ...['Resample', 'Gather', 'GatherElements', 'ScatterElements', 'TopK', 'ArgMax', 'CumSum', 'Where', 'Trilu'],
  ...['Einsum', 'GridSample', 'GeneralConv', 'MaxPoolIndices', 'Recurrent'],
]

/** Of an output's largest magnitude, or of LEAST where that is smaller. */
const TOLERANCE = 2e-4
const LEAST = 0.05

const { catalog, executableIsas } = engine()

/** With weights in half precision, of which Winograd's F(4, 3) makes up to 2 % of an output in a layer, or bfloat16. */
const HALF_TOLERANCE = 0.1

/** What makes a small difference a large one. */
const SELECTING: ReadonlySet<string> = new Set(['TopK', 'ArgMax', 'MaxPoolIndices', 'Where', 'Gather', 'GridSample'])

interface Variant {
  readonly title: string
  readonly program: Program
}

/** Those that differ: what is equal in all that the engine is told computes the same again (session.test.ts). */
function distinct(all: readonly Variant[]): readonly Variant[] {
  return [...new Map(all.map((variant) => [JSON.stringify(variant.program), variant])).values()]
}

/** The plans of every memory mode, then every kernel wherever it applies; on one thread and on two, in turn. */
function variants(subject: Subject, turn: number): readonly Variant[] {
  const isa = executableIsas[turn % executableIsas.length] ?? 'sse'
  const planned = ['low', 'normal', 'high'].flatMap((memory) =>
    [1, 2].map((threads) => planWith(subject, { memory }, threads, isa)),
  )
  const precision = turn % 4 < 2 ? 'low' : 'bfloat16'
  const narrow = { memory: ['low', 'normal', 'high'][turn % 3] ?? 'normal', precision }
  planned.push(planWith(subject, narrow, 1 + (turn % 2), isa))
  const problems = convolutions(subject)
  const kernels = new Map(
    [...problems.values()].flatMap((problem) => catalog.choices(problem)).map((c) => [kernelName(c), c]),
  )
  const forced = [...kernels].flatMap(([name, wanted], i): Variant[] => {
    const target = { isa, threads: 1 + ((turn + i) % 2), weights: 'float32' } as const
    const takes = (problem: ConvProblem, choice: Choice) =>
      catalog.assess(problem, choice, target.isa, target.threads).supported
    if (![...problems.values()].some((problem) => takes(problem, wanted))) return []
    const choices = new Map(
      [...problems].map(([node, problem]) => {
        const choice = [wanted, ...catalog.choices(problem)].find((each) => takes(problem, each))
        if (choice === undefined) throw new Error(`No kernel takes node ${node}.`)
        return [node, choice]
      }),
    )
    const lowered = lowerWhole(subject.shaped, choices, target, catalog)
    if (!lowered.ok) throw new Error(english(lowered.problem.message))
    return [{ title: `${isa}, ${name}, ${target.threads}`, program: lowered.value.program }]
  })
  return [...planned, ...forced]
}

function planWith(subject: Subject, settings: SettingValues, threads: number, isa: InstructionSet): Variant {
  const plan = planOf(subject, { profile: 'convscope', settings, threads, isa })
  const lowered = programForPlan(subject.shaped, plan, catalog, executableIsas)
  if (!lowered.ok) throw new Error(english(lowered.problem.message))
  return { title: `${isa}, ${Object.values(settings).join()}, ${threads}`, program: lowered.value.program }
}

/** How far outputs may be off; null: any distance is possible. */
function toleranceOf({ weights, ops }: Program): number | null {
  if (weights === 'float32') return TOLERANCE
  return ops.some(({ operation }) => SELECTING.has(operation.kind)) ? null : HALF_TOLERANCE
}

function convolutions({ shaped }: Subject): ReadonlyMap<number, ConvProblem> {
  return new Map(
    shaped.model.nodes.flatMap(({ id }) => {
      const problem = convProblem(shaped, id)
      return problem === null ? [] : [[id, problem] as const]
    }),
  )
}

function relativeError(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY
  let [worst, magnitude] = [0, LEAST]
  for (const [i, each] of expected.entries()) {
    const error = Math.abs((actual[i] as number) - each)
    worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error)
    magnitude = Math.max(magnitude, Math.abs(each))
  }
  return worst / magnitude
}

describe('random convolutional networks give what ONNX Runtime gives', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'convscope-random-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it(
    `${GRAPHS} of them, in every memory mode and with every kernel where it applies, on one and two threads`,
    async () => {
      let turn = 0
      const used = new Map<string, number>()
      const path = join(folder, 'random.onnx')
      const property = fc.asyncProperty(recipes, async (recipe: Recipe) => {
        await writeFile(path, buildGraph(recipe))
        const subject = await openSubject(path)
        const { model, dims } = subject.shaped
        const expected = await referenceOutputs(subject, path, 'disabled')
        const inputs = model.inputs.map(({ tensor }, i) =>
          syntheticValues(
            (dims[tensor] ?? []).reduce((a, b) => a * b, 1),
            SEED + i,
          ),
        )
        turn += 1
        for (const { title, program } of distinct(variants(subject, turn))) {
          for (const { operation } of program.ops) {
            const name = operation.kind === 'Conv' ? kernelName(operation.choice) : operation.kind
            used.set(name, (used.get(name) ?? 0) + 1)
          }
          const tolerance = toleranceOf(program)
          if (tolerance === null) continue
          const outputs = await runProgram(subject.shaped, program, inputs)
          for (const [i, tensor] of model.outputs.entries()) {
            const name = model.tensors[tensor]?.name ?? ''
            const reference = expected.get(name)?.data ?? new Float32Array()
            const error = relativeError(outputs[i] ?? new Float32Array(), reference)
            expect(error, `${name} (${title})`).toBeLessThan(tolerance)
          }
        }
      })
      await fc.assert(property, { numRuns: GRAPHS, seed: GRAPH_SEED })
      // What no graph reaches is not tested.
      const problem = catalog.choices({ group: 2 } as ConvProblem).map(kernelName)
      expect([...problem, ...EXTRA_OPERATIONS].filter((name) => !used.has(name))).toEqual([])
      console.log(
        [...used]
          .sort(([, a], [, b]) => b - a)
          .map(([name, count]) => `${name} ${count}`)
          .join(', '),
      )
    },
    LONGEST_MS,
  )
})
