// SPDX-License-Identifier: Apache-2.0
import type { Comparison, ComparisonSide, LayerDifference, LayerSide } from '#contract/comparison'
import type { CategoryBytes, Decision, Plan } from '#contract/plan'
import type { RunReport } from '#contract/timeline'
import { choiceDiffers, sizeDiffers } from './cause'
import { layerWhy } from './layer-why'
import { ruleDifferences } from './rules'
import { type NamedLayer, summarise } from './summary'

/** Finished runs of the two configurations, where there are any. */
export interface Measurements {
  readonly a?: RunReport | undefined
  readonly b?: RunReport | undefined
}

/**
 * Two plans of one model side by side; A is the baseline and all differences are B − A. Layers that
 * only one of the plans decides are left out. `nodes` names the nodes, by id.
 */
export function comparePlans(
  nodes: readonly { readonly id: number; readonly name: string }[],
  planA: Plan,
  planB: Plan,
  measured: Measurements = {},
): Comparison {
  const names = new Map(nodes.map(({ id, name }) => [id, name]))
  const decisionsB = new Map(planB.decisions.map((decision) => [decision.node, decision]))
  const pairs = planA.decisions.flatMap((a): NamedLayer[] => {
    const b = decisionsB.get(a.node)
    return b === undefined ? [] : [{ a, b, name: names.get(a.node) ?? `node ${a.node}` }]
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
        name: pair.name,
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
