import { largestTint, tintFigure, tintPercent } from '../../lib/node-tint'
import { useApp } from '../../store'
import { selectMatches, selectMeasurement } from '../../store/selectors'

/** Custom properties that colour a node by a figure; null while nodes are coloured by algorithm. */
export function useTint(node: number): Readonly<Record<string, string>> | null {
  const percent = useApp((state) => {
    const { colourBy, plan, comparison } = state
    if (colourBy === 'algorithm') return null
    const sources = { plan, comparison, report: selectMeasurement(state)?.report ?? null }
    return tintPercent(tintFigure(colourBy, node, sources), largestTint(colourBy, sources))
  })
  const isChange = useApp((state) => state.colourBy === 'change')
  return percent === null ? null : tintProperties(percent, isChange)
}

/** Whether the search finds the node. */
export function useFound(node: number): boolean {
  return useApp((state) => selectMatches(state)?.set.has(node) ?? false)
}

export function tintProperties(percent: number, isChange: boolean): Readonly<Record<string, string>> {
  const full = isChange ? (percent > 0 ? 'var(--grow)' : 'var(--shrink)') : 'var(--heat)'
  return { '--full': full, '--share': `${Math.abs(percent)}%` }
}
