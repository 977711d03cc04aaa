// SPDX-License-Identifier: Apache-2.0

import { ALGORITHMS, type Algorithm } from '#contract/algorithms'
import type { Arena, Placed } from '#contract/arena'
import type { Comparison } from '#contract/comparison'
import { fail, ok, type Result } from '#contract/errors'
import type { EntrySource, NodeOverlay } from '#contract/history'
import type { ModelView } from '#contract/model'
import type { ModelDiff } from '#contract/model-diff'
import type { Plan } from '#contract/plan'
import type { RunReport } from '#contract/timeline'
import { configurationKey } from '../lib/configurations'
import type { Folding } from '../lib/layers/folds'
import { lookOf, type PlanLook } from '../lib/layers/lookups'
import { type Pairing, pairingOf, type SideBeside, sideBeside } from '../lib/layers/pairing'
import { type NodeQuery, parseNodeQuery } from '../lib/layers/query'
import { type LayerRow, layerRows } from '../lib/layers/rows'
import { largestTint, type TintFigure, type TintSources } from '../lib/layers/tint'
import { differsFromA, KEY_OF_B, type Side, sidesOf, sourceKey } from '../lib/sides'
import { aliveAt, stepOfNode } from '../lib/timeline/playhead'
import type { AppState, GraphName, Measurement } from './state'

/**
 * Keeps the last two answers: what depends on the same parts of the state is computed once for all views, and the model
 * that stands beside the open one (selectBeside) has answers of its own.
 */
function latest<Parts extends unknown[], Value>(
  parts: (state: AppState) => readonly [...Parts],
  compute: (...parts: Parts) => Value,
): (state: AppState) => Value {
  type Answer = { readonly of: readonly [...Parts]; readonly value: Value }
  let newer: Answer | null = null
  let older: Answer | null = null
  const holds = (answer: Answer | null, of: readonly [...Parts]): answer is Answer =>
    answer !== null && of.every((part, index) => part === answer.of[index])
  return (state) => {
    const of = parts(state)
    if (holds(newer, of)) return newer.value
    const found: Answer = holds(older, of) ? older : { of, value: compute(...of) }
    older = newer
    newer = found
    return found.value
  }
}

/** Where everything lies under the plan that is shown, once somebody has asked. */
export function selectArena({ arenas, plan }: AppState): Arena | null {
  const { plan: known } = arenas
  return known !== null && known.plan === plan && known.answer?.ok === true ? known.answer.value : null
}

/** Index in Plan.steps; -1 without a playhead. */
export function selectStep({ plan, playhead }: AppState): number {
  return plan === null || playhead === null ? -1 : stepOfNode(plan.steps, playhead)
}

/** What lies in the pools at the playhead; null where that is not known, or there is none. */
export const selectAlive: (state: AppState) => readonly Placed[] | null = latest(
  (state) => [selectArena(state), selectStep(state)] as const,
  (arena, step) =>
    arena === null || step < 0 ? null : aliveAt(arena, step).map((index) => arena.placed[index] as Placed),
)

/** Nodes whose tensors are alive at the playhead. */
export const selectAliveNodes: (state: AppState) => ReadonlySet<number> = latest(
  (state) => [selectAlive(state)] as const,
  (alive) => new Set((alive ?? []).flatMap(({ kind, node }) => (kind === 'workspace' || node === null ? [] : [node]))),
)

/** Where the playhead is, or what is alive then; null of other nodes, and without a playhead. */
export type MomentOfNode = 'here' | 'alive' | null

export function selectMoment(state: AppState, node: number): MomentOfNode {
  if (state.playhead === null) return null
  if (state.playhead === node) return 'here'
  return selectAliveNodes(state).has(node) ? 'alive' : null
}

/** The measurement of the current configuration, once it has been run. */
export function selectMeasurement(state: AppState): Measurement | null {
  return state.measurements.get(configurationKey(state.configuration)) ?? null
}

