// SPDX-License-Identifier: Apache-2.0
import type { LayerShape } from '#app/thread/protocol'
import type { RowChoice } from '#contract/choice'
import type { Configuration } from '#contract/configuration'
import type { SavedModel } from '#contract/document'
import { knownMoments } from '#contract/lifecycle'
import type { ModelView } from '#contract/model'
import { CATEGORIES, type Category, type CategoryBytes, isLowerBound, type Plan } from '#contract/plan'
import { CATEGORY_NAMES, configurationWords, KIND_NAMES, MOMENT_NAMES } from '#core/comparison/wording'
import { choiceName } from '#core/planning/choice-name'
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { VolumeWindow } from '#core/planning/layers/volume-window'
import { signed, size } from '#messages/figures'
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
function convolutionText(
  { inChannels, outChannels, kernel, strides, dilations, group }: VolumeWindow,
  depthwise: boolean,
) {
  const steps = (list: readonly number[]) => (list.every((step) => step === list[0]) ? `${list[0]}` : list.join('×'))
  const isOne = (list: readonly number[]) => list.every((step) => step === 1)
  return [
    `${inChannels}→${outChannels}`,
    kernel.join('×'),
    ...(isOne(strides) ? [] : [`/${steps(strides)}`]),
    ...(isOne(dilations) ? [] : [`dilated ${steps(dilations)}`]),
    ...(depthwise ? ['depthwise'] : group === 1 ? [] : [`${group} groups`]),
  ].join(' ')
}

function planeWindow(problem: ConvProblem): VolumeWindow {
  const { inChannels, outChannels, group } = problem
  return {
    ...{ inChannels, outChannels, group },
    kernel: [problem.kernelHeight, problem.kernelWidth],
    strides: [problem.strideHeight, problem.strideWidth],
    dilations: [problem.dilationHeight, problem.dilationWidth],
  }
}

/** The window of a convolution, the matrix of a fully connected layer; empty of what has neither. */
export function windowText({ problem, volume, kind }: LayerShape): string {
  if (problem === null) return volume === null ? '' : convolutionText(volume, false)
  if (kind === 'fully-connected') return `${problem.inChannels}→${problem.outChannels}`
  return convolutionText(planeWindow(problem), problem.depthwise)
}

/** What a row is: its kind, where it is no convolution, and its window. */
export function layerText(shape: LayerShape): string {
  const { op, kind } = shape
  if (kind === 'other') return op
  const window = windowText(shape)
  if (kind === 'convolution') return window === '' ? op : window
  return [KIND_NAMES[kind], window].filter(Boolean).join(' ')
}

/** Empty where there is no choice that has a name. */
export function algorithmText(decision: Omit<RowChoice, 'inner'> & Partial<Pick<RowChoice, 'inner'>>): string {
  return choiceName({ inner: null, ...decision })
}

/** A figure that may not be known. */
export function sizeText(bytes: number | null): string {
  return bytes === null ? 'unknown' : size(bytes)
}

/** `isLeast`: parts are unknown or left out. */
export function totalText(bytes: number, isLeast: boolean): string {
  return `${isLeast ? 'at least ' : ''}${size(bytes)}`
}

export function signedText(bytes: number | null): string {
  return bytes === null ? 'unknown' : signed(bytes, size)
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
/** What is known of a plan from load to a second run. */
export function lifecycleFacts({ lifecycle, ...plan }: Pick<Plan, 'lifecycle' | 'decisions' | 'leftOut'>): Fact[] {
  const least = isLowerBound(plan) ? 'at least ' : ''
  return knownMoments(lifecycle).map(({ moment, bytes }) => [asLabel(MOMENT_NAMES[moment]), `${least}${size(bytes)}`])
}

type Fact = readonly [string, string]

export function totalsFacts(totals: CategoryBytes, totalBytes: number, lowerBound = false): Fact[] {
  const held = CATEGORIES.filter((category) => totals[category] > 0)
  return [
    ...held.map((category) => [categoryTitle(category), size(totals[category])] as const),
    ['Total', totalText(totalBytes, lowerBound)],
  ]
}
