// SPDX-License-Identifier: Apache-2.0
import type { ShapedModel } from '#core/model/shapes'
import { ModelSketch } from './model-sketch'

/**
 * ArcFace's ResNet-100 at 112×112 without its fully connected head: 103 convolutions, as exported
 * (batch norms and PReLUs as nodes of their own).
 */
export function iresnet100(format: 'mnn' | 'onnx'): ShapedModel {
  const sketch = new ModelSketch(format)
  const norm = (from: number) => {
    const dims = sketch.dimsOf(from)
    const parameters = Array.from({ length: 4 }, () => sketch.constant([dims[1] ?? 1]))
    return sketch.node({ kind: 'BatchNorm', epsilon: 1e-5 }, [from, ...parameters], dims)
  }
  const prelu = (from: number) => {
    const dims = sketch.dimsOf(from)
    return sketch.node({ kind: 'PRelu' }, [from, sketch.constant([dims[1] ?? 1])], dims)
  }
  const add = (a: number, b: number) =>
    sketch.node({ kind: 'Binary', function: 'add', activation: 'none' }, [a, b], sketch.dimsOf(a))

  let x = sketch.input([1, 3, 112, 112])
  x = prelu(norm(sketch.conv(x, { outChannels: 64, kernel: 3, pad: 1 })))
  const stages = [
    { outChannels: 64, blocks: 3 },
    { outChannels: 128, blocks: 13 },
    { outChannels: 256, blocks: 30 },
    { outChannels: 512, blocks: 3 },
  ]
  for (const { outChannels, blocks } of stages) {
    for (let block = 0; block < blocks; block++) {
      const stride = block === 0 ? 2 : 1
      let y = prelu(norm(sketch.conv(norm(x), { outChannels, kernel: 3, pad: 1 })))
      y = norm(sketch.conv(y, { outChannels, kernel: 3, pad: 1, stride }))
      x = add(y, block === 0 ? norm(sketch.conv(x, { outChannels, kernel: 1, stride })) : x)
    }
  }
  return sketch.shaped([norm(x)])
}
