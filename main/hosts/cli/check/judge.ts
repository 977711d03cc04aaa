// SPDX-License-Identifier: Apache-2.0
import type { LayerDifference, LayerSide } from '#contract/comparison'
import type { Entry, SavedEntry, SavedRun } from '#contract/document'
import { CATEGORIES, type Category, type CategoryBytes } from '#contract/plan'
import { residentParts } from '#contract/timeline'
import { judge as judgeTotals } from '#contract/verdict'
import { compareEntries } from '#core/comparison/entries'
import { gapsOf } from '#core/comparison/gaps'
import { CATEGORY_NAMES } from '#core/comparison/wording'
import { choiceName } from '#core/planning/choice-name'
import { signed, size } from '#messages/figures'
import { layerTitles } from '#messages/plain-text'
import { type Growth, growthText, type Size } from '../figures'
import { breaches, type Checked, type Condition } from './conditions'

/** What may not be exceeded. */
export interface Limits {
  readonly maxPeak?: Size
  /** Of the peak, relative to the baseline. */
  readonly maxGrowth?: Growth
  /** Of the resident set of a run. */
  readonly maxRss?: Size
}

/** A layer that a limit was broken by, heaviest first. Deltas are null where there is no baseline. */
export interface OffendingLayer {
  readonly name: string
  readonly algorithm: string
  /** null: not known. */
  readonly packedWeightBytes: number | null
  readonly workspaceBytes: number | null
  readonly baseline: {
    readonly algorithm: string
    readonly packedWeightDelta: number | null
    readonly workspaceDelta: number | null
  } | null
}

/** One limit and how it was kept, or a condition that is not met. */
export interface Finding {
  readonly limit: keyof Limits | Condition
  readonly passed: boolean
  /** Of a condition: --accept names it, so that it passes. */
  readonly accepted?: boolean
  /** With the figures; of a condition, with the option that accepts it. */
  readonly message: string
  /** Empty where it passed. */
  readonly layers: readonly OffendingLayer[]
}

/** Which of an entry's figures is held against limits: the plan's total, or the peak that a run tracked. */
export type PeakSource = 'modelled' | 'measured'

/** By its name: a plan's total adds what is held at different moments, and is no peak. */
const FIGURE_NAMES: Readonly<Record<PeakSource, string>> = { modelled: 'modelled total', measured: 'measured peak' }

function peakOf({ plan, run }: SavedEntry, source: PeakSource): number | null {
  return source === 'modelled' ? plan.totalBytes : (run?.report.peakTrackedBytes ?? null)
}

/** Holds an entry against the limits, then against the conditions; a limit whose figure is not there fails, and says so. */
export function judge(
  current: Checked,
  baseline: Entry | null,
  limits: Limits,
  source: PeakSource,
  accept: readonly Condition[],
): Finding[] {
  const heed = { source, lowerBoundAccepted: accept.includes('unknown') }
  return [...limitFindings(current, baseline, limits, heed), ...conditionFindings(current, baseline, accept)]
}

function conditionFindings(current: Checked, baseline: Entry | null, accept: readonly Condition[]): Finding[] {
  return breaches(current, baseline).map(({ condition, sentences }) => {
    const accepted = accept.includes(condition)
    const option = `--accept ${condition}`
    const message = `${sentences.join(' ')} ${accepted ? `Accepted by ${option}.` : `${option} accepts it.`}`
    return { limit: condition, passed: accepted, accepted, message, layers: [] }
  })
}

interface Heed {
  readonly source: PeakSource
  /** Whether a limit may be kept by a figure of which parts are unknown. */
  readonly lowerBoundAccepted: boolean
}

function limitFindings(current: Entry, baseline: Entry | null, limits: Limits, heed: Heed): Finding[] {
  const { source } = heed
  const findings: Finding[] = []
  const grown = baseline === null ? null : compareEntries(baseline, current).comparison.layers
  const layers = () => heaviest(current, grown)
  if (limits.maxPeak !== undefined) {
    const figure = {
      what: `The ${FIGURE_NAMES[source]}`,
      bytes: peakOf(current.entry, source),
      open: isOpen(current, source),
    }
    findings.push(atMost('maxPeak', figure, limits.maxPeak, heed, layers))
  }
  if (limits.maxRss !== undefined) {
    const { report } = current.entry.run ?? {}
    const figure = { what: 'The peak resident set', bytes: report?.peakRssBytes ?? null, open: false }
    const finding = atMost('maxRss', figure, limits.maxRss, heed, layers)
    findings.push(
      report === undefined ? finding : { ...finding, message: `${finding.message} ${residentText(report)}` },
    )
  }
  if (limits.maxGrowth !== undefined && baseline !== null) {
    findings.push(growthFinding(heed, baseline, current, limits.maxGrowth, grown ?? []))
  }
  return findings
}

