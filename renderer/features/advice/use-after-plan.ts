// SPDX-License-Identifier: Apache-2.0
import { useEffect } from 'react'
import type { Plan } from '#contract/plan'

/** Long enough for a plan to be on screen, and for quick changes to ask once, in milliseconds. */
const ASK_AFTER = 300

/** Asks whenever another plan is shown, and once it has been for a while. */
export function useAfterPlan(plan: Plan | null, ask: () => Promise<void>): void {
  useEffect(() => {
    if (plan === null) return
    const timer = setTimeout(() => void ask(), ASK_AFTER)
    return () => clearTimeout(timer)
  }, [plan, ask])
}
