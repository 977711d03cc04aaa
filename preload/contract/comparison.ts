// SPDX-License-Identifier: Apache-2.0
import type { Message } from '#messages/message'
import type { Configuration } from './configuration'
import type { ModelDiff } from './model-diff'
import type { Algorithm, CategoryBytes, LayerKind } from './plan'

/** As many as a comparison, a saved document or a report takes, A and B among them. */
export const MOST_SIDES = 20

/** Of a side: A, the baseline, is the first. */
export function letterOf(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index)
}

/** One layer under A and under B. Bytes are modelled unless the name says measured. */
export interface LayerDifference {
  /** Node id in the model that is open; null where B is of another file and the open one has no such layer. */
  readonly node: number | null
  readonly name: string
  /** What it goes by beside the other layers, on one line (plain-text.ts). */
  readonly title: string
  /** What it works on (`layer.shape`); null where that is not known. */
  readonly shape: Message | null
  readonly a: LayerSide
  readonly b: LayerSide
  /** B − A of packed weights; null where either is not known. */
  readonly packedWeightDelta: number | null
  /** B − A of workspace; null where either is not known. */
  readonly workspaceDelta: number | null
  readonly changed: boolean
  /** Why the layer differs, one sentence; null where it does not. */
  readonly why: Message | null
}

export interface LayerSide {
  readonly kind: LayerKind
  /** As those of a decision, null where they are. */
  readonly algorithm: Algorithm | null
  readonly unit: number | null
  readonly packedWeightBytes: number | null
  readonly workspaceBytes: number | null
  /** Present where a run of this configuration has been measured. */
  readonly measured?: {
    readonly packedWeightBytes: number
    readonly workspaceBytes: number
    readonly durationNs: number
  }
}

export interface ComparisonSide {
  readonly configuration: Configuration
  readonly totals: CategoryBytes
  readonly totalBytes: number
  /** The totals are "at least": something is unknown or left out (of entries, also what their models say: gapsOf). */
  readonly lowerBound: boolean
  readonly measured?: { readonly peakTrackedBytes: number; readonly peakRssBytes: number; readonly inferenceNs: number }
}

/** What engines have rules about. */
export const RULE_TOPICS = [
  'settings',
  'winograd',
  'winogradUnit',
  'winogradWorkspace',
  'pointwise',
  'strassen',
  'tiled',
  'depthwise',
  'conversion',
  'group',
  'computedWeight',
  'sparse',
  'deconvolution',
  'integers',
  'recurrent',
  'products',
  'packing',
  'halfPrecision',
  'backends',
  'creation',
  'pool',
  'geometry',
  'resizing',
  'gpuConvolutions',
  'gpuTensors',
  'gpuOther',
  'gpuCounted',
] as const
export type RuleTopic = (typeof RULE_TOPICS)[number]

/** An engine's rules, one or two sentences each, for people who have not read its source; of topics that it has any for. */
export type EngineRules = { readonly [topic in RuleTopic]?: Message }

/** A rule that is another one under B. */
export interface RuleDifference {
  readonly topic: RuleTopic
  readonly a: Message
  readonly b: Message
}

/** A is always the baseline. `b` and B stand for the other side, whatever letter it is shown by. */
export interface Comparison {
  readonly a: ComparisonSide
  readonly b: ComparisonSide
  /** B − A by category. */
  readonly deltas: CategoryBytes
  /** null where the totals cannot be held against each other: more may come to one that is "at least". */
  readonly totalDelta: number | null
  /** All layers that both plans have, in execution order. */
  readonly layers: readonly LayerDifference[]
  /** The story in a few sentences: what grew, by how much, why. */
  readonly summary: readonly Message[]
  /** Rules by which the two engines differ; none where both are the same one. */
  readonly rules: readonly RuleDifference[]
  /** How the models differ; absent where both sides are of one file. */
  readonly models?: ModelDiff
  /** Of two files: names of layers that only one side has. Absent where there is none. */
  readonly unmatched?: { readonly a: readonly string[]; readonly b: readonly string[] }
}
