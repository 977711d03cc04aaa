// SPDX-License-Identifier: Apache-2.0
import type { ForcedTotal, ForcedTotals } from '#contract/advice'
import type { Configuration, Override } from '#contract/configuration'
import { meansLayer } from '#contract/override-pattern'
import { CATEGORIES, type Candidate, type CategoryBytes, type Decision, isLowerBound, type Plan } from '#contract/plan'
import type { Steps } from '../steps'

/**
 * By candidate of a layer, in their order: the plan with it forced. It can differ by more than the candidate's own
 * bytes, since layers share pools. null where no override gives just this one: it cannot be used, another candidate
 * has the same name, or the layer's name does not tell it apart. `replan`: null where a configuration cannot be planned.
 */
export function* forcedTotals(
  plan: Plan,
  decision: Decision,
  nameOf: (node: number) => string,
  replan: (configuration: Configuration) => Plan | null,
): Steps<ForcedTotals> {
  const layers = nameOf(decision.node)
  const meant = plan.decisions.filter(({ node }) => meansLayer(layers, nameOf(node)))
  const totals: (ForcedTotal | null)[] = []
  for (const candidate of decision.candidates) {
    if (candidate.verdict === 'chosen') totals.push(totalOf(plan, plan))
    else if (candidate.packedWeightBytes === null || layers === '' || meant.length !== 1) totals.push(null)
    else {
      const { configuration } = plan
      const overrides = [...(configuration.overrides ?? []), forcing(layers, candidate)]
      const forced = replan({ ...configuration, overrides })
      yield
      const row = forced?.decisions.find(({ node }) => node === decision.node)
      totals.push(forced === null || row === undefined || !isWhatItSaid(row, candidate) ? null : totalOf(forced, plan))
    }
  }
  return totals
}

/** The override that asks for a candidate. */
function forcing(layers: string, { algorithm, unit }: Candidate): Override {
  return { layers, algorithm, ...(unit === null ? {} : { unit }) }
}

function isWhatItSaid({ packedWeightBytes, workspaceBytes, ...row }: Decision, candidate: Candidate): boolean {
  const { algorithm, unit } = row.inner ?? row
  return (
    algorithm === candidate.algorithm &&
    unit === candidate.unit &&
    packedWeightBytes === candidate.packedWeightBytes &&
    workspaceBytes === candidate.workspaceBytes
  )
}

function totalOf(forced: Plan, now: Plan): ForcedTotal {
  const deltas = Object.fromEntries(
    CATEGORIES.map((category) => [category, forced.totals[category] - now.totals[category]]),
  ) as CategoryBytes
  const { totalBytes } = forced
  return {
    ...{ totalBytes, lowerBound: isLowerBound(forced), deltas },
    keptScratchDelta: keptScratch(forced) - keptScratch(now),
  }
}

function keptScratch({ packedBeside }: Plan): number {
  return packedBeside.reduce((sum, { name, bytes }) => sum + (name.id === 'bill.keptScratch' ? bytes : 0), 0)
}
