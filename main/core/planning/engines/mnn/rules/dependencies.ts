import { INSTRUCTION_SETS, MAX_THREADS, MEMORY_MODES, PRECISIONS, WINOGRAD_LEVELS } from '#contract/configuration'
import type { Dependency } from '#contract/plan'
import type { ConvLayer } from '#core/planning/layers/conv-layers'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { coreOf, type MnnEngine } from '../engine'
import type { Executor } from './executor'
import type { LayerSettings } from './selection'

/** Output sizes tried, as multiples of the layer's own. */
const OUTPUT_SCALES = [0.125, 0.25, 0.5, 2, 4, 8]
const KERNELS = [1, 3, 5, 7]

type Layer = Omit<ConvLayer, 'node'>

/** Found by deciding again under other circumstances: what would change the algorithm or its unit. */
export function dependencies(engine: MnnEngine, layer: Layer, settings: LayerSettings): Dependency[] {
  const decided = choiceKey(engine.select(layer, settings).chosen)
  const changesUnder = (other: Partial<LayerSettings>) =>
    choiceKey(engine.select(layer, { ...settings, ...other }).chosen) !== decided
  const changesFor = (problem: ConvProblem) =>
    choiceKey(engine.select({ ...layer, problem }, settings).chosen) !== decided

  const isas = INSTRUCTION_SETS.filter((isa) => engine.cores[isa] !== undefined)
  const found: Dependency[] = []
  if (MEMORY_MODES.some((memory) => changesUnder({ memory }))) found.push('memory')
  if (PRECISIONS.some((precision) => changesUnder({ precision, core: coreOf(engine, settings.isa, precision) }))) {
    found.push('precision')
  }
  if (engine.hasWinogradLevel && WINOGRAD_LEVELS.some((winogradLevel) => changesUnder({ winogradLevel }))) {
    found.push('winogradLevel')
  }
  if (threadCounts().some((threads) => changesUnder({ threads }))) found.push('threads')
  if (isas.some((isa) => changesUnder({ isa, core: coreOf(engine, isa, settings.precision) }))) found.push('isa')
  if (OUTPUT_SCALES.some((scale) => changesFor(scaled(layer.problem, scale)))) found.push('outputSize')
  if (KERNELS.some((kernel) => changesFor(withKernel(layer.problem, kernel)))) found.push('kernel')
  return found
}

function choiceKey(executor: Executor): string {
  const inner = executor.inner === null ? '' : choiceKey(executor.inner.executor)
  return `${executor.algorithm} ${executor.unit} ${inner}`
}

function threadCounts(): number[] {
  return Array.from({ length: MAX_THREADS }, (_, index) => index + 1)
}

function scaled(p: ConvProblem, scale: number): ConvProblem {
  const size = (length: number) => Math.max(1, Math.round(length * scale))
  return {
    ...p,
    inHeight: size(p.inHeight),
    inWidth: size(p.inWidth),
    outHeight: size(p.outHeight),
    outWidth: size(p.outWidth),
  }
}

/** The same output from a square kernel of another size. */
function withKernel(p: ConvProblem, kernel: number): ConvProblem {
  return { ...p, kernelHeight: kernel, kernelWidth: kernel }
}
