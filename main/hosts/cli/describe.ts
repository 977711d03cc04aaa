// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import type { ModelView } from '#contract/model'
import { CATEGORIES, type Category, type CategoryBytes, type Decision } from '#contract/plan'
import { CATEGORY_NAMES, configurationWords } from '#core/comparison/wording'
import { choiceName } from '#core/planning/choice-name'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { size } from '#messages/figures'
import { asLabel } from '#messages/terms'
import { printable } from './table'

/** Things in words, the same in every command. */

export function categoryTitle(category: Category): string {
  return asLabel(CATEGORY_NAMES[category])
}

export function configurationText(configuration: Configuration): string {
  return configurationWords(configuration).join(', ')
}

/** "3→64 3×3 /2", with groups where there are several. */
export function convolutionText(problem: ConvProblem | null): string {
  if (problem === null) return ''
  const { inChannels, outChannels, kernelHeight, kernelWidth, strideHeight, strideWidth } = problem
  const { dilationHeight, dilationWidth, group, depthwise } = problem
  const pairText = (a: number, b: number) => (a === b ? `${a}` : `${a}×${b}`)
  return [
    `${inChannels}→${outChannels}`,
    `${kernelHeight}×${kernelWidth}`,
    ...(strideHeight * strideWidth === 1 ? [] : [`/${pairText(strideHeight, strideWidth)}`]),
    ...(dilationHeight * dilationWidth === 1 ? [] : [`dilated ${pairText(dilationHeight, dilationWidth)}`]),
    ...(depthwise ? ['depthwise'] : group === 1 ? [] : [`${group} groups`]),
  ].join(' ')
}

export function algorithmText(decision: Pick<Decision, 'algorithm' | 'unit' | 'inner'>): string {
  return choiceName(decision)
}

export function layerName(view: ModelView, node: number): string {
  return printable(view.nodes[node]?.name ?? `node ${node}`)
}

/** Pairs for `facts`: categories that hold something, then their sum. */
export function totalsFacts(totals: CategoryBytes, totalBytes: number): (readonly [string, string])[] {
  const held = CATEGORIES.filter((category) => totals[category] > 0)
  return [
    ...held.map((category) => [categoryTitle(category), size(totals[category])] as const),
    ['Total', size(totalBytes)],
  ]
}
