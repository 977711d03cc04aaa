// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type ServedFiles, servedFiles } from '#hosts/serve/files'
import { temporaryFolder } from '../../core/model/support/temporary-folder'

const folder = temporaryFolder()
let files: ServedFiles
let root = ''

beforeAll(async () => {
  for (const name of ['models', 'models/deep', 'models-secret', 'uploads']) mkdirSync(folder(name))
  for (const name of ['models/a.onnx', 'models/b.MNN', 'models/notes.txt', 'models/.hidden.onnx', 'models/deep/c.onnx'])
    writeFileSync(folder(name), 'x')
  for (const name of ['models-secret/s.onnx', 'outside.onnx', 'uploads/u.onnx']) writeFileSync(folder(name), 'x')
  symlinkSync(folder('outside.onnx'), folder('models/link.onnx'))
  symlinkSync(folder('models-secret'), folder('models/linked'))
  files = await servedFiles(folder('models'), folder('uploads'))
  root = await realpath(folder('models'))
})

describe('files that are served', () => {
  test.each(['a.onnx', 'deep/c.onnx', 'deep/../a.onnx', './b.MNN'])('%s is admitted', async (path) => {
    expect(await files.admit(path)).toEqual({ ok: true, value: await realpath(join(root, path)) })
    expect((await files.admit(join(root, path))).ok).toBe(true)
  })

  test('so are files that the page has sent', async () => {
    expect((await files.admit(folder('uploads/u.onnx'))).ok).toBe(true)
  })

  test.each([
    '../outside.onnx',
    '../models-secret/s.onnx',
    'link.onnx',
    'linked/s.onnx',
    '/etc/passwd',
    '/',
    '..',
    '../nowhere',
  ])('%s is refused', async (path) => {
    expect(await files.admit(path)).toMatchObject({ ok: false, problem: { code: 'file/unreadable' } })
  })

  test('what is not there is told, below the folder only', async () => {
    expect(await files.admit('gone.onnx')).toMatchObject({ ok: false, problem: { code: 'file/not-found' } })
  })

  test('a listing has folders and files of the kind wanted, and no way out', async () => {
    const listing = await files.list(root, ['mnn', 'onnx'])
    expect(listing).toMatchObject({ folder: root, parent: null, folders: ['deep'] })
    expect(listing.files).toEqual([
      { name: 'a.onnx', bytes: 1 },
      { name: 'b.MNN', bytes: 1 },
    ])
    expect((await files.list('deep', ['*'])).parent).toBe(root)
    for (const outside of ['..', '/etc', 'linked', folder('uploads')])
      expect((await files.list(outside, ['*'])).folder).toBe(root)
  })
})
