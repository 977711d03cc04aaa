import {
  type Configuration,
  type InstructionSet,
  MEMORY_MODES,
  PRECISIONS,
  type ProfileTraits,
  WINOGRAD_LEVELS,
} from '#contract/configuration'
import type { DataType, NodeView } from '#contract/model'
import { ALGORITHMS, type Algorithm, CATEGORIES, type Category, type Dependency } from '#contract/plan'
import { RUN_PHASES } from '#contract/timeline'
import { labels, say, t } from '../i18n'
import { traitsOf } from './configurations'

export const ALGORITHM_LABELS = labels(ALGORITHMS, (algorithm) => t(`common:algorithm.${algorithm}`))

export const CATEGORY_LABELS = labels(CATEGORIES, (category) => t(`common:category.${category}`))

/** What is behind a category's total in a plan, where its name alone would mislead. */
export function categoryMeaning(category: Category): string | undefined {
  return category === 'workspace' ? t('common:meaning.workspace') : undefined
}

export const MEMORY_LABELS = labels(MEMORY_MODES, (mode) => t(`common:memory.${mode}`))

export const PRECISION_LABELS = labels(PRECISIONS, (precision) => t(`common:precision.${precision}`))

export const WINOGRAD_LEVEL_LABELS = labels(WINOGRAD_LEVELS, (level) => t(`common:winogradLevel.level${level}`))

/** Names of their makers, the same in every language. */
export const ISA_LABELS: Readonly<Record<InstructionSet, string>> = {
  sse: 'SSE4.1',
  avx2: 'AVX2',
  avx512: 'AVX-512',
  arm64: 'ARM64',
  'arm64-fp16': 'ARM64 fp16',
  arm32: 'ARM32',
}

const DEPENDENCIES = ['memory', 'precision', 'winogradLevel', 'threads', 'isa', 'outputSize', 'kernel'] as const
export const DEPENDENCY_LABELS: Readonly<Record<Dependency, string>> = labels(DEPENDENCIES, (dependency) =>
  t(`common:dependency.${dependency}`),
)

export const PHASE_LABELS = labels(RUN_PHASES, (phase) => t(`common:phase.${phase}`))

/** What a node is called by its operation: one that is not known, as the file calls it. */
export function opName({ op, sourceOp }: Pick<NodeView, 'op' | 'sourceOp'>): string {
  return op === 'Unsupported' ? sourceOp : op
}

/** Winograd is named with its tile: F(m, k) where the kernel edge is known, F(m) where it is not. */
export function algorithmName(algorithm: Algorithm, unit: number | null, kernel: number | null = null): string {
  const label = ALGORITHM_LABELS[algorithm]
  if (unit === null) return label
  return kernel === null ? `${label} F(${unit})` : `${label} F(${unit},${kernel})`
}

/** What is said of each part of a configuration; nothing of those left at their default. */
export function configurationParts(
  profiles: readonly ProfileTraits[],
  configuration: Configuration,
): ReadonlyMap<keyof Configuration, string> {
  const { profile, memory, threads, isa, precision, winogradLevel, overrides = [] } = configuration
  const parts = new Map<keyof Configuration, string>([
    ['profile', say(traitsOf(profiles, profile).label)],
    ['memory', t('common:configuration.memory', { mode: MEMORY_LABELS[memory].toLowerCase() })],
    ['threads', t('common:configuration.threads', { count: threads })],
    ['isa', ISA_LABELS[isa]],
  ])
  if (precision !== undefined) {
    parts.set('precision', t('common:configuration.precision', { mode: PRECISION_LABELS[precision].toLowerCase() }))
  }
  if (winogradLevel !== undefined) {
    parts.set('winogradLevel', t('common:configuration.winogradLevel', { level: winogradLevel }))
  }
  if (overrides.length > 0) parts.set('overrides', t('common:configuration.overrides', { count: overrides.length }))
  return parts
}

export function configurationName(profiles: readonly ProfileTraits[], configuration: Configuration): string {
  return [...configurationParts(profiles, configuration).values()].join(' · ')
}

/** Dimensions as people write them: 1×64×112×112. */
export function shapeText(dims: readonly number[] | null): string {
  if (dims === null) return t('common:shape.unknown')
  return dims.length === 0 ? t('common:shape.scalar') : dims.join('×')
}

export function typeText(dtype: DataType): string {
  return dtype.replace('float', 'f').replace('uint', 'u').replace('int', 'i')
}
