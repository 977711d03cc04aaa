// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modelView } from '#core/model/model-view'
import { english } from '#messages/say'
import { codedLayer } from '../core/model/support/coded-weights'
import { input, net, op, type Table } from '../core/model/support/mnn-writer'
import { randomNumbers } from '../core/model/support/random-numbers'
import { engine } from './engine'
import { execute, openSubject } from './execute'

const DIMS = [6, 4, 3, 3] as const
const COMMON: Table = { 2: { int: 3 }, 3: { int: 3 }, 10: { int: 6 }, 11: { int: 4 } }

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convscope-quantised-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** One convolution whose weights are stored as `fields` say. */
async function layer(name: string, fields: Table) {
  const parameters = { 0: { table: COMMON }, 2: { floats: [0, 1, 2, 3, 4, 5] }, ...fields }
  const path = join(folder, `${name}.mnn`)
  const convolution = op('conv', 12, [0], [1], { tag: 9, table: parameters })
  await writeFile(path, net(['x', 'y'], [input('x', 0, [1, 4, 9, 9]), convolution]))
  return openSubject(path)
}

const floats = (values: Float32Array | readonly number[]) => ({ floats: [...values] })

describe('quantised weights run as the float32 values that they stand for', () => {
  const codings: readonly (readonly [
    string,
    () => { readonly values: Float32Array; readonly quantisation: Table; readonly bits: number },
  ])[] = [
    ...[2, 3, 4, 8].flatMap((bits) =>
      [false, true].map((sparse) => {
        const make = () => {
          const { buffer, scales, values } = codedLayer(DIMS, bits, { linear: !sparse, sparse })
          const coding = { 0: { bytes: [...buffer] }, 1: floats(scales), 2: { int: sparse ? 2 : 1 }, 4: { float: 1 } }
          return { values, quantisation: coding, bits }
        }
        return [`${sparse ? 'sparse ' : ''}${bits}-bit palette`, make] as const
      }),
    ),
    ['plain int8, asymmetric, two blocks of input channels', asymmetricBlocks],
  ]

  it.each(codings)('%s', async (name, make) => {
    const { values, quantisation, bits } = make()
    const stored = await layer(name, { 3: { table: quantisation } })
    const plain = await layer(`${name} plain`, { 1: floats(values) })
    const view = modelView('m', stored.opened, stored.shaped)
    const weight = view.tensors.find(({ constant }) => constant === 'quantised')
    expect(weight).toMatchObject({ dtype: 'float32', bytes: 4 * values.length, stored: { bits } })
    expect(weight?.stored?.bytes).toBeLessThan(4 * values.length)
    // With six biases: the weights in the file are what the file has of them.
    expect(view.weightBytes).toBe((weight?.stored?.bytes ?? 0) + 4 * DIMS[0])
    expect(view.nodes[0]?.notRunnable).toBeUndefined()

    const [isa = 'sse'] = engine().executableIsas
    for (const profile of ['convscope', 'mnn-2.8.1-low-memory']) {
      const configuration = { profile, settings: { memory: 'low' }, threads: 2, isa } as const
      const execution = await execute(stored, configuration)
      // The same algorithm on the same values: equal to the bit.
      const reference = await execute(plain, { ...configuration, profile: 'convscope' })
      if (profile === 'convscope') expect(execution.outputs).toEqual(reference.outputs)
      else expect(execution.plan.notes.map(english).join(' ')).toContain('planned as kept in integers')
      expect(execution.report.notes.map(english).join(' ')).toContain('dequantised to float32')
      expect(reference.report.notes.map(english).join(' ')).not.toContain('dequantised')
    }
  })

  it('what cannot be read is refused with the name of the weight', async () => {
    const coding = { 0: { bytes: [1, 2, 3] }, 1: floats([1, 1]), 2: { int: 4 }, 4: { float: 1 } }
    const subject = await layer('short', { 3: { table: coding } })
    const configuration = {
      profile: 'convscope',
      settings: { memory: 'low' },
      threads: 1,
      isa: engine().executableIsas[0] ?? 'sse',
    } as const
    await expect(execute(subject, configuration)).rejects.toThrow(
      '“conv.weight” cannot be read: they have 3 bytes for 216 values',
    )
  })
})

/** Each output channel in two parts of 18 weights, each with its minimum and scale. */
function asymmetricBlocks() {
  const random = randomNumbers(5)
  const integers = Array.from({ length: 216 }, () => Math.floor(random() * 256) - 128)
  const pairs = Array.from({ length: 12 }, () => [Math.fround(-random()), Math.fround(random() / 100)] as const)
  const values = Float32Array.from(integers, (integer, i) => {
    const [minimum, scale] = pairs[Math.floor(i / 18)] ?? [0, 0]
    // In the engine's order of rounding: the offset first.
    return Math.fround(integer * scale) + Math.fround(minimum + Math.fround(128 * scale))
  })
  const quantisation = {
    0: { bytes: integers },
    1: floats(pairs.flat()),
    2: { int: 4 },
    4: { float: 1 },
    9: { int: 1 },
  }
  return { values, quantisation, bits: 8 }
}
