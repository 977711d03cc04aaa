// SPDX-License-Identifier: Apache-2.0
import type { Configuration, ProfileTraits } from '#contract/configuration'
import { LAYER_KINDS } from '#contract/layer-kinds'
import { MOMENTS } from '#contract/lifecycle'
import type { DataType, NodeView } from '#contract/model'
import { ALGORITHMS, type Algorithm, CATEGORIES, type Category } from '#contract/plan'
import { RUN_PHASES } from '#contract/timeline'
import { configurationParts, configurationText } from '#messages/configuration'
import { english } from '#messages/say'
import { asLabel } from '#messages/terms'
import { labels, say, t } from '../i18n'
import { traitsOf } from './configurations'

export const ALGORITHM_LABELS = labels(ALGORITHMS, (algorithm) => asLabel(t(`vocabulary:algorithm.${algorithm}`)))

export const CATEGORY_LABELS = labels(CATEGORIES, (category) => asLabel(t(`vocabulary:category.${category}`)))

export const MOMENT_LABELS = labels(MOMENTS, (moment) => asLabel(t(`vocabulary:moment.${moment}`)))

export const KIND_LABELS = labels(LAYER_KINDS, (kind) => t(`vocabulary:layerKind.${kind}`))

/** What is behind a category's total in a plan, where its name alone would mislead. */
export function categoryMeaning(category: Category): string | undefined {
  return category === 'workspace' ? t('common:meaning.workspace') : undefined
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

/** A configuration in English words, as names of files have them. */
export function englishWords(profiles: readonly ProfileTraits[], configuration: Configuration): readonly string[] {
  return configurationParts(configuration, traitsOf(profiles, configuration.profile)).map(({ text }) => english(text))
}

/** Dimensions as people write them: 1×64×112×112. */
export function shapeText(dims: readonly number[] | null): string {
  if (dims === null) return t('common:shape.unknown')
  return dims.length === 0 ? t('common:shape.scalar') : dims.join('×')
}

export function typeText(dtype: DataType): string {
  return dtype.replace('float', 'f').replace('uint', 'u').replace('int', 'i')
}
