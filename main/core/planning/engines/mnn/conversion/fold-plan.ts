// SPDX-License-Identifier: Apache-2.0

import type { Candidate, Decision, PlanStep } from '#contract/plan'
import { addToList } from '#core/model/add-to-list'
import { changed } from '#core/planning/lazy'
import { Moments } from '#core/planning/moments'
import type { Message } from '#messages/message'
import type { ConvertedModel, PartsOf } from './converted-model'

/** Rows of what the converter wrote as rows of the model: one for each of its layers, in the same order. */
export function foldRows(rows: readonly Decision[], { sources, parts }: ConvertedModel): Decision[] {
  const bySource = new Map<number, Decision[]>()
  for (const row of rows) {
    const source = sources[row.node] ?? row.node
    addToList(bySource, source, row)
  }
  return [...bySource].flatMap(([node, own]) => {
    const [first] = own
    if (first === undefined) return []
    const made = parts.get(node)
    return [made === undefined ? at(node, first) : together(node, own, first, made.of)]
  })
}

function at(node: number, row: Decision): Decision {
  return row.node === node ? row : changed(row, { node })
}

/** The moment of each node of the model that needs most memory. */
export function foldSteps(steps: readonly PlanStep[], { sources }: ConvertedModel): PlanStep[] {
  const moments = new Moments()
  for (const step of steps) moments.note({ ...step, node: sources[step.node] ?? step.node })
  return moments.steps
}

/** Nodes of the model, each once. */
export function foldNodes(nodes: readonly number[], { sources }: ConvertedModel): number[] {
  return [...new Set(nodes.map((node) => sources[node] ?? node))]
}

/** They are alike: each of the convolutions has its own packed weights, and they take turns with the workspace. */
function together(node: number, rows: readonly Decision[], before: Decision, of: PartsOf): Decision {
  const layers = rows.filter(({ kind }) => kind !== 'other')
  const [first = before] = layers
  const [neediest = first] = [...rows].sort((a, b) => (b.workspaceBytes ?? 0) - (a.workspaceBytes ?? 0))
  const { algorithm, unit } = first
  const reason = becomes(first.reason, layers.length, of === 'groups' && algorithm === 'depthwise' ? 'channels' : of)
  return changed(first, {
    node,
    ...(of === 'step' && { kind: 'recurrent' as const }),
    ...(algorithm === null || of !== 'groups' ? {} : { algorithm: 'grouped', unit: null }),
    inner: algorithm === null || of !== 'groups' ? null : { algorithm, unit, groups: layers.length },
    weightBytes: sum(layers.map((row) => row.weightBytes)),
    packedWeightBytes: sum(rows.map((row) => row.packedWeightBytes)),
    workspaceBytes: rows.some((row) => row.workspaceBytes === null) ? null : neediest.workspaceBytes,
    workspace: neediest.workspace,
    macs: sum(layers.map((row) => row.macs)),
    operations: sum(layers.map((row) => row.operations)),
    nanoseconds: sum(layers.map((row) => row.nanoseconds ?? null)),
    candidates: first.candidates.map((candidate, index) =>
      ofAll(
        candidate,
        layers.map(({ candidates }) => candidates[index] ?? candidate),
        reason,
        of,
      ),
    ),
    reason,
  })
}

function ofAll(candidate: Candidate, all: readonly Candidate[], chosen: Message, of: PartsOf): Candidate {
  const chosenAs = of !== 'groups' ? { reason: chosen } : { algorithm: 'grouped' as const, unit: null, reason: chosen }
  return {
    ...candidate,
    packedWeightBytes: sum(all.map(({ packedWeightBytes }) => packedWeightBytes)),
    operations: sum(all.map(({ operations }) => operations)),
    nanoseconds: sum(all.map(({ nanoseconds }) => nanoseconds ?? null)),
    ...(candidate.verdict === 'chosen'
      ? chosenAs
      : of !== 'groups'
        ? {}
        : { reason: { id: 'mnn.withinGroup', reason: candidate.reason } }),
  }
}

const BECOMES = {
  groups: 'mnn.becomes',
  channels: 'mnn.becomesDepthwise',
  planes: 'mnn.becomesPlanes',
  step: 'mnn.becomesStep',
} as const

function becomes(reason: Message, parts: number, of: keyof typeof BECOMES): Message {
  const told = reason.id === 'reason.noChoice' ? null : reason
  return { id: BECOMES[of], parts, reason: told }
}

function sum(figures: readonly (number | null)[]): number | null {
  return figures.reduce<number | null>((all, each) => (all === null || each === null ? null : all + each), 0)
}

function _bytesOf({ activationBytes, workspaceBytes }: PlanStep): number {
  return activationBytes + workspaceBytes
}
