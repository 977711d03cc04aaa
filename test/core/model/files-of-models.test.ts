// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { beforeEach, describe, expect, test } from 'vitest'
import { openStoredValue } from '#app/files/stored-value'
import { loadDocument, readText } from '#core/document/read'
import { withExpandedWeights } from '#core/inference/expand-weights'
import { openInputs } from '#core/inference/run-input'
import { answered } from '#core/model/answered'
import { FileRefusal } from '#core/model/file-cause'
import { encodeModel } from '#core/model/formats/onnx/schema'
import { openModel } from '#core/model/open'
import { tensorStatistics } from '#core/model/statistics/tensor-statistics'
import { input, net, op } from './support/mnn-writer'
import { temporaryFolder } from './support/temporary-folder'

const COUNT = 64
const SECRET = Buffer.from('root:x:0:0:secret of somebody else '.repeat(20))
const WEIGHTS = Buffer.from(new Float32Array(COUNT).fill(0.5).buffer)
const temporary = temporaryFolder()
let folder = ''
let outside = ''

beforeEach(async () => {
  const root = await mkdtemp(temporary('files-'))
  folder = join(root, 'model')
  outside = join(root, 'outside')
  await mkdir(folder)
  await mkdir(outside)
  await writeFile(join(outside, 'secret.bin'), SECRET)
})

/** Models of every format whose weights are in a file that they name. */
const FORMATS: readonly [string, (location: string) => Uint8Array][] = [
  [
    'onnx',
    (location) =>
      encodeModel({
        opsetImport: [{ version: 13 }],
        graph: {
          initializer: [
            {
              name: 'w',
              dims: [8, 8],
              dataType: 1,
              dataLocation: 1,
              externalData: [{ key: 'location', value: location }],
            },
          ],
          input: [
            { name: 'x', type: { tensorType: { elemType: 1, shape: { dim: [{ dimValue: 1 }, { dimValue: 8 }] } } } },
          ],
          node: [{ opType: 'MatMul', input: ['x', 'w'], output: ['y'] }],
          output: [{ name: 'y' }],
        },
      }),
  ],
  [
    'mnn',
    (location) =>
      net(
        ['x', 'w', 'y'],
        [
          input('x', 0, [1, 8]),
          {
            ...op('w', 11, [], [1], {
              tag: 7,
              table: { 0: { ints: [8, 8] }, 1: { byte: 0 }, 2: { int: 1 }, 9: { longs: [0, WEIGHTS.length] } },
            }),
            7: { string: location },
          },
          op('matmul', 63, [0, 1], [2], { tag: 0, table: {} }),
        ],
      ),
  ],
]

async function modelOf(make: (location: string) => Uint8Array, location = 'weights.bin', name = 'm.model') {
  await writeFile(join(folder, name), make(location))
  return join(folder, name)
}

/** The values that the model's weights are found to have. */
async function valuesOf(path: string) {
  const opened = await openModel(path)
  if (!opened.ok) return opened
  const tensor = opened.value.model.tensors.find(({ name }) => name === 'w')
  if (tensor?.constant === undefined) throw new Error('the model has no weights')
  const { name, dtype, constant } = tensor
  return tensorStatistics({ name, dtype, elements: COUNT, data: constant.data })
}

const fifo = (path: string) => execFileSync('mkfifo', [path])

