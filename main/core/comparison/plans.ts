// SPDX-License-Identifier: Apache-2.0
import type { Comparison, ComparisonSide, LayerDifference, LayerSide } from '#contract/comparison'
import { type Decision, isLowerBound, type Plan } from '#contract/plan'
import type { RunReport } from '#contract/timeline'
import { categoryDeltas } from '#core/planning/series'
import type { Message } from '#messages/message'
import { layerTitles } from '#messages/plain-text'
import { choiceDiffers, sizeDiffers } from './cause'
import { layerWhy } from './layer-why'
import { ruleDifferences } from './rules'
import { type NamedLayer, summarise } from './summary'

/** Finished runs of the two configurations, where there are any. */
export interface Measurements {
  readonly a?: RunReport | undefined
  readonly b?: RunReport | undefined
}

/** Whether the totals of a side are "at least": of plans alone, where their rows lack something. */
export interface LowerBounds {
  readonly a: boolean
  readonly b: boolean
}

export interface ComparedNode {
  readonly id: number
  readonly name: string
  readonly shape?: Message | null
}

/**
 * Two plans of one model side by side; A is the baseline and all differences are B − A. What is no layer in
 * itself (kind "other") and has a row in one plan only holds nothing in the other; layers that only one of the plans
 * has are left out. `nodes` names the nodes, by id.
 */
export function comparePlans(
  nodes: readonly ComparedNode[],
  planA: Plan,
  planB: Plan,
  measured: Measurements = {},
  lowerBound: LowerBounds = { a: isLowerBound(planA), b: isLowerBound(planB) },
): Comparison {
  const titles = layerTitles(nodes)
  const named = new Map(nodes.map((node, index) => [node.id, { ...node, title: titles[index] ?? '' }]))
  const [rowsA, rowsB] = [rowsByNode(planA), rowsByNode(planB)]
  const all = [...new Set([...rowsA.keys(), ...rowsB.keys()])].sort((x, y) => x - y)
  const pairs = all.flatMap((node): NamedLayer[] => {
    const [a, b] = [rowsA.get(node) ?? nothing(rowsB.get(node)), rowsB.get(node) ?? nothing(rowsA.get(node))]
    return a === null || b === null ? [] : [{ a, b, title: named.get(node)?.title ?? `#${node}` }]
  })
  const configurations = { a: planA.configuration, b: planB.configuration }
  const comparison = {
    a: comparisonSide(planA, measured.a, lowerBound.a),
    b: comparisonSide(planB, measured.b, lowerBound.b),
    deltas: categoryDeltas(planA.totals, planB.totals),
    totalDelta: lowerBound.a || lowerBound.b ? null : planB.totalBytes - planA.totalBytes,
    layers: pairs.map(
      (pair): LayerDifference => ({
        node: pair.a.node,
        name: named.get(pair.a.node)?.name ?? '',
        title: pair.title,
        shape: named.get(pair.a.node)?.shape ?? null,
        a: layerSide(pair.a, measured.a),
        b: layerSide(pair.b, measured.b),
        packedWeightDelta: difference(pair.a.packedWeightBytes, pair.b.packedWeightBytes),
        workspaceDelta: difference(pair.a.workspaceBytes, pair.b.workspaceBytes),
        changed: choiceDiffers(pair) || sizeDiffers(pair),
        why: layerWhy(pair, configurations),
      }),
    ),
  }
  const rules = ruleDifferences(planA.configuration, planB.configuration)
  return { ...comparison, rules, summary: summarise(comparison, pairs) }
}

function rowsByNode({ decisions }: Plan): ReadonlyMap<number, Decision> {
  return new Map(decisions.map((decision) => [decision.node, decision]))
}

/** The row of a node that is no layer in itself, where a plan has none for it. */
function nothing(other: Decision | undefined): Decision | null {
  if (other?.kind !== 'other') return null
  return { ...other, executor: null, packedWeightBytes: 0, workspaceBytes: 0, workspace: [] }
}

/** B − A; null where either is not known. */
function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : b - a
}

function comparisonSide(plan: Plan, report: RunReport | undefined, lowerBound: boolean): ComparisonSide {
  const { configuration, totals, totalBytes } = plan
  const side = { configuration, totals, totalBytes, lowerBound }
  // What was measured until a run ended early is no measurement of the plan.
  if (report === undefined || report.inferenceNs === null) return side
  const { peakTrackedBytes, peakRssBytes, inferenceNs } = report
  return { ...side, measured: { peakTrackedBytes, peakRssBytes, inferenceNs } }
}

function layerSide(decision: Decision, report: RunReport | undefined): LayerSide {
  const { kind, algorithm, unit, packedWeightBytes, workspaceBytes } = decision
  const side = { kind, algorithm, unit, packedWeightBytes, workspaceBytes }
  const layer = report?.layers.find(({ node }) => node === decision.node)
  if (layer === undefined) return side
  return {
    ...side,
    measured: {
      packedWeightBytes: layer.packedWeightBytes,
      workspaceBytes: layer.workspaceBytes,
      durationNs: layer.durationNs,
    },
  }
}
