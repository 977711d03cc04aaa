// SPDX-License-Identifier: Apache-2.0
import { useMemo } from 'react'
import type { Fold } from '../../lib/layers/folds'
import { tintFigure, tintPercent } from '../../lib/layers/tint'
import { useApp } from '../../store'
import { largestShown, selectMatches, selectTintSources } from '../../store/selectors'
import { useGraph, useScope } from './graph-scope'
import { tintProperties, useSigned } from './use-node-look'

/**
 * What a box of several nodes shows of the nodes in it: the selection, how many were found or differ from a model
 * that is compared, the strongest colour.
 */
export function useFoldLook({ nodes }: Fold) {
  const within = useMemo(() => new Set(nodes.map(({ id }) => id)), [nodes])
  const selected = useGraph(({ selected: node }) => node !== null && within.has(node))
  const found = useGraph((state) => selectMatches(state)?.nodes.filter((id) => within.has(id)).length ?? 0)
  const { differences, stateOf } = useScope()
  const differing = useApp((state) => {
    const of = differences(state)
    return of === null ? 0 : nodes.filter(({ id }) => (of.get(id)?.kind ?? 'same') !== 'same').length
  })
  const signed = useSigned()
  const percent = useApp((state) => {
    const { colourBy } = state
    if (colourBy === 'algorithm') return null
    const sources = selectTintSources(stateOf(state))
    const largest = largestShown(state, colourBy)
    const shares = nodes.map(({ id }) => tintPercent(tintFigure(colourBy, id, sources), largest))
    return shares.reduce((strongest, share) => (Math.abs(share) > Math.abs(strongest) ? share : strongest), 0)
  })
  return { selected, found, differing, tint: percent === null ? null : tintProperties(percent, signed) }
}
