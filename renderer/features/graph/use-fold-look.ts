// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react'
import type { Fold } from '../../lib/layers/folds'
import { largestTint, tintFigure, tintPercent } from '../../lib/layers/tint'
import { useApp } from '../../store'
import { selectMatches, selectTintSources } from '../../store/selectors'
import { tintProperties, useSigned } from './use-node-look'

/** What a box of several nodes shows of the nodes in it: the selection, how many were found, the strongest colour. */
export function useFoldLook({ nodes }: Fold) {
  const within = useMemo(() => new Set(nodes.map(({ id }) => id)), [nodes])
  const selected = useApp(({ selected: node }) => node !== null && within.has(node))
  const found = useApp((state) => selectMatches(state)?.nodes.filter((id) => within.has(id)).length ?? 0)
  const signed = useSigned()
  const percent = useApp((state) => {
    const { colourBy } = state
    if (colourBy === 'algorithm') return null
    const sources = selectTintSources(state)
    const largest = largestTint(colourBy, sources)
    const shares = nodes.map(({ id }) => tintPercent(tintFigure(colourBy, id, sources), largest))
    return shares.reduce((strongest, share) => (Math.abs(share) > Math.abs(strongest) ? share : strongest), 0)
  })
  return { selected, found, tint: percent === null ? null : tintProperties(percent, signed) }
}
