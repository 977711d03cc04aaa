// SPDX-License-Identifier: Apache-2.0
import type { NcnnLayer, Translate } from '../context'
import { float, int } from '../parameters'

/** Layers that move elements or leave them as they are. Axes count behind the batch. */

export const modelAxis = (axis: number) => (axis < 0 ? axis : axis + 1)

/** Also one of several outputs, which are the same. */
export const identity: Translate = (layer) => layer.finish({ kind: 'Identity' }, [layer.input()], layer.rank())

export function translateDropout(layer: NcnnLayer): undefined {
  const { scale } = layer.read({ scale: float(0, 1) })
  if (scale === 1) return layer.finish({ kind: 'Identity' }, [layer.input()], layer.rank())
  const operation = { kind: 'Binary', function: 'mul', activation: 'none' } as const
  return layer.finish(operation, [layer.input(), layer.scalar(scale)], layer.rank())
}

export const translateConcat: Translate = (layer) => {
  const { axis } = layer.read({ axis: int(0) })
  return layer.finish({ kind: 'Concat', axis: modelAxis(axis) }, layer.inputs, layer.rank())
}

export const translateFlatten: Translate = (layer) => layer.finish({ kind: 'Flatten', axis: 1 }, [layer.input()], 1)
