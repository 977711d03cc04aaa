// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import type { SavedModel } from '#contract/document'
import type { ModelView } from '#contract/model'
import { CATEGORIES, type Category, type CategoryBytes, type Decision } from '#contract/plan'
import { CATEGORY_NAMES, configurationWords } from '#core/comparison/wording'
import { choiceName } from '#core/planning/choice-name'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import { size } from '#messages/figures'
import { layerTitles } from '#messages/plain-text'
import { english } from '#messages/say'
import { asLabel } from '#messages/terms'
import { printable } from '#messages/visible'
import type { Terminal } from './terminal'

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
  return layerTitles(view.nodes)[node] ?? `#${node}`
}

/** What holds for models as they were opened, such as weights that are missing: once each, in the words of all commands. */
export function modelWarnings(models: readonly Pick<SavedModel, 'warnings'>[]): readonly string[] {
  return [...new Set(models.flatMap(({ warnings = [] }) => warnings.map((warning) => printable(english(warning)))))]
}

/** A warning in a line of its own. */
export function warningLine({ colours }: Pick<Terminal, 'colours'>, text: string): string {
  return `${colours.yellow('warning')}  ${text}\n`
}

/** The warnings beside a result that programs read. */
export function tellWarnings(
  { terminal }: { readonly terminal: Terminal },
  models: readonly Pick<SavedModel, 'warnings'>[],
): void {
  for (const warning of modelWarnings(models)) terminal.err(warningLine(terminal, warning))
}

/** Pairs for `facts`: categories that hold something, then their sum. */
export function totalsFacts(totals: CategoryBytes, totalBytes: number): (readonly [string, string])[] {
  const held = CATEGORIES.filter((category) => totals[category] > 0)
  return [
    ...held.map((category) => [categoryTitle(category), size(totals[category])] as const),
    ['Total', size(totalBytes)],
  ]
}
