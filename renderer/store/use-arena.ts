// SPDX-License-Identifier: Apache-2.0
import { useEffect } from 'react'
import type { Arena, ArenaOrigin } from '#contract/arena'
import type { Problem } from '#contract/errors'
import { actions, useApp, useMeasurement } from './index'

export interface KnownArena {
  /** null while it is not known. */
  readonly arena: Arena | null
  /** Why it will not be. */
  readonly problem: Problem | null
}

/** Where everything lies under the plan that is shown, or lay when it ran; asks for it. null: nobody needs it. */
export function useArena(origin: ArenaOrigin | null): KnownArena {
  const plan = useApp((state) => state.plan)
  const measurement = useMeasurement()
  // A run in stages tells by itself where everything lay, and so does one that was saved.
  const own = (origin === 'run' ? measurement?.report.arena : undefined) ?? null
  const asked = useApp(({ arenas }) => (origin === null ? null : arenas[origin]))
  // biome-ignore lint/correctness/useExhaustiveDependencies: another plan has other places
  useEffect(() => {
    if (origin !== null && own === null) void actions.askArena(origin)
  }, [origin, plan, own])
  if (own !== null) return { arena: own, problem: null }
  const answer = asked !== null && asked.plan === plan ? asked.answer : null
  if (answer === null) return { arena: null, problem: null }
  return answer.ok ? { arena: answer.value, problem: null } : { arena: null, problem: answer.problem }
}
