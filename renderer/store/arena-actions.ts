// SPDX-License-Identifier: Apache-2.0
import type { ArenaOrigin } from '#contract/arena'
import { stepOfNode } from '../lib/timeline/playhead'
import type { ActionContext } from './context'

/** Placements, and the playhead that goes over them and over all else that has steps. */
export function createArenaActions({ bridge, get, set }: ActionContext) {
  const actions = {
    /** Asks where everything lies under the plan that is shown; what is known of it, or under way, is not asked for again. */
    async askArena(origin: ArenaOrigin): Promise<void> {
      const { model, plan, arenas } = get()
      if (model === null || plan === null || arenas[origin]?.plan === plan) return
      set({ arenas: { ...arenas, [origin]: { plan, answer: null } } })
      const answer = await bridge.invoke('plan:arena', model.id, plan.configuration, origin)
      const { arenas: now } = get()
      if (now[origin]?.plan === plan) set({ arenas: { ...now, [origin]: { plan, answer } } })
    },
    /** Puts the playhead on a node; null takes it away. */
    seek(node: number | null): void {
      if (get().playhead === node) return
      set(node === null ? { playhead: null, playing: false } : { playhead: node })
    },
    /** To the step before or after; without a playhead to the first or last one. */
    seekBy(steps: 1 | -1): void {
      const { plan, playhead } = get()
      const all = plan?.steps ?? []
      const from = playhead === null ? (steps > 0 ? -1 : all.length) : stepOfNode(all, playhead)
      const to = Math.max(0, Math.min(all.length - 1, from + steps))
      actions.seek(all[to]?.node ?? null)
    },
    /** While it plays; it stops at the last step. */
    advance(steps: number): void {
      const { plan, playhead } = get()
      const all = plan?.steps ?? []
      const to = Math.min(all.length - 1, (playhead === null ? -1 : stepOfNode(all, playhead)) + steps)
      set({ playhead: all[to]?.node ?? null, playing: to < all.length - 1 })
    },
    /** At the end it begins anew. */
    play(playing: boolean): void {
      const { plan, playhead } = get()
      const steps = plan?.steps ?? []
      if (steps.length === 0) return
      const atEnd = playhead === null || playhead === steps.at(-1)?.node
      set({ playing, ...(playing && atEnd ? { playhead: steps[0]?.node ?? null } : {}) })
    },
  }
  return actions
}
