// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import type { InputSizes, InputView } from '#contract/model'
import { nearestSizes } from '#core/model/nearest-sizes'

const IMAGE: InputView = {
  tensor: 0,
  name: 'x',
  declaredDims: [null, 3, null, null],
  dimNames: ['batch', null, 'height', 'width'],
  roles: ['batch', 'channels', 'height', 'width'],
  dims: [1, 3, 64, 64],
}

/** A network that halves images five times. */
const multiplesOf32 = ({ x = [] }: InputSizes) => x.slice(2).every((dim) => dim !== null && dim % 32 === 0)

it('offers the next smaller and the next larger size that a network takes; batch and channels stay', () => {
  expect(nearestSizes({ x: [5, null, 33, 96] }, [IMAGE], multiplesOf32)).toEqual([
    { x: [5, null, 32, 96] },
    { x: [5, null, 64, 96] },
  ])
})

it('asks once for each, and for sizes that are all known: a search for a batch would take seconds', () => {
  const asked: InputSizes[] = []
  nearestSizes({ x: [null, null, 33, 33] }, [IMAGE], (sizes) => {
    asked.push(sizes)
    return multiplesOf32(sizes)
  })
  expect(asked.map(({ x = [] }) => x.slice(0, 2))).toEqual(asked.map(() => [1, 3]))
  expect(new Set(asked.map((sizes) => JSON.stringify(sizes))).size).toBe(asked.length)
})

it('offers one where there is one, and none where nothing fits', () => {
  expect(nearestSizes({ x: [1, null, 7, 7] }, [IMAGE], multiplesOf32)).toEqual([{ x: [1, null, 32, 32] }])
  expect(nearestSizes({ x: [1, null, 33, 33] }, [IMAGE], () => false)).toEqual([])
})
