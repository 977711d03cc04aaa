// SPDX-License-Identifier: Apache-2.0
/** One option of a layer: what it holds for good, and what it costs to run. */
export interface Item {
  readonly bytes: number
  readonly time: number
}

/** One choice for every layer, as indices into its items. */
export interface Packing extends Item {
  readonly indices: readonly number[]
}

interface State extends Item {
  readonly index: number
  readonly before: State | null
}

/**
 * States kept after each layer. Below it the frontier is exact; above it the cheapest of every share of the bytes
 * is kept, so that packings stay true but the best may be missed by that share.
 */
export const MOST_STATES = 4000

/**
 * Which choices are worth making: the Pareto frontier of Σ bytes against Σ time over all ways to take
 * one item of each layer, fewest bytes first (Nemhauser and Ullmann, "Discrete dynamic programming and capital
 * allocation", 1969). The cheapest within a capacity is the last one that fits.
 */
export function frontier(layers: readonly (readonly Item[])[]): readonly Packing[] {
  let states: readonly State[] = [{ bytes: 0, time: 0, index: -1, before: null }]
  for (const items of layers) states = thinned(undominated(states, items))
  return states.map((state) => ({ bytes: state.bytes, time: state.time, indices: indicesOf(state) }))
}

/**
 * All that `states` become with one of `items` each, by rising bytes, but for those that take no less time than one before
 * them. Each item makes a row of `states` that is sorted as they are: the rows are merged, and what is dominated is never made.
 */
function undominated(states: readonly State[], items: readonly Item[]): State[] {
  // By item: the first of the states that is still to be taken with it.
  const next = items.map(() => 0)
  const kept: State[] = []
  let least = Number.POSITIVE_INFINITY
  for (;;) {
    let index = -1
    let [bytes, time] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
    for (let item = 0; item < items.length; item++) {
      const before = states[next[item] ?? 0]
      const added = items[item]
      if (before === undefined || added === undefined) continue
      const [sum, work] = [before.bytes + added.bytes, before.time + added.time]
      const earlier = (next[item] ?? 0) < (next[index] ?? 0)
      const isFirst = sum < bytes || (sum === bytes && (work < time || (work === time && earlier)))
      if (isFirst) [index, bytes, time] = [item, sum, work]
    }
    const at = next[index]
    const before = at === undefined ? undefined : states[at]
    if (at === undefined || before === undefined) return kept
    next[index] = at + 1
    if (time >= least) continue
    least = time
    kept.push({ bytes, time, index, before })
  }
}

/** The first stays, as what needs least; of each share of the bytes the last, as its cheapest. */
function thinned(states: readonly State[]): readonly State[] {
  if (states.length <= MOST_STATES) return states
  const [first] = states
  const last = states.at(-1)
  if (first === undefined || last === undefined) return states
  const share = (last.bytes - first.bytes) / (MOST_STATES - 1)
  const shareOf = ({ bytes }: State) => Math.floor((bytes - first.bytes) / share)
  return states.filter((state, at) => {
    const next = states[at + 1]
    return at === 0 || next === undefined || shareOf(next) !== shareOf(state)
  })
}

function indicesOf(state: State): number[] {
  const indices: number[] = []
  for (let at: State | null = state; at?.before != null; at = at.before) indices.push(at.index)
  return indices.reverse()
}