describe.skipIf(process.platform === 'win32').each(FORMATS)(
  'the weights file that a model names (%s)',
  (_format, make) => {
    test('is read beside it, also below it and through links that stay', async () => {
      await mkdir(join(folder, 'deep'))
      await writeFile(join(folder, 'deep/real.bin'), WEIGHTS)
      await symlink('deep/real.bin', join(folder, 'weights.bin'))
      await symlink('deep', join(folder, 'also'))
      for (const location of ['deep/real.bin', './weights.bin', 'also/real.bin', 'deep/../weights.bin']) {
        expect(await valuesOf(await modelOf(make, location))).toMatchObject({
          ok: true,
          value: { finite: { min: 0.5, max: 0.5 } },
        })
      }
    })

    test('is found where the model itself is reached through a link, as in a cache of downloads', async () => {
      const real = await modelOf(make)
      await rename(real, join(outside, 'blob'))
      await writeFile(join(outside, 'weights'), WEIGHTS)
      await symlink(join(outside, 'blob'), join(folder, 'm.model'))
      await symlink(join(outside, 'weights'), join(folder, 'weights.bin'))
      expect(await valuesOf(join(folder, 'm.model'))).toMatchObject({ ok: true, value: { finite: { min: 0.5 } } })
    })

    test.each([
      ['a link', () => symlink(join(outside, 'secret.bin'), join(folder, 'weights.bin')), 'weights.bin'],
      [
        'a link to a link',
        async () => {
          await symlink(join(outside, 'secret.bin'), join(folder, 'other.bin'))
          await symlink('other.bin', join(folder, 'weights.bin'))
        },
        'weights.bin',
      ],
      ['a linked folder', () => symlink(outside, join(folder, 'deep')), 'deep/secret.bin'],
      ['a link to the folder above', () => symlink('..', join(folder, 'up')), 'up/outside/secret.bin'],
      ['a device', () => symlink('/dev/zero', join(folder, 'weights.bin')), 'weights.bin'],
      ['a path', async () => {}, '../outside/secret.bin'],
      ['a path that comes back', async () => {}, '../model/../outside/secret.bin'],
    ])('is refused where %s takes it out of the folder', async (_way, prepare, location) => {
      await prepare()
      const found = await valuesOf(await modelOf(make, location))
      expect(found).toMatchObject({ ok: false, problem: { code: 'model/invalid' } })
      expect(JSON.stringify(found)).toContain('utside')
    })

    test.each([
      ['a pipe', () => fifo(join(folder, 'weights.bin'))],
      ['a folder', () => mkdir(join(folder, 'weights.bin'))],
    ])('is refused where it is %s', async (_what, prepare) => {
      await prepare()
      const found = await valuesOf(await modelOf(make))
      expect(found).toMatchObject({ ok: false, problem: { message: { why: { id: 'file.weightsNotRegular' } } } })
    })

    test('may be missing: the weights are made up then, with a warning', async () => {
      await symlink('nowhere', join(folder, 'weights.bin'))
      const opened = await openModel(await modelOf(make))
      expect(opened).toMatchObject({ ok: true, value: { model: { warnings: [{ id: 'warning.weightsFile' }] } } })
    })

    test('is not read through a link that took its place, or that of its folder, after it was opened', async () => {
      await mkdir(join(folder, 'deep'))
      await writeFile(join(folder, 'deep/secret.bin'), WEIGHTS)
      const opened = await openModel(await modelOf(make, 'deep/secret.bin'))
      if (!opened.ok) throw new Error('not opened')
      await rm(join(folder, 'deep'), { recursive: true })
      await symlink(outside, join(folder, 'deep'))
      const { name = '', constant } = opened.value.model.tensors.find((tensor) => tensor.name === 'w') ?? {}
      if (constant === undefined) throw new Error('no weights')
      const found = await tensorStatistics({ name, dtype: 'float32', elements: COUNT, data: constant.data })
      expect(found).toMatchObject({ ok: false, problem: { message: { why: { id: 'file.nowLink' } } } })
    })
  },
)

describe.skipIf(process.platform === 'win32')('what is no regular file is refused at once', () => {
  test.each(['a pipe', '/dev/zero', 'a link to a pipe'])('%s', async (what) => {
    let path = what
    if (!what.startsWith('/')) {
      path = join(folder, 'it')
      fifo(what === 'a pipe' ? path : join(folder, 'pipe'))
      if (what !== 'a pipe') await symlink('pipe', path)
    }
    const why = { id: 'file.notRegular' }
    expect(await openModel(path)).toMatchObject({ ok: false, problem: { code: 'model/not-a-model', message: { why } } })
    expect(await loadDocument(path)).toMatchObject({ ok: false, problem: { message: { why } } })
    expect(await readText(path)).toMatchObject({ ok: false, problem: { message: { why } } })
    const only = { name: 'x', dtype: 'float32', dims: [1, 4] } as const
    expect((await openInputs({ kind: 'file', path }, [only])).ok).toBe(false)
    expect(openStoredValue(path, v.number(), 7).get()).toBe(7)
  })

  test('weights that are expanded for a run', async () => {
    fifo(join(folder, 'w'))
    const weights = {
      kind: 'coded',
      coding: 'int8',
      path: join(folder, 'w'),
      offset: 0,
      byteLength: 8,
      scales: { path: join(folder, 'w'), offset: 0, count: 1, half: false },
    }
    const program = { constants: [{ dims: [8], source: { kind: 'coded', name: 'w', weights } }] }
    const answer = await withExpandedWeights(program as never)
    expect(answer).toMatchObject({ ok: false, problem: { message: { why: { id: 'file.notRegular' } } } })
  })

  test('a file system that does not answer', async () => {
    const never = new Promise<void>(() => {})
    await expect(answered(never, 5)).rejects.toEqual(new FileRefusal({ id: 'file.noAnswer' }))
    expect(await answered(Promise.resolve(3), 5)).toBe(3)
  })
})
