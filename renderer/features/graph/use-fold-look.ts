// SPDX-License-Identifier: Apache-2.0
import type { Fold } from '../../lib/layers/folds'
import { largestTint, tintFigure, tintPercent } from '../../lib/layers/tint'
import { useApp } from '../../store'
import { selectMatches, selectTintSources } from '../../store/selectors'
import { tintProperties, useSigned } from './use-node-look'

/** What a box of several nodes shows of the nodes in it: the selection, how many were found, the strongest colour. */
export function useFoldLook({ nodes }: Fold) {
  const [first, last] = [nodes[0]?.id ?? 0, nodes.at(-1)?.id ?? -1]
  const selected = useApp(({ selected: node }) => node !== null && node >= first && node <= last)
  const found = useApp((state) => selectMatches(state)?.nodes.filter((id) => id >= first && id <= last).length ?? 0)
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
