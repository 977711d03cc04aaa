// SPDX-License-Identifier: Apache-2.0
import { expect } from 'vitest'
import { type Algorithm, CATEGORIES } from '#contract/plan'
import { EVENT_KINDS, type EventBatch } from '#contract/timeline'
import type { Execution } from './execute'

/** What other operations than convolutions have: there is no other kernel to choose, and a run names none. */
const ONE_WAY: ReadonlySet<Algorithm> = new Set(['gemm', 'col2im'])

/** Fails unless a run of a convscope plan measured exactly what the plan says, layer by layer and in sum. */
export function expectAsPlanned({ plan, report, batches }: Execution): void {
  const measured = new Map(report.layers.map((layer) => [layer.node, layer]))
  for (const { node, algorithm, unit, packedWeightBytes, workspaceBytes } of plan.decisions) {
    expect(measured.get(node), `node ${node}`).toMatchObject({
      kernel: algorithm === null || ONE_WAY.has(algorithm) ? null : { algorithm, unit },
      packedWeightBytes,
      workspaceBytes,
    })
  }
  expect(report.droppedEvents).toBe(0)
  // No plan has what inputs and outputs pass through.
  const { inputsOutputs } = report.peak
  expect(inputsOutputs).toBeLessThanOrEqual(2 ** 20)
  const expected = { ...plan.totals, inputsOutputs }
  expect(heldAtFinish(batches)).toEqual(CATEGORIES.map((category) => expected[category]))
}

/** By category: what the events before the last phase leave allocated. */
function heldAtFinish(batches: readonly EventBatch[]): readonly number[] {
  const held = CATEGORIES.map(() => 0)
  for (const { kind, category, bytes } of batches) {
    for (const [index, each] of kind.entries()) {
      const at = category[index] as number
      if (each === EVENT_KINDS.allocate) held[at] = (held[at] ?? 0) + (bytes[index] as number)
      if (each === EVENT_KINDS.free) held[at] = (held[at] ?? 0) - (bytes[index] as number)
    }
  }
  return held
}
