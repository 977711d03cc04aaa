// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { openModel } from '#core/model/open'
import { buildSample } from '#core/model/samples/index'
import { english, SPEAKERS } from '#messages/say'
import { input, net, op } from './support/mnn-writer'
import { temporaryFolder } from './support/temporary-folder'
import { tflite } from './support/tflite-writer'

const path = temporaryFolder()
const SQUEEZENET = buildSample('squeezenet')
const TINY_TFLITE = tflite({
  tensors: [
    { name: 'x', dims: [1, 4] },
    { name: 'y', dims: [1, 4] },
  ],
  inputs: [0],
  outputs: [1],
  operators: [{ code: 19, inputs: [0], outputs: [1] }],
})
const TINY_MNN = net(['x', 'y'], [input('x', 0, [1, 3, 8, 8]), op('relu', 69, [0], [1])])

async function written(name: string, content: Uint8Array | string): Promise<string> {
  await writeFile(path(name), content)
  return path(name)
}

async function problem(file: string) {
  const result = await openModel(file)
  if (result.ok) throw new Error(`${file} was opened`)
  return result.problem
}

describe('openModel', () => {
  it('tells path, size, time and hash of the file', async () => {
    const file = await written('net.onnx', SQUEEZENET)
    const result = await openModel(file)
    if (!result.ok) throw new Error(english(result.problem.message))
    expect(result.value).toMatchObject({ path: file, fileName: 'net.onnx', fileBytes: SQUEEZENET.length })
    expect(result.value.sha256).toBe(createHash('sha256').update(SQUEEZENET).digest('hex'))
    expect(Math.abs(result.value.modifiedMs - Date.now())).toBeLessThan(600_000)
    expect(result.value.format).toBe('onnx')
  })

  it('decides by content, not by extension', async () => {
    const onnx = await openModel(await written('really-onnx.mnn', SQUEEZENET))
    const mnn = await openModel(await written('really-mnn.onnx', TINY_MNN))
    expect(onnx.ok && onnx.value.format).toBe('onnx')
    expect(mnn.ok && mnn.value.format).toBe('mnn')
  })

  it('reports progress from reading to parsing, never backwards', async () => {
    const seen: [number, string][] = []
    const large = Buffer.concat([SQUEEZENET, unusedOnnxBytes(20 << 20)])
    const file = await written('large.onnx', large)
    const result = await openModel(file, { onProgress: (fraction, stage) => seen.push([fraction, stage]) })
    expect(result.ok).toBe(true)
    const fractions = seen.map(([fraction]) => fraction)
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b))
    expect(seen.filter(([, stage]) => stage === 'reading').length).toBeGreaterThan(2)
    expect(seen.at(-1)).toEqual([1, 'parsing'])
  })

  it('can be cancelled while it reads', async () => {
    const controller = new AbortController()
    const file = await written('cancelled.onnx', Buffer.concat([SQUEEZENET, unusedOnnxBytes(20 << 20)]))
    const onProgress = () => controller.abort()
    const result = await openModel(file, { signal: controller.signal, onProgress })
    expect(!result.ok && result.problem.code).toBe('cancelled')
  })

  it('knows a file that is not there and one that it may not read', async () => {
    expect(await problem(path('missing.onnx'))).toMatchObject({ code: 'file/not-found', file: path('missing.onnx') })
    expect((await problem('/tmp/\0')).code).toBe('file/not-found')
    const secret = await written('secret.onnx', SQUEEZENET)
    await chmod(secret, 0)
    // Root may read everything.
    if (process.getuid?.() !== 0) expect((await problem(secret)).code).toBe('file/unreadable')
  })

  it('refuses a folder and an empty file', async () => {
    await mkdir(path('folder.onnx'))
    expect(await problem(path('folder.onnx'))).toMatchObject({ code: 'model/not-a-model' })
    expect((await problem(path('folder.onnx'))).message).toSay(/folder\.onnx .* is a folder/)
    expect((await problem(await written('empty.mnn', ''))).message).toSay('empty.mnn cannot be opened: it is empty.')
  })

  it.each([
    ['image.onnx', Buffer.from('\x89PNG\r\n\x1a\n0000IHDR', 'latin1'), /PNG image/],
    ['archive.mnn', Buffer.from('PK\x03\x04........', 'latin1'), /ZIP archive/],
    ['notes.onnx', 'These are only notes.\n', /text file/],
    ['graph.json', '{ "nodes": [] }', /JSON/],
    [
      'noise.mnn',
      Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919 + 13) % 251)),
      /not a model in one of the formats MNN, ncnn, ONNX and TensorFlow Lite/,
    ],
  ])('says what %s is', async (name, content, message) => {
    const found = await problem(await written(name, content))
    expect(found).toMatchObject({
      code: 'model/not-a-model',
      hint: expect.toSay(/\.mnn, \.param, \.onnx and \.tflite files/),
    })
    expect(english(found.message)).toMatch(message)
    expect(english(found.message).startsWith(`${name} cannot be opened: `)).toBe(true)
    expect(SPEAKERS['zh-CN'](found.message)).toMatch(new RegExp(`^无法打开 ${name}：.*[\u4e00-\u9fff].*。$`))
    expect(SPEAKERS['zh-CN'](found.message)).not.toContain('undefined')
  })

  it.each([
    ['onnx', SQUEEZENET],
    ['mnn', TINY_MNN],
    ['tflite', TINY_TFLITE],
  ])('notices a cut-off .%s file', async (format, content) => {
    const found = await problem(await written(`cut.${format}`, content.subarray(0, Math.floor(content.length * 0.7))))
    expect(found).toMatchObject({ code: 'model/truncated', file: path(`cut.${format}`) })
    expect(english(found.message)).toContain(`cut.${format} cannot be opened`)
  })
})

/** `length` bytes in a field of ModelProto that readers skip (doc_string, 6). */
function unusedOnnxBytes(length: number): Buffer {
  const size: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 128)) size.push((rest % 128) + (rest >= 128 ? 128 : 0))
  return Buffer.concat([Buffer.from([(6 << 3) | 2, ...size]), Buffer.alloc(length, 0x20)])
}
