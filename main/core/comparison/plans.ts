// SPDX-License-Identifier: Apache-2.0
import type { Comparison, ComparisonSide, LayerDifference, LayerSide } from '#contract/comparison'
import type { CategoryBytes, Decision, Plan } from '#contract/plan'
import type { RunReport } from '#contract/timeline'
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

export interface ComparedNode {
  readonly id: number
  readonly name: string
  readonly shape?: Message | null
}

/**
 * Two plans of one model side by side; A is the baseline and all differences are B − A. Layers that
 * only one of the plans decides are left out. `nodes` names the nodes, by id.
 */
export function comparePlans(
  nodes: readonly ComparedNode[],
  planA: Plan,
  planB: Plan,
  measured: Measurements = {},
): Comparison {
  const titles = layerTitles(nodes)
  const named = new Map(nodes.map((node, index) => [node.id, { ...node, title: titles[index] ?? '' }]))
  const decisionsB = new Map(planB.decisions.map((decision) => [decision.node, decision]))
  const pairs = planA.decisions.flatMap((a): NamedLayer[] => {
    const b = decisionsB.get(a.node)
    return b === undefined ? [] : [{ a, b, title: named.get(a.node)?.title ?? `#${a.node}` }]
  })
  const configurations = { a: planA.configuration, b: planB.configuration }
  const comparison = {
    a: comparisonSide(planA, measured.a),
    b: comparisonSide(planB, measured.b),
    deltas: categoryDeltas(planA.totals, planB.totals),
    totalDelta: planB.totalBytes - planA.totalBytes,
    layers: pairs.map(
      (pair): LayerDifference => ({
        node: pair.a.node,
        name: named.get(pair.a.node)?.name ?? '',
        title: pair.title,
        shape: named.get(pair.a.node)?.shape ?? null,
        a: layerSide(pair.a, measured.a),
        b: layerSide(pair.b, measured.b),
        packedWeightDelta: pair.b.packedWeightBytes - pair.a.packedWeightBytes,
        workspaceDelta: pair.b.workspaceBytes - pair.a.workspaceBytes,
        changed: choiceDiffers(pair) || sizeDiffers(pair),
        why: layerWhy(pair, configurations),
      }),
    ),
  }
  const rules = ruleDifferences(planA.configuration.profile, planB.configuration.profile)
  return { ...comparison, rules, summary: summarise(comparison, pairs) }
}

function comparisonSide({ configuration, totals, totalBytes }: Plan, report: RunReport | undefined): ComparisonSide {
  if (report === undefined) return { configuration, totals, totalBytes }
  const { peakTrackedBytes, peakRssBytes, inferenceNs } = report
  return { configuration, totals, totalBytes, measured: { peakTrackedBytes, peakRssBytes, inferenceNs } }
}

function layerSide(decision: Decision, report: RunReport | undefined): LayerSide {
  const { algorithm, unit, packedWeightBytes, workspaceBytes } = decision
  const side = { algorithm, unit, packedWeightBytes, workspaceBytes }
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

function categoryDeltas(a: CategoryBytes, b: CategoryBytes): CategoryBytes {
  return {
    packedWeights: b.packedWeights - a.packedWeights,
    workspace: b.workspace - a.workspace,
    activations: b.activations - a.activations,
    modelBuffer: b.modelBuffer - a.modelBuffer,
    other: b.other - a.other,
  }
}
