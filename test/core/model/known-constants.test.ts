// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { Constant, Tensor } from '#core/model/graph'
import { KnownConstants } from '#core/model/known-constants'

const value = (number: number): Constant => ({ dims: [], data: { kind: 'fill', value: number } })
const tensors: readonly Tensor[] = [
  { id: 0, name: 'x', dtype: 'float32' },
  { id: 1, name: 'w', dtype: 'float32', constant: value(1) },
  { id: 2, name: 'y', dtype: 'float32' },
]

it('is the map of what the file has and of what is computed', () => {
  const known = new KnownConstants(tensors)
  const map = new Map([[1, value(1)]])
  expect(new Map(known)).toEqual(map)
  known.set(2, value(2))
  map.set(2, value(2))
  expect([...known]).toEqual([...map])
  expect([[...known.keys()], [...known.values()], known.size]).toEqual([[...map.keys()], [...map.values()], 2])
  expect([0, 1, 2, 3].map((id) => [known.has(id), known.get(id)])).toEqual(
    [0, 1, 2, 3].map((id) => [map.has(id), map.get(id)]),
  )
  const visited: [number, Constant][] = []
  known.forEach((constant, id) => {
    visited.push([id, constant])
  })
  expect(visited).toEqual([...map])
})

it('takes what is computed in place of what the file has', () => {
  const known = new KnownConstants(tensors)
  known.set(1, value(3))
  expect([...known]).toEqual([[1, value(3)]])
  expect(known.get(1)).toEqual(value(3))
})
