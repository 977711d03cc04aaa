// SPDX-License-Identifier: Apache-2.0
import { useEffect, useMemo } from 'react'
import type { Problem } from '#contract/errors'
import { type Side, sourceKey } from '../../lib/sides'
import { actions, useApp } from '../../store'
import { selectSides } from '../../store/selectors'
import { type Gap, type GapOrigin, gapBetween } from './gap'

/** Another side, layer by layer of the one that is looked at. */
export interface OtherCurve {
  readonly letter: string
  /** By position on the axis. */
  readonly bytes: readonly number[]
}

interface Curves {
  /** null until both sides are here, or where one of them has none of that origin. */
  readonly gap: Gap | null
  readonly others: readonly OtherCurve[]
  readonly problem: Problem | null
}

/** The timelines of all sides on the axis of one of them. */
export function useCurves(chosen: Side, origin: GapOrigin): Curves {
  const sides = useApp(selectSides)
  const entries = useApp((state) => state.sideEntries)
  // biome-ignore lint/correctness/useExhaustiveDependencies: other sides have other timelines
  useEffect(() => {
    void actions.loadSides()
  }, [sides])
  return useMemo(() => {
    const entryOf = (side: Side | undefined) => (side === undefined ? undefined : entries.get(sourceKey(side.source)))
    const [a, ...rest] = sides
    const [entryA, entry] = [entryOf(a), entryOf(chosen)]
    const failed = [entryA, entry].find((each) => each?.ok === false)
    const problem = failed?.ok === false ? failed.problem : null
    if (!entryA?.ok || !entry?.ok) return { gap: null, others: [], problem }
    const others = rest.flatMap((side): OtherCurve[] => {
      const other = side.key === chosen.key ? undefined : entryOf(side)
      const curve = other?.ok ? gapBetween(other.value, entry.value, origin) : null
      return curve === null ? [] : [{ letter: side.letter, bytes: curve.points.map((point) => point.a) }]
    })
    return { gap: gapBetween(entryA.value, entry.value, origin), others, problem }
  }, [sides, entries, chosen, origin])
}