/** A, B and the others; empty while there is no baseline. */
export const selectSides: (state: AppState) => readonly Side[] = latest(
  (state) => [state.baseline, state.savedBaseline, state.configuration, state.picked, state.measurements] as const,
  (baseline, savedBaseline, configuration, picked, measurements) =>
    sidesOf({
      baseline,
      savedBaseline,
      configuration,
      picked,
      runOf: (measured) => measurements.get(configurationKey(measured))?.report.runId,
    }),
)

/** The side that the compare panel looks at: the chosen one, else B, else the first that differs from A. */
export function selectChosen(state: AppState): Side | null {
  const sides = selectSides(state)
  const [, b, ...others] = sides
  if (b === undefined) return null
  const chosen = others.find(({ key }) => key === state.chosenSide)
  return chosen ?? (differsFromA(sides) ? b : (others[0] ?? null))
}

/** What there is of all sides against A. */
export type Comparisons = Pick<AppState, 'comparison' | 'comparisonProblem' | 'otherComparisons'>

export const selectComparisons: (state: AppState) => Comparisons = latest(
  (state) => [state.comparison, state.comparisonProblem, state.otherComparisons] as const,
  (comparison, comparisonProblem, otherComparisons) => ({ comparison, comparisonProblem, otherComparisons }),
)

/** The comparison of a side other than A, or why there is none; null while it is being made. */
export function comparisonOf(
  { comparison, comparisonProblem, otherComparisons }: Comparisons,
  side: Side,
): Result<Comparison> | null {
  if (side.key !== KEY_OF_B) return otherComparisons.get(sourceKey(side.source)) ?? null
  if (comparison !== null) return ok(comparison)
  return comparisonProblem === null ? null : fail(comparisonProblem)
}

/** What the compare panel looks at and exports. */
export function selectShown(state: AppState): Comparison | null {
  const chosen = selectChosen(state)
  const result = chosen === null ? null : comparisonOf(state, chosen)
  return result?.ok ? result.value : null
}

/** Two models that are compared: the open one, and that of a side of another file, which stands beside it. */
export interface ModelPair {
  readonly beside: SideBeside
  readonly letters: Readonly<Record<GraphName, string>>
  /** What stands beside. */
  readonly source: EntrySource
  readonly diff: ModelDiff
  readonly pairing: Pairing
}

/** null where both sides are of the open model, or of other ones. */
export const selectPair: (state: AppState) => ModelPair | null = latest(
  (state) =>
    [state.model?.sha256 ?? '', selectShown(state)?.models, selectSides(state)[0], selectChosen(state)] as const,
  (sha256, diff, a, b) => {
    const beside = diff === undefined ? null : sideBeside(diff, sha256)
    if (diff === undefined || beside === null || a === undefined || b === null) return null
    const [open, other] = beside === 'a' ? [b, a] : [a, b]
    const letters = { open: open.letter, beside: other.letter }
    return { beside, letters, source: other.source, diff, pairing: pairingOf(diff, beside) }
  },
)

/**
 * The state as if the model beside were the open one, for what looks at either; null until that is here. What is known
 * of the open one alone (its runs, its comparison, its playhead) is not there.
 */
export const selectBeside: (state: AppState) => AppState | null = latest(
  (state) => [state] as const,
  (state) => {
    const pair = selectPair(state)
    const { other, selected, selectedBeside } = state
    if (pair === null || other?.key !== sourceKey(pair.source) || !other.answer?.ok) return null
    const { view, plan } = other.answer.value
    return {
      ...state,
      ...NOT_BESIDE,
      model: view,
      plan,
      configuration: plan.configuration,
      selected: selected === null ? selectedBeside : (pair.pairing.toBeside.get(selected) ?? null),
      centreRequest: state.centreBesideRequest,
    }
  },
)

