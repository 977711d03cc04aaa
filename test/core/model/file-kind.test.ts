// SPDX-License-Identifier: Apache-2.0
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { signedKind, textKind } from '#core/model/file-kind'
import { openModel } from '#core/model/open'
import { buildSample } from '#core/model/samples/index'
import { english } from '#messages/say'
import { temporaryFolder } from './support/temporary-folder'

const bytes = (...parts: (string | readonly number[])[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part as string))))

/** The local head of a ZIP archive's first entry. */
const zipped = (name: string) => bytes('PK\x03\x04', new Array<number>(22).fill(0), [name.length, 0, 0, 0], name, 'x')

const path = temporaryFolder()

describe('a file of another kind of model', () => {
  it.each<[string, string, Uint8Array]>([
    ['ort', 'model.ort', bytes([0x18, 0, 0, 0], 'ORTM', [0, 0])],
    ['safetensors', 'model.safetensors', bytes([0x40, 0, 0, 0, 0, 0, 0, 0], '{"weight":{"dtype":"F32"}}')],
    ['tensorflow', 'saved_model.pb', bytes([0x08, 1, 0x12, 0x90, 0x4e, 0x0a, 0x20, 0x0a, 2, 0x0a, 0])],
    ['tensorflow', 'frozen.pb', bytes([0x0a, 20, 0x0a, 5], 'input', [0x12, 11], 'Placeholder')],
    ['tensorflow', 'graph.pbtxt', bytes('node {\n  name: "input"\n  op: "Placeholder"\n}\n')],
    ['coreml', 'net.mlmodel', bytes([0x08, 1, 0x12, 0x90, 2, 0x0a, 0x10, 0x0a, 5], 'image')],
    ['coreml', 'net', bytes([0x08, 4, 0x12, 0x90, 2, 0x0a, 0x10, 0x0a, 5], 'image')],
    ['caffe', 'net.caffemodel', bytes([0x0a, 4], 'VGGX', [0xa2, 0x06, 3, 0x0a, 1], 'x')],
    ['caffe', 'old.caffemodel', bytes([0x0a, 9], 'CaffeNet1', [0x12, 3, 0x0a, 1], 'x')],
    ['prototxt', 'deploy.prototxt', bytes('name: "net"\ninput: "data"\nlayer {\n  type: "Convolution"\n}\n')],
    ['pytorch', 'net.pt', zipped('net/data.pkl')],
    ['pytorch', 'net.pth', zipped('archive/version')],
    ['pytorch', 'old.pth', bytes([0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9])],
    ['keras', 'net.keras', zipped('metadata.json')],
    ['zip', 'all.zip', zipped('readme.txt')],
    ['openvino', 'net.xml', bytes('<?xml version="1.0"?>\n<net name="net" version="11">\n<layers>')],
    ['markup', 'page.html', bytes('<!doctype html><title>net</title>')],
    ['paddle', 'inference.pdmodel', bytes([0x0a, 0x40, 0x08, 0, 0x10, 0xff, 0xff, 0xff])],
    ['paddle', 'inference.json', bytes('{"base_code":{"magic":"pir","version":1},"program":{}}')],
    ['tensorflowJs', 'model.json', bytes('{"format":"graph-model","modelTopology":{}}')],
    ['darknet', 'yolo.cfg', bytes('[net]\nbatch=64\nwidth=416\n')],
    ['hdf5', 'net.h5', bytes([0x89], 'HDF\r\n')],
    ['gitLfs', 'net.onnx', bytes('version https://git-lfs.github.com/spec/v1\noid sha256:1\n')],
  ])('%s: %s', (kind, name, head) => expect(signedKind(head, name) ?? textKind(head)).toBe(kind))

  it('is none of them where it is a model', () => {
    for (const sample of ['squeezenet', 'mobilenet-v2']) {
      expect(signedKind(buildSample(sample).subarray(0, 4096), 'saved_model.pb')).toBeUndefined()
    }
  })

  it('says how it is converted, and what a folder is', async () => {
    await mkdir(path('net.mlpackage'))
    await mkdir(path('saved'))
    await writeFile(join(path('saved'), 'saved_model.pb'), '')
    const said = async (name: string) => {
      const result = await openModel(path(name))
      return result.ok ? '' : english(result.problem.message)
    }
    expect(await said('net.mlpackage')).toMatch(/net\.mlpackage cannot be opened: it is a Core ML model, .*export/)
    expect(await said('saved')).toMatch(/it is a TensorFlow model: convert it to \.onnx with tf2onnx/)
  })
})
