import {
  type Configuration,
  type InstructionSet,
  type MemoryMode,
  type Precision,
  profileTraits,
  type WinogradLevel,
} from '#contract/configuration'
import type { DataType } from '#contract/model'
import type { Algorithm, Category, Dependency } from '#contract/plan'
import type { RunPhase } from '#contract/timeline'

export const ALGORITHM_LABELS: Readonly<Record<Algorithm, string>> = {
  tiled: 'Tiled im2col',
  winograd: 'Winograd',
  'strassen-1x1': 'Strassen 1×1',
  'gemm-1x1': 'GEMM 1×1',
  depthwise: 'Depthwise',
  'depthwise-3x3': 'Depthwise 3×3',
  grouped: 'Grouped',
}

export const CATEGORY_LABELS: Readonly<Record<Category, string>> = {
  packedWeights: 'Packed weights',
  workspace: 'Workspace',
  activations: 'Activations',
  modelBuffer: 'Model buffer',
  other: 'Other',
}

export const MEMORY_LABELS: Readonly<Record<MemoryMode, string>> = { low: 'Low', normal: 'Normal', high: 'High' }

export const PRECISION_LABELS: Readonly<Record<Precision, string>> = { low: 'Low', normal: 'Normal', high: 'High' }

export const WINOGRAD_LEVEL_LABELS: Readonly<Record<WinogradLevel, string>> = {
  0: '0: never',
  1: '1: smallest',
  2: '2: smallest',
  3: '3: any',
}

export const ISA_LABELS: Readonly<Record<InstructionSet, string>> = {
  sse: 'SSE4.1',
  avx2: 'AVX2',
  avx512: 'AVX-512',
  arm64: 'ARM64',
  'arm64-fp16': 'ARM64 fp16',
  arm32: 'ARM32',
}

export const DEPENDENCY_LABELS: Readonly<Record<Dependency, string>> = {
  memory: 'memory mode',
  precision: 'precision',
  winogradLevel: 'Winograd memory level',
  threads: 'threads',
  isa: 'instruction set',
  outputSize: 'output size',
  kernel: 'kernel shape',
}

export const PHASE_LABELS: Readonly<Record<RunPhase, string>> = {
  load: 'Load',
  prepare: 'Prepare',
  execute: 'Execute',
  finish: 'Finish',
}

/** Winograd is named with its tile: F(m, k) where the kernel edge is known, F(m) where it is not. */
export function algorithmName(algorithm: Algorithm, unit: number | null, kernel: number | null = null): string {
  const label = ALGORITHM_LABELS[algorithm]
  if (unit === null) return label
  return kernel === null ? `${label} F(${unit})` : `${label} F(${unit},${kernel})`
}

export function configurationName(configuration: Configuration): string {
  const threads = configuration.threads === 1 ? '1 thread' : `${configuration.threads} threads`
  const { profile, memory, isa, precision, winogradLevel, overrides = [] } = configuration
  return [
    profileTraits(profile).label,
    `memory ${memory}`,
    threads,
    ISA_LABELS[isa],
    ...(precision === undefined ? [] : [`precision ${precision}`]),
    ...(winogradLevel === undefined ? [] : [`Winograd level ${winogradLevel}`]),
    ...(overrides.length === 0 ? [] : [overrides.length === 1 ? '1 override' : `${overrides.length} overrides`]),
  ].join(' · ')
}

/** Dimensions as people write them: 1×64×112×112. */
export function shapeText(dims: readonly number[] | null): string {
  if (dims === null) return 'unknown'
  return dims.length === 0 ? 'scalar' : dims.join('×')
}

export function typeText(dtype: DataType): string {
  return dtype.replace('float', 'f').replace('uint', 'u').replace('int', 'i')
}
