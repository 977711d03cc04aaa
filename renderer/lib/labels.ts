import type { Configuration, InstructionSet, ProfileTraits } from '#contract/configuration'
import type { DataType, NodeView } from '#contract/model'
import { ALGORITHMS, type Algorithm, CATEGORIES, type Category } from '#contract/plan'
import { RUN_PHASES } from '#contract/timeline'
import { configurationText } from '#messages/configuration'
import { labels, say, t } from '../i18n'
import { traitsOf } from './configurations'

export const ALGORITHM_LABELS = labels(ALGORITHMS, (algorithm) => t(`common:algorithm.${algorithm}`))

export const CATEGORY_LABELS = labels(CATEGORIES, (category) => t(`common:category.${category}`))

/** What is behind a category's total in a plan, where its name alone would mislead. */
export function categoryMeaning(category: Category): string | undefined {
  return category === 'workspace' ? t('common:meaning.workspace') : undefined
}

/** Names of their makers, the same in every language. */
export const ISA_LABELS: Readonly<Record<InstructionSet, string>> = {
  sse: 'SSE4.1',
  avx2: 'AVX2',
  avx512: 'AVX-512',
  arm64: 'ARM64',
  'arm64-fp16': 'ARM64 fp16',
  arm32: 'ARM32',
}

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

export function configurationName(profiles: readonly ProfileTraits[], configuration: Configuration): string {
  return configurationText(configuration, traitsOf(profiles, configuration.profile), say, ' · ')
}

/** Dimensions as people write them: 1×64×112×112. */
export function shapeText(dims: readonly number[] | null): string {
  if (dims === null) return t('common:shape.unknown')
  return dims.length === 0 ? t('common:shape.scalar') : dims.join('×')
}

export function typeText(dtype: DataType): string {
  return dtype.replace('float', 'f').replace('uint', 'u').replace('int', 'i')
}
