// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { Model } from '#core/model/graph'
import { hasShared, NO_SHARED, ocrModel, opened, shared } from './support/model-files'

/** Convolution weights in execution order, read by their references. */
async function weightsOf(path: string, model: Model) {
  const bytes = await readFile(path)
  return model.nodes.flatMap(({ operation, inputs }) => {
    const constant = model.tensors[inputs[1] ?? -1]?.constant
    if (operation.kind !== 'Conv' || constant?.data.kind !== 'file') return []
    const { offset, byteLength } = constant.data
    const values = new Float32Array(
      bytes.buffer.slice(bytes.byteOffset + offset, bytes.byteOffset + offset + byteLength),
    )
    return [{ dims: constant.dims, values }]
  })
}

/** Largest deviation from "each output channel of b is that of a times one factor", relative to the largest weight. */
function deviation(a: Float32Array, b: Float32Array, channels: number): number {
  const size = a.length / channels
  const largest = b.reduce((max, value) => Math.max(max, Math.abs(value)), 0)
  let worst = 0
  for (let channel = 0; channel < channels; channel++) {
    const from = a.subarray(channel * size, (channel + 1) * size)
    const to = b.subarray(channel * size, (channel + 1) * size)
    const pivot = from.reduce((best, value, i) => (Math.abs(value) > Math.abs(from[best] ?? 0) ? i : best), 0)
    const factor = (to[pivot] ?? 0) / (from[pivot] || 1)
    from.forEach((value, i) => {
      worst = Math.max(worst, Math.abs(value * factor - (to[i] ?? 0)) / largest)
    })
  }
  return worst
}

describe.skipIf(!hasShared)(`weights of two files of the same network agree${NO_SHARED}`, () => {
  // MNN's converter folds batch normalisation into weights: a factor for each output channel.
  it('PP-OCR detection as .mnn and as .onnx', async () => {
    const mnnPath = shared('mnn/ch_PP-OCRv4_det_infer.mnn')
    const onnxPath = ocrModel('ch_PP-OCRv4_det_infer.onnx')
    const mnn = await weightsOf(mnnPath, (await opened(mnnPath)).model)
    const onnx = await weightsOf(onnxPath, (await opened(onnxPath)).model)
    expect(mnn).toHaveLength(62)
    // The converter orders branches differently, so each is paired with its best match of equal dims.
    const left = new Set(onnx)
    for (const { dims, values } of mnn) {
      const rivals = [...left].filter((other) => other.dims.join() === dims.join())
      const deviations = rivals.map((other) => deviation(other.values, values, dims[0] ?? 1))
      const best = Math.min(...deviations)
      expect(best).toBeLessThan(1e-5)
      left.delete(rivals[deviations.indexOf(best)] as (typeof onnx)[number])
    }
    expect(left.size).toBe(0)
  })
})

describe('weights of a PP-OCR model', () => {
  // The file stores a tensor's name (field 8) and its raw data (field 9); found here by searching the bytes.
  it('are where a plain search finds them', async () => {
    const path = ocrModel('ch_ppocr_mobile_v2.0_cls_infer.onnx')
    const bytes = await readFile(path)
    const { model } = await opened(path)
    const found = model.tensors.filter(({ constant }) => constant?.data.kind === 'file')
    expect(found.length).toBeGreaterThan(50)
    for (const { name, constant } of found) {
      if (constant?.data.kind !== 'file') continue
      const { offset, byteLength } = constant.data
      const before = bytes.subarray(Math.max(0, offset - 6), offset)
      const size = [...varint(byteLength)]
      expect([name, [...before.subarray(-size.length)]]).toEqual([name, size])
      // The tag before the size is float_data (4) or raw_data (9), length-delimited.
      expect([(4 << 3) | 2, (9 << 3) | 2]).toContain(before.at(-size.length - 1))
    }
  })
})

function* varint(value: number): Generator<number> {
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    yield rest < 128 ? rest : (rest % 128) + 128
    if (rest < 128) return
  }
}
