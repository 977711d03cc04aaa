// SPDX-License-Identifier: Apache-2.0
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { FORMATS } from '#core/model/formats/index'
import { buildSample } from '#core/model/samples/index'
import { input, net, op } from './support/mnn-writer'
import { tflite } from './support/tflite-writer'

const HEADS = {
  mnn: net(['x', 'y'], [input('x', 0, [1, 3, 8, 8]), op('relu', 69, [0], [1])]),
  ncnn: new TextEncoder().encode('7767517\n1 1\nInput x 0 1 x 0=8 1=8 2=3\n'),
  onnx: buildSample('squeezenet'),
  tflite: tflite({ tensors: [{ name: 'x', dims: [1] }], inputs: [0], outputs: [0], operators: [] }),
}

describe('formats', () => {
  it.each(Object.entries(HEADS))('a .%s file is of one format', (id, bytes) => {
    expect(FORMATS.filter(({ looksLike }) => looksLike(bytes, bytes.length)).map((format) => format.id)).toEqual([id])
  })

  it('are told apart by id and by extension', () => {
    const extensions = FORMATS.flatMap((format) => format.extensions)
    expect(new Set(FORMATS.map(({ id }) => id)).size).toBe(FORMATS.length)
    expect(new Set(extensions).size).toBe(extensions.length)
  })

  it('are those that installers associate with the application, beside its own documents', () => {
    const { fileAssociations } = createRequire(import.meta.url)('../../../packaging/electron-builder.cjs')
    const expected = FORMATS.map(({ id, label, extensions }) => ({
      ext: extensions,
      name: `${label} model`,
      role: 'Viewer',
      mimeType: `application/x-${id}`,
    }))
    const own = { ext: ['convscope'], name: 'Convscope document', role: 'Viewer', mimeType: 'application/x-convscope' }
    expect(new Set(fileAssociations)).toEqual(new Set([...expected, own]))
  })
})
