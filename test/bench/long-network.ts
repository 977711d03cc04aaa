// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs'
import type { NodeProto } from '#core/model/formats/onnx/schema'
import { type Operand, onnxFile } from '../core/model/support/onnx-graph'

const CHANNELS = 8

/** Writes an ONNX file of a residual network of about `count` nodes: Conv, Relu, Conv, Add in turn. */
export function writeLongNetwork(path: string, count: number): void {
  const weights = Array.from({ length: CHANNELS * CHANNELS * 9 }, (_, i) => Math.sin(i) / 8)
  const operands: Operand[] = [
    { input: [1, CHANNELS, 28, 28] },
    { floats: weights, dims: [CHANNELS, CHANNELS, 3, 3] },
    { floats: weights.slice(0, CHANNELS * CHANNELS), dims: [CHANNELS, CHANNELS, 1, 1] },
  ]
  const nodes: NodeProto[] = []
  let x = 'a0'
  for (let block = 0; nodes.length < count; block++) {
    const name = (part: string) => `stage${block >> 5}.block${block}.${part}`
    const node = (opType: string, part: string, input: string[], attribute: NodeProto['attribute'] = []) => {
      nodes.push({ opType, name: name(part), input, output: [name(part)], attribute })
      return name(part)
    }
    const padded = [{ name: 'pads', type: 7, ints: [1, 1, 1, 1] }]
    const first = node('Conv', 'conv1', [x, 'a1'], padded)
    const active = node('Relu', 'relu', [first])
    const second = node('Conv', 'conv2', [active, 'a2'])
    x = node('Add', 'add', [x, second])
  }
  writeFileSync(path, onnxFile(13, nodes, operands, [x]))
}
