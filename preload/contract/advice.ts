// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Override, ProfileId, SettingId, SettingValue } from './configuration'
import type { ModelId } from './model'
import type { CategoryBytes, Dependency } from './plan'

/** Answers that take many plans. */
export const ADVICE_KINDS = ['advice', 'budget', 'remedy', 'releases', 'forced'] as const
export type AdviceKind = (typeof ADVICE_KINDS)[number]

/** What the whole plan takes where one layer is given one of its candidates. */
export interface ForcedTotal {
  readonly totalBytes: number
  /** "At least" (isLowerBound of the plan). */
  readonly lowerBound: boolean
  /** Beyond the present plan, by category. */
  readonly deltas: CategoryBytes
  /** Of `deltas.packedWeights`: scratch from creating layers that the engine's pool keeps or no longer keeps. */
  readonly keptScratchDelta: number
}

/** By candidate of a layer, in their order; null where no override gives just this one. */
export type ForcedTotals = readonly (ForcedTotal | null)[]

/** One difference of a remedy's configuration from the current one. */
export type RemedyChange =
  | { readonly kind: 'setting'; readonly setting: SettingId; readonly to: SettingValue }
  | { readonly kind: 'threads'; readonly to: number }
  /** Another build of the same version. */
  | { readonly kind: 'build'; readonly to: ProfileId; readonly options: readonly string[] }
  | {
      readonly kind: 'version'
      readonly to: ProfileId
      readonly newer: boolean
      /** Its rules were read from the engine's sources: no build that has all of them was measured. */
      readonly onlyRead?: true
    }
  /** `nodes`: the layers that are forced. */
  | { readonly kind: 'overrides'; readonly overrides: readonly Override[]; readonly nodes: readonly number[] }
  /** A call once the session is there: gives the model buffer back. */
  | { readonly kind: 'releaseModel' }

export interface Snippet {
  readonly language: 'cpp' | 'python' | 'sh' | 'json'
  readonly text: string
}

/** Something that would lower the modelled total, with what it costs. All figures are those of a plan. */
export interface Remedy {
  /** Stable within one piece of advice. */
  readonly id: string
  /** In the order in which to tell them. */
  readonly changes: readonly RemedyChange[]
  /** What to plan and run with; null where no configuration says it (a call). */
  readonly configuration: Configuration | null
  /** With the remedy. */
  readonly totals: CategoryBytes
  readonly totalBytes: number
  /** The totals are "at least": as the present ones, and for the same reasons. */
  readonly lowerBound: boolean
  /** Against the current total; above 0, save that the answer to a budget may also cost bytes. */
  readonly savedBytes: number
  /**
   * Modelled time against now: 1 the same, 2 twice as long (main/core/planning/advice/time.ts); null where
   * that of none is modelled.
   */
  readonly timeRatio: number | null
  /** Layers with another algorithm. */
  readonly changedLayers: number
  /** The engine has no such setting: only Convscope can show the effect. */
  readonly whatIf: boolean
  /** How to apply it in the engine; empty for a "what if". */
  readonly code: readonly Snippet[]
  /** The model's own file can be saved with what the engine is told for single layers; absent: it cannot. */
  readonly savesModel?: boolean
}

/** One plan that was made for advice, whether it is worth telling or not: what it takes, and how long. */
export interface TriedPlan {
  /** Stable within one piece of advice. */
  readonly id: string
  /** Against the present plan; none: it is that one. A call comes last. */
  readonly changes: readonly RemedyChange[]
  readonly configuration: Configuration
  /** With all changes made. */
  readonly totalBytes: number
  /** "At least": it is held against no other. */
  readonly lowerBound: boolean
  /** As in Remedy. */
  readonly timeRatio: number | null
  readonly whatIf: boolean
}

interface LintedLayer {
  /** Node id. */
  readonly node: number
  /** What the warning is about, in bytes. */
  readonly bytes: number
}

/** A warning. `bytes` is the figure to show; layers have the largest first. */
export type Lint =
  /** A setting asks for least memory, but these layers keep more than they need to; bytes: of the totals. */
  | {
      readonly kind: 'setting-ignored'
      readonly setting: SettingId
      readonly value: SettingValue
      readonly bytes: number
      readonly layers: readonly LintedLayer[]
    }
  /** A layer's workspace is larger than all activations together. */
  | {
      readonly kind: 'workspace-over-activations'
      readonly bytes: number
      readonly activationBytes: number
      readonly layers: readonly LintedLayer[]
    }
  /** Winograd holds more than tiling would and takes as many operations or more; bytes: packed weights beyond tiling's. */
  | { readonly kind: 'winograd-without-gain'; readonly bytes: number; readonly layers: readonly LintedLayer[] }
  /** Packed weights take more than twice the weights of the file; bytes: the excess over these. */
  | {
      readonly kind: 'inflated-weights'
      readonly bytes: number
      readonly ratio: number
      readonly layers: readonly LintedLayer[]
    }

export type LintKind = Lint['kind']

export interface Advice {
  readonly modelId: ModelId
  readonly configuration: Configuration
  readonly lints: readonly Lint[]
  /** Most bytes saved first; those that are only a "what if" at the end. */
  readonly remedies: readonly Remedy[]
  /** The present plan first, then all that were made, each with the model buffer given back too where that can be. */
  readonly tried: readonly TriedPlan[]
  /** What of a configuration this version and build can be told, with the number of layers whose algorithm depends on it. */
  readonly heeded: readonly { readonly of: Dependency; readonly layers: number }[]
}

/** The cheapest choice per layer within a budget. */
export type BudgetAnswer =
  | {
      readonly fits: true
      /** As the plan has it, never above the budget. */
      readonly remedy: Remedy
    }
  | {
      readonly fits: false
      /** The least total that choices of algorithms reach. */
      readonly leastBytes: number
    }
