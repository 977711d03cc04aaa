// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InstructionSet, SettingValues } from '#contract/configuration'
import type { Result } from '#contract/errors'
import type { Machine } from '#contract/machine'
import type { Engine } from '#core/inference/binding'
import type { NativeProgram } from '#core/inference/native-program'
import { buildNativeProgram } from '#core/inference/program-builder'
import { syntheticValues } from '#core/inference/run-input'
import { median } from '#core/inference/run-report'
import { tune } from '#core/inference/tune'
import { inferShapes } from '#core/model/infer-shapes'
import { openModel } from '#core/model/open'
import type { ShapedModel } from '#core/model/shapes'
import { programForPlan } from '#core/planning/engines/convscope/lowering/program-for-plan'
import { measurableKernels, timingsFrom } from '#core/planning/native/timings'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { Contender, type FeedInput } from './contender'
import { slowestLayers } from './layers'
import { type BenchModel, MODELS } from './model-files'
import type { Options } from './suite'

/** Convscope against ONNX Runtime: ratios below 1 are Convscope's wins. */
export interface ModelRow {
  readonly model: string
  readonly threads: number
  readonly mode: string
  /** Median over rounds of this round's time ÷ theirs. */
  readonly timeRatio: number
  /** The same of processor time: what others on a busy machine take does not count, spinning threads do. */
  readonly cpuRatio: number
  /** Processor time of this mode ÷ that of the mode 'tuned', by rounds; null where that is not measured. */
  readonly overTuned: number | null
  readonly peakRssRatio: number
  readonly ms: number
  readonly theirMs: number
  readonly peakRssBytes: number
  readonly theirPeakRssBytes: number
  readonly prepareMs: number
  readonly theirPrepareMs: number
}

/** Settings by name. */
const MODES: Readonly<Record<string, SettingValues>> = {
  high: { memory: 'high' },
  low: { memory: 'low' },
  half: { memory: 'high', precision: 'low' },
  bfloat16: { memory: 'high', precision: 'bfloat16' },
  tuned: { memory: 'high' },
}

/** The engine, and the machine that it plans for. */
type Place = Engine & { readonly machine: Machine }

export async function* benchModels(
  engine: Place,
  isa: InstructionSet,
  options: Options,
  tell: (line: string) => void,
): AsyncGenerator<ModelRow> {
  const folder = await mkdtemp(join(tmpdir(), 'convscope-bench-'))
  try {
    for (const model of MODELS.filter(({ name }) => name.includes(options.only))) {
      const path = await model.file(folder, options.root)
      if (path === null) {
        tell(`${model.name} skipped: its file is not here`)
        continue
      }
      for (const threads of options.threads) yield* benchModel(engine, model, path, isa, threads, options, tell)
      if (path.startsWith(folder)) await rm(path)
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function* benchModel(
  engine: Place,
  { name, dims = {} }: BenchModel,
  path: string,
  isa: InstructionSet,
  threads: number,
  { addon, rounds, layers, modes }: Options,
  tell: (line: string) => void,
): AsyncGenerator<ModelRow> {
  const opened = value(await openModel(path))
  const shaped = value(inferShapes(opened.model, dims))
  const inputs = feedOf(shaped)
  const theirs = await Contender.open({ open: 'onnxruntime', path, threads, inputs })
  const ours: { mode: string; contender: Contender; program: NativeProgram }[] = []
  try {
    for (const mode of modes) {
      const timings = mode === 'tuned' ? await measuredTimes(engine, shaped, isa, threads) : {}
      const configuration = { profile: 'convscope', settings: MODES[mode] ?? {}, threads, isa } as const
      const { catalog, executableIsas, machine } = engine
      const plan = value(
        createPlan({ modelId: 'm', shaped, fileBytes: opened.fileBytes, configuration, catalog, machine, ...timings }),
      )
      const lowered = value(programForPlan(shaped, plan, catalog, executableIsas))
      const program = value(buildNativeProgram(lowered.program, shaped))
      ours.push({ mode, program, contender: await Contender.open({ open: 'convscope', addon, program, inputs }) })
    }
    const all = [theirs, ...ours.map(({ contender }) => contender)]
    for (let round = 0; round < rounds; round++) {
      // Nobody always has the same place in a round.
      const first = round % all.length
      for (const contender of [...all.slice(first), ...all.slice(0, first)]) await contender.turn()
    }
    const tuned = ours.find(({ mode }) => mode === 'tuned')
    for (const { mode, contender, program } of ours) {
      yield {
        model: name,
        threads,
        mode,
        timeRatio: ratio(contender.rounds, theirs.rounds),
        cpuRatio: ratio(contender.cpuRounds, theirs.cpuRounds),
        overTuned: tuned === undefined ? null : ratio(contender.cpuRounds, tuned.contender.cpuRounds),
        peakRssRatio: contender.peakRssBytes / theirs.peakRssBytes,
        ms: median(contender.rounds),
        theirMs: median(theirs.rounds),
        peakRssBytes: contender.peakRssBytes,
        theirPeakRssBytes: theirs.peakRssBytes,
        prepareMs: contender.prepareMs,
        theirPrepareMs: theirs.prepareMs,
      }
      for (const line of slowestLayers(program, shaped, contender.layers, layers)) tell(line)
    }
  } finally {
    for (const contender of [theirs, ...ours.map(({ contender: each }) => each)]) contender.close()
  }
}

/** Times of every kernel on every layer, measured now. */
async function measuredTimes(engine: Engine, shaped: ShapedModel, isa: InstructionSet, threads: number) {
  const target = { isa, threads, weights: 'float32' } as const
  const kernels = measurableKernels(shaped, engine.catalog, target)
  const measured = new Map<string, number>()
  const told = (key: string, ns: number) => void measured.set(key, ns)
  await tune({ appRoot: '', ...target, kernels }, engine.addon, told, () => false)
  return { timings: timingsFrom(measured) }
}

/** Median of the ratios, round by round. */
function ratio(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((each, round) => each / (theirs[round] ?? Number.NaN)))
}

function feedOf({ model, dims }: ShapedModel): readonly FeedInput[] {
  return model.inputs.map(({ tensor }, index) => {
    const shape = dims[tensor] ?? []
    const count = shape.reduce((product, length) => product * length, 1)
    return { name: model.tensors[tensor]?.name ?? '', dims: shape, values: syntheticValues(count, index + 1) }
  })
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(english(result.problem.message))
  return result.value
}
