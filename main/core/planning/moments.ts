// SPDX-License-Identifier: Apache-2.0
import type { PlanStep } from '#contract/plan'

/** By node, the moment at which it needs the most activations and workspace together, in the order in which they come. */
export class Moments {
  readonly #steps = new Map<number, PlanStep>()

  note(step: PlanStep): void {
    const known = this.#steps.get(step.node)
    if (known === undefined || bytesAt(step) > bytesAt(known)) this.#steps.set(step.node, step)
  }

  of(node: number): PlanStep | undefined {
    return this.#steps.get(node)
  }

  get steps(): PlanStep[] {
    return [...this.#steps.values()]
  }
}

/** Held at once. */
export function bytesAt({ activationBytes, workspaceBytes }: PlanStep): number {
  return activationBytes + workspaceBytes
}
