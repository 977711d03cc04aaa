// SPDX-License-Identifier: Apache-2.0
import type { LayerDifference, LayerSide } from '#contract/comparison'
import type { Entry, SavedEntry } from '#contract/document'
import { CATEGORIES, type Category, type CategoryBytes } from '#contract/plan'
import { compareEntries } from '#core/comparison/entries'
import { CATEGORY_NAMES } from '#core/comparison/wording'
import { choiceName } from '#core/planning/choice-name'
import { growth, signed, size } from '#messages/figures'
import type { GrowthLimit, Size } from '../figures'

/** What may not be exceeded. */
export interface Limits {
  readonly maxPeak?: Size
  /** Of the peak, relative to the baseline. */
  readonly maxGrowth?: GrowthLimit
  /** Of the resident set of a run. */
  readonly maxRss?: Size
}

/** A layer that a limit was broken by, heaviest first. Deltas are null where there is no baseline. */
export interface OffendingLayer {
  readonly name: string
  readonly algorithm: string
  readonly packedWeightBytes: number
  readonly workspaceBytes: number
  readonly baseline: {
    readonly algorithm: string
    readonly packedWeightDelta: number
    readonly workspaceDelta: number
  } | null
}

/** One limit and how it was kept. */
export interface Finding {
  readonly limit: keyof Limits
  readonly passed: boolean
  /** One sentence with the figures. */
  readonly message: string
  /** Empty where it passed. */
  readonly layers: readonly OffendingLayer[]
}

/** Which of an entry's figures is the peak: the plan's total, or what a run tracked. */
export type PeakSource = 'modelled' | 'measured'

function peakOf({ plan, run }: SavedEntry, source: PeakSource): number | null {
  return source === 'modelled' ? plan.totalBytes : (run?.report.peakTrackedBytes ?? null)
}

/** Holds an entry against the limits; those that need a figure which is not there fail, and say so. */
export function judge(current: Entry, baseline: Entry | null, limits: Limits, source: PeakSource): Finding[] {
  const findings: Finding[] = []
  const peak = peakOf(current.entry, source)
  const grown = baseline === null ? null : compareEntries(baseline, current).comparison.layers
  if (limits.maxPeak !== undefined) {
    findings.push(atMost('maxPeak', `The ${source} peak`, peak, limits.maxPeak, () => heaviest(current, grown)))
  }
  if (limits.maxRss !== undefined) {
    const rss = current.entry.run?.report.peakRssBytes ?? null
    findings.push(atMost('maxRss', 'The peak resident set', rss, limits.maxRss, () => heaviest(current, grown)))
  }
  if (limits.maxGrowth !== undefined && baseline !== null) {
    findings.push(growthFinding(source, baseline.entry, current.entry, limits.maxGrowth, grown ?? []))
  }
  return findings
}

function atMost(
  limit: keyof Limits,
  what: string,
  actual: number | null,
  most: Size,
  layers: () => readonly OffendingLayer[],
): Finding {
  if (actual === null) return { limit, passed: false, message: `${what} is not known: nothing was run.`, layers: [] }
  const passed = actual <= most.bytes
  const message = passed
    ? `${what} is ${size(actual)}, within the limit of ${most.text}.`
    : `${what} is ${size(actual)}, ${size(actual - most.bytes)} over the limit of ${most.text}.`
  return { limit, passed, message, layers: passed ? [] : layers() }
}

function growthFinding(
  source: PeakSource,
  before: SavedEntry,
  after: SavedEntry,
  limit: GrowthLimit,
  layers: readonly LayerDifference[],
): Finding {
  const [was, is] = [peakOf(before, source), peakOf(after, source)]
  if (was === null || is === null) {
    const which = was === null ? 'the baseline' : 'what is checked'
    const message = `The growth is not known: ${which} has no ${source} peak.`
    return { limit: 'maxGrowth', passed: false, message, layers: [] }
  }
  const delta = is - was
  const passed = delta <= ('bytes' in limit ? limit.bytes : was * limit.ratio)
  const parts = passed ? [] : categoryGrowth(categories(before, source), categories(after, source))
  const message = `The ${source} peak went from ${size(was)} to ${size(is)} (${signed(delta, size)}, ${growth(was, is)}), ${passed ? 'within' : 'over'} the limit of ${limit.text} more${parts.length === 0 ? '' : `: ${parts.join(', ')}`}.`
  return { limit: 'maxGrowth', passed, message, layers: passed ? [] : layers.filter(grew).map(offender).sort(byGrowth) }
}

function categories({ plan, run }: SavedEntry, source: PeakSource): CategoryBytes {
  return source === 'measured' && run !== undefined ? run.report.peak : plan.totals
}

/** Layers are not all that grows: activations and the model buffer are the network's as a whole. */
function categoryGrowth(before: CategoryBytes, after: CategoryBytes): string[] {
  const delta = (category: Category) => after[category] - before[category]
  return CATEGORIES.filter((category) => delta(category) !== 0)
    .sort((left, right) => delta(right) - delta(left))
    .map((category) => `${CATEGORY_NAMES[category]} ${signed(delta(category), size)}`)
}

function grew({ packedWeightDelta, workspaceDelta }: LayerDifference): boolean {
  return packedWeightDelta > 0 || workspaceDelta > 0
}

function offender({ name, a, b, packedWeightDelta, workspaceDelta }: LayerDifference): OffendingLayer {
  const { packedWeightBytes, workspaceBytes } = b
  const baseline = { algorithm: choice(a), packedWeightDelta, workspaceDelta }
  return { name, algorithm: choice(b), packedWeightBytes, workspaceBytes, baseline }
}

function byGrowth(left: OffendingLayer, right: OffendingLayer): number {
  const sum = ({ baseline }: OffendingLayer) => (baseline?.packedWeightDelta ?? 0) + (baseline?.workspaceDelta ?? 0)
  return sum(right) - sum(left)
}

const MOST_LISTED = 10

/** The layers that hold most: where to look when a limit has no baseline to blame. */
function heaviest({ model, entry }: Entry, grown: readonly LayerDifference[] | null): OffendingLayer[] {
  const differences = new Map((grown ?? []).map((difference) => [difference.node, difference]))
  return entry.plan.decisions
    .map((decision): OffendingLayer => {
      const difference = differences.get(decision.node)
      const { packedWeightBytes, workspaceBytes } = decision
      const name = model.nodes[decision.node]?.name ?? ''
      return difference
        ? offender(difference)
        : { name, algorithm: choice(decision), packedWeightBytes, workspaceBytes, baseline: null }
    })
    .sort((left, right) => held(right) - held(left))
    .slice(0, MOST_LISTED)
}

function held({ packedWeightBytes, workspaceBytes }: OffendingLayer): number {
  return packedWeightBytes + workspaceBytes
}

function choice({ algorithm, unit }: Pick<LayerSide, 'algorithm' | 'unit'>): string {
  return choiceName({ algorithm, unit, inner: null })
}
