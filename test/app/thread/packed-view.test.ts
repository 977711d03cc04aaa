// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { packRows, unpackView } from '#app/thread/packed-view'
import { modelRows } from '#core/model/model-view'
import { openSample } from '../../core/support/open-sample'

const { store, view, id } = await openSample()

function packed() {
  const stored = store.get(id)
  if (!stored.ok) throw new Error('not open')
  return packRows(modelRows(id, stored.value.opened, stored.value.shaped))
}

it('is the view again once it is unpacked, through a copy as between threads', () => {
  expect(unpackView(structuredClone(packed()))).toEqual(view)
})

it('has once what many nodes and tensors have in common', () => {
  const copy = unpackView(structuredClone(packed()))
  const sizes = copy.nodes.flatMap(({ window }) => (window?.kernel.join() === '3,3' ? [window] : []))
  const strided = sizes.filter(({ strides }) => strides.join() === '1,1')
  expect(strided.length).toBeGreaterThan(3)
  expect(new Set(strided).size).toBe(1)
})