const NOT_BESIDE = {
  arenas: { plan: null, run: null },
  measurements: new Map(),
  comparison: null,
  overlay: null,
  playhead: null,
  playing: false,
} satisfies Partial<AppState>

/** What nodes can be coloured by. */
export const selectTintSources: (state: AppState) => TintSources = latest(
  (state) =>
    [
      state.plan === null ? null : lookOf(state.plan),
      selectMeasurement(state)?.report ?? null,
      state.comparison,
      state.overlay,
    ] as const,
  (plan, report, comparison, overlay) => ({ plan, report, comparison, overlay }),
)

/** What full length and full colour stand for: the same in two graphs side by side, so that they can be compared. */
export function largestShown(state: AppState, by: TintFigure): number {
  const beside = state.panels.graphBeside ? selectBeside(state) : null
  const own = largestTint(by, selectTintSources(state))
  return beside === null ? own : Math.max(own, largestTint(by, selectTintSources(beside)))
}

/** All nodes of the model as layers table, search and palette know them. */
export const selectLayerRows: (state: AppState) => readonly LayerRow[] = latest(
  (state) =>
    [
      state.model,
      state.plan === null ? null : lookOf(state.plan),
      state.plan?.fusions ?? null,
      selectMeasurement(state)?.report ?? null,
      state.comparison,
      state.overlay,
    ] as const,
  rowsAfter(),
)

/** Makes rows that are those of the last time where they say the same. */
function rowsAfter() {
  let before: readonly LayerRow[] = []
  return (
    model: ModelView | null,
    look: PlanLook | null,
    fusions: Plan['fusions'] | null,
    report: RunReport | null,
    comparison: Comparison | null,
    overlay: NodeOverlay | null,
  ): readonly LayerRow[] => {
    if (model === null) return []
    const plan = look === null || fusions === null ? null : { ...look, fusions }
    before = layerRows(model, { plan, report, comparison, overlay }, before)
    return before
  }
}

/** Of algorithms in use, how many layers each has, in the order of ALGORITHMS. */
export const selectAlgorithmCounts: (state: AppState) => ReadonlyMap<Algorithm, number> = latest(
  (state) => [state.plan] as const,
  (plan) => {
    const counts = new Map(ALGORITHMS.map((algorithm) => [algorithm, 0]))
    for (const { algorithm } of plan?.decisions ?? []) {
      if (algorithm !== null) counts.set(algorithm, (counts.get(algorithm) ?? 0) + 1)
    }
    return new Map([...counts].filter(([, count]) => count > 0))
  },
)

/** The emphasised algorithm, as long as colours tell algorithms and a layer has it. */
export function selectEmphasis(state: AppState): Algorithm | null {
  const { emphasis, colourBy } = state
  const shown = emphasis !== null && colourBy === 'algorithm' && selectAlgorithmCounts(state).has(emphasis)
  return shown ? emphasis : null
}

/** What the graph draws as boxes of several nodes. */
export const selectFolding: (state: AppState) => Folding = latest(
  (state) => [state.blocksCollapsed, state.foldLevel, state.openedFolds] as const,
  (collapsed, level, opened) => ({ collapsed, level, opened }),
)

export interface Matches {
  readonly problem: NodeQuery['problem']
  /** Ids of the nodes found, in execution order. */
  readonly nodes: readonly number[]
  readonly set: ReadonlySet<number>
}

const searchModel: (state: AppState) => Matches = latest(
  (state) => [selectLayerRows(state), state.search.query] as const,
  (rows, query) => {
    const { matches, problem } = parseNodeQuery(query)
    const nodes = rows.filter(matches).map((row) => row.node.id)
    return { problem, nodes, set: new Set(nodes) }
  },
)

/** What the search finds; null while there is none. */
export function selectMatches(state: AppState): Matches | null {
  return isSearching(state) ? searchModel(state) : null
}

function isSearching({ search, model }: AppState): boolean {
  return model !== null && search.open && search.query.trim() !== ''
}
