// SPDX-License-Identifier: Apache-2.0
import type { Algorithm } from '#contract/algorithms'
import type { NodeDiff } from '#contract/model-diff'
import { isSigned, tintFigure, tintPercent } from '../../lib/layers/tint'
import { useApp } from '../../store'
import {
  largestShown,
  type MomentOfNode,
  selectEmphasis,
  selectMatches,
  selectMoment,
  selectTintSources,
} from '../../store/selectors'
import { useGraph, useScope } from './graph-scope'

/** Custom properties that colour a node by a figure; null while nodes are coloured by algorithm. */
export function useTint(node: number): Readonly<Record<string, string>> | null {
  const { stateOf } = useScope()
  const percent = useApp((state) => {
    const { colourBy } = state
    if (colourBy === 'algorithm') return null
    const figure = tintFigure(colourBy, node, selectTintSources(stateOf(state)))
    return tintPercent(figure, largestShown(state, colourBy))
  })
  const signed = useSigned()
  return percent === null ? null : tintProperties(percent, signed)
}

/** Whether nodes have one colour above 0 and another below. */
export function useSigned(): boolean {
  return useGraph((state) => state.colourBy !== 'algorithm' && isSigned(state.colourBy, selectTintSources(state)))
}

/** Whether another algorithm than these, of the node's layers, is emphasised. */
export function useFaded(algorithms: readonly (Algorithm | null)[]): boolean {
  return useGraph((state) => {
    const emphasis = selectEmphasis(state)
    return emphasis !== null && !algorithms.includes(emphasis)
  })
}

/** How the node differs between the models that are compared; null where it does not, or both sides are of one file. */
export function useModelDifference(node: number): Exclude<NodeDiff['kind'], 'same'> | null {
  const { differences } = useScope()
  return useApp((state) => {
    const kind = differences(state)?.get(node)?.kind
    return kind === undefined || kind === 'same' ? null : kind
  })
}

/** What the playhead says of a box: that it is there, or that a tensor of its is alive then. */
export function useMoment(nodes: readonly number[]): MomentOfNode {
  return useGraph((state) => {
    if (state.playhead === null) return null
    if (nodes.includes(state.playhead)) return 'here'
    return nodes.some((node) => selectMoment(state, node) !== null) ? 'alive' : null
  })
}

/** Whether the search finds the node. */
export function useFound(node: number): boolean {
  return useGraph((state) => selectMatches(state)?.set.has(node) ?? false)
}

export function tintProperties(percent: number, signed: boolean): Readonly<Record<string, string>> {
  const full = signed ? (percent > 0 ? 'var(--grow)' : 'var(--shrink)') : 'var(--heat)'
  return { '--full': full, '--share': `${Math.abs(percent)}%` }
}
