// SPDX-License-Identifier: Apache-2.0
import type { Advice, BudgetAnswer, ForcedTotals, Lint } from '#contract/advice'
import type { Arena, ArenaOrigin } from '#contract/arena'
import type { Comparison } from '#contract/comparison'
import type { Configuration } from '#contract/configuration'
import type { Entry } from '#contract/document'
import type { Problem, Result } from '#contract/errors'
import type { EntryView } from '#contract/history'
import type { Plan } from '#contract/plan'
import type { Sweep, SweepRequest } from '#contract/sweep'
import type { RunId, RunProgress, RunReport } from '#contract/timeline'
import type { TuningState } from '#contract/tuning'
import type { EnginesState, LaddersState } from '../../lib/ladders'
import type { Timeline } from '../../lib/timeline/timeline'

export interface Measurement {
  readonly report: RunReport
  readonly timeline: Timeline
}

export interface ActiveRun {
  /** null until main has answered or the first event names it. */
  readonly runId: RunId | null
  readonly configuration: Configuration
  readonly progress: RunProgress | null
  readonly timeline: Timeline
  readonly cancelling: boolean
}

/** Advice on a plan, which takes many plans. */
export interface AdviceState {
  readonly plan: Plan
  /** Plans made so far. */
  readonly plans: number
  /** null while it is worked out. */
  readonly answer: Result<Advice> | null
}

/** What was swept last, or is. */
export interface SweepState {
  readonly request: SweepRequest
  /** Values planned so far. */
  readonly done: number
  /** null while it is worked out. */
  readonly answer: Result<Sweep> | null
}

/** Where everything lies under a plan; the answer is null while it is worked out. */
export interface ArenaState {
  readonly plan: Plan
  readonly answer: Result<Arena> | null
}

/** A side of another file, whose graph stands beside that of the open one. */
export interface OtherModel {
  /** sourceKey of the side. */
  readonly key: string
  /** null until main has answered. */
  readonly answer: Result<EntryView> | null
}

/** Answers about the open model with its input shapes: other shapes make every one of them wrong. */
export interface PerShapes {
  readonly plan: Plan | null
  /** Placements by whose they are; null where nobody has asked. */
  readonly arenas: Readonly<Record<ArenaOrigin, ArenaState | null>>

  /** Of the plan that is shown; null while they are worked out. */
  readonly warnings: readonly Lint[] | null
  /** The advice that was last asked for; null: nobody has asked. */
  readonly advice: AdviceState | null
  /** Of the candidates of one layer of that plan; null where nobody asked, or while they are worked out. */
  readonly forced: { readonly plan: Plan; readonly node: number; readonly totals: ForcedTotals } | null
  /** The budget that was last asked for; its answer is null while it is worked out. */
  readonly budget: { readonly bytes: number; readonly plans: number; readonly answer: BudgetAnswer | null } | null

  /** All releases of the engine; the answer is null while it is worked out. null: nobody has asked. */
  readonly ladders: LaddersState | null
  /** The same of all engines. */
  readonly engines: EnginesState | null
  readonly sweep: SweepState | null

  /** B against A, of which graph, layers table and search speak; null while there is no baseline or B equals it. */
  readonly comparison: Comparison | null
  /** Why B could not be held against A. */
  readonly comparisonProblem: Problem | null
  /** C, D and so on against A, or why not, by sourceKey; one that is being made is missing. */
  readonly otherComparisons: ReadonlyMap<string, Result<Comparison>>
  /** Sides whole, for what their timelines have to tell, by sourceKey. */
  readonly sideEntries: ReadonlyMap<string, Result<Entry>>
  /** The model of the side that is of another file, or why there is none; null while nobody has asked. */
  readonly other: OtherModel | null
  /** A chart export asked for; the comparison chart takes it once it is on screen. */
  readonly chartExport: { readonly kind: 'png' | 'svg' } | null

  readonly run: ActiveRun | null
  /** Finished runs by configurationKey, the latest of each. */
  readonly measurements: ReadonlyMap<string, Measurement>
  /** How many of the plan's kernels were measured on this machine; null where it is not known. */
  readonly tuningState: TuningState | null
}

export const PER_SHAPES: PerShapes = {
  plan: null,
  arenas: { plan: null, run: null },
  warnings: null,
  advice: null,
  forced: null,
  budget: null,
  ladders: null,
  engines: null,
  sweep: null,
  comparison: null,
  comparisonProblem: null,
  otherComparisons: new Map(),
  sideEntries: new Map(),
  other: null,
  chartExport: null,
  run: null,
  measurements: new Map(),
  tuningState: null,
}