/** What a resident set is made of. */
function residentText(report: SavedRun['report']): string {
  const { trackedAtPeakRss, baselineRssBytes } = report
  const parts = CATEGORIES.filter((category) => trackedAtPeakRss[category] > 0).map(
    (category) => `${size(trackedAtPeakRss[category])} ${CATEGORY_NAMES[category]}`,
  )
  const all = [
    `${size(baselineRssBytes)} of the process before the model`,
    ...parts,
    `${signed(residentParts(report).remainderBytes, size)} not tracked`,
  ]
  return `It is made of ${all.join(', ')}.`
}

/** Whether an entry's peak is a lower bound. What a run measured holds everything that it did. */
function isOpen(entry: Entry, source: PeakSource): boolean {
  return source === 'modelled' && gapsOf(entry).length > 0
}

/** What is held against a limit; `open`: parts of it are unknown, so that it is that much at least. */
interface Figure {
  readonly what: string
  readonly bytes: number | null
  readonly open: boolean
}

function atMost(
  limit: keyof Limits,
  { what, bytes, open }: Figure,
  most: Size,
  { lowerBoundAccepted }: Heed,
  layers: () => readonly OffendingLayer[],
): Finding {
  if (bytes === null) return { limit, passed: false, message: `${what} is not known: nothing was run.`, layers: [] }
  const figure = `${what} is ${atLeast(open)}${size(bytes)}`
  if (bytes > most.bytes) {
    const over = size(bytes - most.bytes)
    return { limit, passed: false, message: `${figure}, ${over} over the limit of ${most.text}.`, layers: layers() }
  }
  const passed = !open || lowerBoundAccepted
  return { limit, passed, message: `${figure}${within(open, `the limit of ${most.text}`)}`, layers: [] }
}

function atLeast(open: boolean): string {
  return open ? 'at least ' : ''
}

function within(open: boolean, limit: string): string {
  return open ? `: more may come to it, and whether it keeps ${limit} is not known.` : `, within ${limit}.`
}

function growthFinding(
  { source, lowerBoundAccepted }: Heed,
  baseline: Entry,
  current: Entry,
  { limit, text }: Growth,
  layers: readonly LayerDifference[],
): Finding {
  const [before, after] = [baseline.entry, current.entry]
  const [was, is] = [peakOf(before, source), peakOf(after, source)]
  if (was === null || is === null) {
    const which = was === null ? 'the baseline' : 'what is checked'
    const message = `The growth is not known: ${which} has no ${FIGURE_NAMES[source]}.`
    return { limit: 'maxGrowth', passed: false, message, layers: [] }
  }
  const delta = is - was
  const open = isOpen(current, source)
  const [from, to] = [`${atLeast(isOpen(baseline, source))}${size(was)}`, `${atLeast(open)}${size(is)}`]
  const figure = `The ${FIGURE_NAMES[source]} went from ${from} to ${to} (${signed(delta, size)}, ${growthText(was, is)})`
  if (judgeTotals(was, { bytes: is, lowerBound: open }, limit).outcome === 'over') {
    const parts = categoryGrowth(categories(before, source), categories(after, source))
    const message = `${figure}, over the limit of ${text} more${parts.length === 0 ? '' : `: ${parts.join(', ')}`}.`
    return { limit: 'maxGrowth', passed: false, message, layers: layers.filter(grew).map(offender).sort(byGrowth) }
  }
  const message = `${figure}${within(open, `the limit of ${text} more`)}`
  return { limit: 'maxGrowth', passed: !open || lowerBoundAccepted, message, layers: [] }
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
  return (packedWeightDelta ?? 0) > 0 || (workspaceDelta ?? 0) > 0
}

function offender({ title: name, a, b, packedWeightDelta, workspaceDelta }: LayerDifference): OffendingLayer {
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
      const name = layerTitles(model.nodes)[decision.node] ?? ''
      return difference
        ? offender(difference)
        : { name, algorithm: choice(decision), packedWeightBytes, workspaceBytes, baseline: null }
    })
    .sort((left, right) => held(right) - held(left))
    .slice(0, MOST_LISTED)
}

function held({ packedWeightBytes, workspaceBytes }: OffendingLayer): number {
  return (packedWeightBytes ?? 0) + (workspaceBytes ?? 0)
}

function choice({ algorithm, unit }: Pick<LayerSide, 'algorithm' | 'unit'>): string {
  return choiceName({ algorithm, unit, inner: null })
}
