// SPDX-License-Identifier: Apache-2.0
import type { ConvProblem } from '#core/planning/layers/conv-problem'
import type { WeightCoding } from '#core/planning/layers/weight-coding'
import type { Message } from '#messages/message'
import type { MatrixCore } from '../core'
import type { Mode } from '../settings'
import type { Executor } from './executor'
import type { LayerSettings, Selection } from './selection'

/** Makes the executor that a release has for a layer. */
export type Make = (p: ConvProblem, settings: LayerSettings) => Executor

/** What a release does about the memory mode before it looks at anything else. */
export interface MemoryRule {
  /** What Memory_Low does to layers with float weights. */
  readonly floats: 'noWinograd' | 'tiles' | 'ignored'
  /** Weights that the file stores as integers; null: they are expanded to float32 and then rules are those of float weights. */
  readonly integers: IntegerRule | null
}

export interface IntegerRule {
  /** Modes under which they stay integers. */
  readonly modes: readonly Mode[]
  choose(
    p: ConvProblem,
    settings: LayerSettings,
    coding: WeightCoding,
  ): { readonly executor: Executor; readonly reason: () => Message }
}

export interface WinogradRule {
  /** Gain of a unit over direct convolution. */
  rate(p: ConvProblem, unit: number): number
  /** On cores with packs of 16 an estimate of time decides, and Winograd has an executor of its own. */
  readonly packFree: boolean
  /** What is dealt out to threads: groups of ePack tiles, or every tile by itself. 2.9.3: mMainFunction of compute/ConvolutionPackWinograd.cpp. */
  readonly shares: 'groups' | 'tiles'
}

export interface UnitRule {
  /** The bound counts output positions in blocks of rows, not single ones. */
  readonly byRows: boolean
  /** Where the hint of Winograd's memory level is heeded: nowhere, for packed channels only, or everywhere. */
  readonly levels: 'none' | 'packed' | 'all'
}

/** How a release chooses for a convolution. What is named here changes from release to release (releases/dimensions). */
export interface LayerRules {
  readonly settings: MemoryRule
  /** Which 1×1 layers run with Strassen: all, or those of stride 1 whose output is as large as their input. */
  readonly pointwise: 'all' | 'unchangedSize'
  readonly strassen: Make
  readonly winograd: WinogradRule
  readonly winogradUnit: UnitRule
  winogradWorkspace(p: ConvProblem, unit: number, settings: LayerSettings): Executor
  readonly tiled: Make
  depthwise(p: ConvProblem, settings: LayerSettings): Selection
  /** How many images the executor of groups stages at a time. */
  readonly group: 'image' | 'batch'
  computedWeight(p: ConvProblem, biasElements: number | null, settings: LayerSettings): Executor
  /** Whether a core has an executor for weights of which the file stores only those that are not zero. */
  sparse(core: MatrixCore): boolean
}
