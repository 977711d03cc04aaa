// SPDX-License-Identifier: Apache-2.0
import type { Comparison } from '#contract/comparison'
import type { Entry, SavedModel } from '#contract/document'
import type { Plan } from '#contract/plan'
import type { RunReport } from '#contract/timeline'
import { layerTitles } from '#messages/plain-text'
import { gapsOf } from './gaps'
import { layerShape } from './layer-shape'
import { matchNodes } from './match-nodes'
import { modelDiff } from './model-diff'
import { type ComparedNode, comparePlans } from './plans'

export interface EntryComparison {
  /** Node ids are those of B's model. */
  readonly comparison: Comparison
  /** Names of layers that only one side has. */
  readonly unmatched: { readonly a: readonly string[]; readonly b: readonly string[] }
}

/**
 * Two saved entries side by side, also of different documents and models: layers of one file are matched by name, of
 * layers with equal names the n-th with the n-th, those of two files by structure as well (match-nodes.ts). A is the
 * baseline.
 */
export function compareEntries(a: Entry, b: Entry): EntryComparison {
  const models = modelDiff(a.model, b.model)
  const toB = models === null ? matchByName(a.model, b.model) : matchNodes(a.model, b.model)
  const decided = (side: Entry) => side.entry.plan.decisions.map(({ node }) => node)
  const inB = new Set(decided(b))
  const matched = new Set(decided(a).flatMap((node) => toB.get(node) ?? []))
  const renumbered = <T extends { readonly node: number }>(items: readonly T[]): T[] =>
    items.flatMap((item) => {
      const node = toB.get(item.node)
      return node === undefined ? [] : [{ ...item, node }]
    })
  const planA = planOf(a)
  const reportA = reportOf(a)
  const comparison = comparePlans(
    comparedNodes(b.model),
    { ...planA, decisions: renumbered(planA.decisions), steps: renumbered(planA.steps) },
    planOf(b),
    {
      a: reportA === undefined ? undefined : { ...reportA, layers: renumbered(reportA.layers) },
      b: reportOf(b),
    },
    { a: gapsOf(a).length > 0, b: gapsOf(b).length > 0 },
  )
  return {
    comparison: models === null ? comparison : { ...comparison, models },
    unmatched: {
      a: namesOf(a, (node) => !inB.has(toB.get(node) ?? -1)),
      b: namesOf(b, (node) => !matched.has(node)),
    },
  }
}

/** Nodes of a saved model as a comparison of its plans takes them. */
export function comparedNodes(model: SavedModel): ComparedNode[] {
  return model.nodes.map(({ name }, id) => ({ id, name, shape: layerShape(model, id) }))
}

function namesOf({ model, entry }: Entry, wanted: (node: number) => boolean): string[] {
  return entry.plan.decisions
    .filter(({ node, kind }) => kind !== 'other' && wanted(node))
    .map(({ node }) => layerTitles(model.nodes)[node] ?? '')
}

interface NamedNodes {
  readonly nodes: readonly { readonly name: string }[]
}

/** Node ids of A's model to those of B's; ids are places. */
export function matchByName(a: NamedNodes, b: NamedNodes): ReadonlyMap<number, number> {
  const waiting = new Map<string, number[]>()
  for (const [id, { name }] of b.nodes.entries()) {
    const alike = waiting.get(name)
    if (alike === undefined) waiting.set(name, [id])
    else alike.push(id)
  }
  const matches = new Map<number, number>()
  for (const [id, { name }] of a.nodes.entries()) {
    const match = waiting.get(name)?.shift()
    if (match !== undefined) matches.set(id, match)
  }
  return matches
}

/** A document's file stands for the model's id: what it planned belongs to that file. */
function planOf({ model, entry }: Entry): Plan {
  return { modelId: model.sha256, configuration: entry.configuration, ...entry.plan }
}

function reportOf({ model, entry }: Entry): RunReport | undefined {
  if (entry.run === undefined) return undefined
  return { runId: entry.label, modelId: model.sha256, configuration: entry.configuration, ...entry.run.report }
}
