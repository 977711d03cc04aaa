// SPDX-License-Identifier: Apache-2.0

/** Moments of a session's life, in their order. Stable: they appear in exports and saved documents. */
export const MOMENTS = ['loading', 'loaded', 'running', 'afterRun', 'runningAgain', 'afterSecondRun'] as const
export type Moment = (typeof MOMENTS)[number]

/**
 * Bytes that a session holds at each moment, the user's own inputs aside: at most while it is loaded and sized, once it is
 * ready, at most in its first inference, after it, and the same of a second one. null: the engine's rules do not tell.
 */
export type Lifecycle = { readonly [moment in Moment]: number | null }

/** Moments of which something is known, in their order. */
export function knownMoments(lifecycle: Lifecycle | undefined): { readonly moment: Moment; readonly bytes: number }[] {
  return MOMENTS.flatMap((moment) => {
    const bytes = lifecycle?.[moment] ?? null
    return bytes === null ? [] : [{ moment, bytes }]
  })
}

/** Whether it tells more than one figure does: an engine that takes all before it runs holds the same throughout. */
export function changesOverTime(lifecycle: Lifecycle | undefined): boolean {
  return new Set(knownMoments(lifecycle).map(({ bytes }) => bytes)).size > 1
}
