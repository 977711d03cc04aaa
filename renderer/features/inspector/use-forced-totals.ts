// SPDX-License-Identifier: Apache-2.0
import { useEffect } from 'react'
import type { ForcedTotals } from '#contract/advice'
import { actions, useApp } from '../../store'

/** So that going through layers asks for the one that one stays at, in milliseconds. */
const ASK_AFTER = 250

/** What the model takes with each candidate of a layer forced; asked for when the layer or the plan changes. null: not known yet. */
export function useForcedTotals(node: number): ForcedTotals | null {
  const plan = useApp((state) => state.plan)
  const forced = useApp((state) => state.forced)
  useEffect(() => {
    if (plan === null) return
    const timer = setTimeout(() => void actions.askForced(node), ASK_AFTER)
    return () => clearTimeout(timer)
  }, [plan, node])
  return forced !== null && forced.plan === plan && forced.node === node ? forced.totals : null
}
