// SPDX-License-Identifier: Apache-2.0
import { setImmediate } from 'node:timers/promises'
import { product, sameDims } from '#core/model/dims'
import { Carried, type Carry, floats, type Held } from './carried'
import type { Loop } from './regions'

/** What running rounds takes of the run around them. */
export interface LoopParts {
  readonly held: Held
  checkpoint(): void
  values(carry: Carry): Promise<Float32Array>
  /** Runs the body once, until its outputs are among what is carried. */
  body(inner: Carried): Promise<void>
  /** Ends the run: rounds gave parts of different shapes for one result. */
  misfit(dims: readonly number[], of: readonly number[]): never
}

/** Runs a body round by round, until it says that there is no other or as often as there are elements; its results are carried then. */
export async function runLoop({ rounds }: Loop, outer: Carried, parts: LoopParts): Promise<void> {
  const { states, elements, collected } = rounds
  const at = (tensor: number) => outer.get(tensor) as Carry
  const first = async (carry: Carry) => (await parts.values(carry))[0] ?? 0
  const [element] = elements
  const counted = rounds.count < 0 ? Number.POSITIVE_INFINITY : await first(at(rounds.count))
  const most = element === undefined ? counted : (at(element.of).dims[element.axis] ?? 0)
  const wholes: Float32Array[] = []
  for (const { of } of elements) wholes.push(await parts.values(at(of)))
  let now = states.map(({ start }) => at(start))
  let going = rounds.condition < 0 || (await first(at(rounds.condition))) !== 0
  const gathered = new Carried(parts.held)
  let round = 0
  for (; going && round < most; round++) {
    parts.checkpoint()
    const given = new Carried(parts.held, outer)
    given.put(rounds.number, { dims: rounds.numberDims, source: { values: Float32Array.of(round) } })
    given.put(rounds.going, { dims: rounds.goingDims, source: { values: Float32Array.of(1) } })
    for (const [i, { given: tensor }] of states.entries()) given.put(tensor, now[i] as Carry)
    for (const [i, { given: tensor, of, axis, turned }] of elements.entries()) {
      given.put(tensor, elementOf(wholes[i] as Float32Array, at(of).dims, axis, turned ? most - 1 - round : round))
    }
    const inner = new Carried(parts.held, given)
    await parts.body(inner)
    const end = (tensor: number) => inner.get(tensor) as Carry
    going = rounds.another < 0 || (await first(end(rounds.another))) !== 0
    now = states.map(({ end: tensor }) => end(tensor))
    for (const [i, { end: tensor }] of collected.entries()) {
      const { dims } = end(tensor)
      const values = await parts.values(end(tensor))
      gathered.put(round * collected.length + i, { dims, source: { values } })
    }
    inner.clear()
    given.clear()
    // Where the engine has nothing to do for long, a cancellation comes through all the same.
    await setImmediate()
  }
  for (const [i, { result }] of states.entries()) outer.put(result, now[i] as Carry)
  for (const [i, { result, axis, turned }] of collected.entries()) {
    const ends = Array.from({ length: round }, (_, r) => gathered.get(r * collected.length + i) as Carry)
    outer.put(result, stacked(turned ? ends.reverse() : ends, axis, parts))
  }
  gathered.clear()
}

/** One element along an axis, without it. */
function elementOf(whole: Float32Array, dims: readonly number[], axis: number, index: number): Carry {
  const inner = product(dims.slice(axis + 1))
  const rest = dims.filter((_, i) => i !== axis)
  const values = floats(product(rest))
  for (let row = 0; row * inner < values.length; row++) {
    const from = (row * (dims[axis] ?? 1) + index) * inner
    values.set(whole.subarray(from, from + inner), row * inner)
  }
  return { dims: rest, source: { values } }
}

/** Side by side under a new dim. */
function stacked(ends: readonly Carry[], axis: number, { misfit }: LoopParts): Carry {
  const dims = ends[0]?.dims ?? []
  const other = ends.find((end) => !sameDims(end.dims, dims))
  if (other !== undefined) misfit(other.dims, dims)
  const at = axis < 0 ? axis + dims.length + 1 : axis
  const inner = product(dims.slice(at))
  const values = floats(ends.length * product(dims))
  for (const [i, { source }] of ends.entries()) {
    if (!('values' in source)) continue
    for (let row = 0; row * inner < source.values.length; row++) {
      values.set(source.values.subarray(row * inner, (row + 1) * inner), (row * ends.length + i) * inner)
    }
  }
  return { dims: [...dims.slice(0, at), ends.length, ...dims.slice(at)], source: { values } }
}
