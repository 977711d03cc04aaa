import type { Configuration, InstructionSet, MemoryMode, ProfileId } from '#contract/configuration'
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

export const PROFILE_LABELS: Readonly<Record<ProfileId, string>> = {
  'mnn-1.0.1': 'MNN 1.0.1',
  'mnn-2.8.1': 'MNN 2.8.1',
  convscope: 'Convscope engine',
}

export const MEMORY_LABELS: Readonly<Record<MemoryMode, string>> = { low: 'Low', normal: 'Normal', high: 'High' }

export const ISA_LABELS: Readonly<Record<InstructionSet, string>> = {
  sse: 'SSE',
  avx2: 'AVX2',
  avx512: 'AVX-512',
  arm64: 'ARM64',
}

export const DEPENDENCY_LABELS: Readonly<Record<Dependency, string>> = {
  memory: 'memory mode',
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
  return [
    PROFILE_LABELS[configuration.profile],
    `memory ${configuration.memory}`,
    threads,
    ISA_LABELS[configuration.isa],
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
