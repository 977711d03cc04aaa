// SPDX-License-Identifier: Apache-2.0
import type { ShapedModel } from '#core/model/shapes'
import { ModelSketch } from '../../core/planning/engines/mnn/model-sketch'

/** A residual network of about `nodes` nodes. */
export function longNetwork(nodes: number): ShapedModel {
  const sketch = new ModelSketch('onnx')
  let x = sketch.input([1, 32, 56, 56])
  let count = 0
  while (count < nodes) {
    const y = sketch.conv(x, { outChannels: 32, kernel: count % 3 === 0 ? 1 : 3, pad: count % 3 === 0 ? 0 : 1 })
    const relu = sketch.node({ kind: 'Unary', function: 'relu', alpha: 0, beta: 0 }, [y], sketch.dimsOf(y))
    const z = sketch.conv(relu, { outChannels: 32, kernel: 3, pad: 1, group: 32, depthwise: true })
    x = sketch.node({ kind: 'Binary', function: 'add', activation: 'none' }, [x, z], sketch.dimsOf(x))
    count += 4
  }
  return sketch.shaped([x])
}
