// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { firstValues, npyFile, type TensorOrder } from '#core/model/statistics/tensor-values'

const path = join(mkdtempSync(join(tmpdir(), 'convscope-values-')), 'weights.bin')
const floats = Float32Array.from({ length: 6 }, (_, index) => index / 2)
writeFileSync(path, Buffer.concat([Buffer.alloc(3), Buffer.from(floats.buffer)]))

const order: TensorOrder = {
  ...{ name: 'w', dtype: 'float32', elements: 6, dims: [2, 3] },
  data: { kind: 'file', path, offset: 3, byteLength: 24 },
}

/** What NumPy would read: its dictionary, and the bytes behind it. */
function read(file: Uint8Array) {
  const length = (file[8] ?? 0) + 256 * (file[9] ?? 0)
  expect([...file.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0])
  expect((10 + length) % 64).toBe(0)
  const text = new TextDecoder().decode(file.subarray(10, 10 + length))
  return { text, data: file.slice(10 + length).buffer }
}

describe('values of a constant', () => {
  it('are a file of NumPy, in the order and type of the model', async () => {
    const file = await npyFile(order)
    if (!file.ok) throw new Error('no file')
    const { text, data } = read(file.value)
    expect(text).toBe(`${"{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".padEnd(text.length - 1)}\n`)
    expect([...new Float32Array(data)]).toEqual([...floats])
    const vector = await npyFile({ ...order, dims: [6] })
    expect(vector.ok && read(vector.value).text).toContain("'shape': (6,)")
  })

  it('are those that the model has where the file has them in another order', async () => {
    // As the file has them: 3 rows of 2.
    const moved = { ...order, stored: { dims: [3, 2], permutation: [1, 0] } }
    const first = await firstValues(moved)
    expect(first).toMatchObject({ ok: true, value: { dims: [2, 3] } })
    expect(first.ok && [...first.value.values]).toEqual([0, 1, 2, 0.5, 1.5, 2.5])
    const file = await npyFile(moved)
    expect(file.ok && [...new Float32Array(read(file.value).data)]).toEqual([0, 1, 2, 0.5, 1.5, 2.5])
  })

  it('are none where they are made up, or the file is gone', async () => {
    const made = { ...order, data: { kind: 'synthesised', seed: 1, scale: 1 } } as const
    expect(await firstValues(made)).toMatchObject({ ok: false, problem: { message: { id: 'problem.madeUpValues' } } })
    const gone = { ...order, data: { kind: 'file', path: `${path}.gone`, offset: 0, byteLength: 24 } } as const
    expect(await npyFile(gone)).toMatchObject({ ok: false, problem: { code: 'file/unreadable' } })
    const short = { ...order, data: { kind: 'file', path, offset: 9, byteLength: 24 } } as const
    expect(await npyFile(short)).toMatchObject({ ok: false, problem: { code: 'file/changed' } })
  })
})
