// SPDX-License-Identifier: Apache-2.0
import type { UnsupportedCause } from '#messages/en/unsupported'
import type { NcnnLayer } from '../context'
import { float, int, text } from '../parameters'

/** Interpolation of images (20260526: src/layer/interp.cpp). */

const INTERP = {
  resizeType: int(0),
  heightScale: float(1, 1),
  widthScale: float(2, 1),
  outputHeight: int(3),
  outputWidth: int(4),
  dynamicTargetSize: int(5),
  alignCorner: int(6),
  sizeExpr: text(9),
}

const MODES = [undefined, 'nearest', 'linear', 'cubic'] as const

/** To a size, by factors, or to the size of a second input. */
export function translateInterp(layer: NcnnLayer): UnsupportedCause | undefined {
  const o = layer.read(INTERP)
  const mode = MODES[o.resizeType]
  if (mode === undefined) return { id: 'unsupported.unknown', what: 'resizeType', value: o.resizeType }
  if (o.sizeExpr !== undefined || layer.rank() === 4) return { id: 'unsupported.resizeSize' }
  const linear = o.alignCorner !== 0 ? ('alignCorners' as const) : ('halfPixel' as const)
  const coordinates = mode === 'nearest' ? ('asymmetric' as const) : linear
  const rows = layer.rank() === 2
  const axes = rows ? [2] : [2, 3]
  const common = { kind: 'Resize', mode, coordinates, nearest: 'floor', axes, cubicFactor: -0.75 } as const
  // A flat blob is an image of one position.
  const x = layer.rank() === 1 ? layer.part({ kind: 'Unsqueeze', axes: [2, 3] }, [layer.input()]) : layer.input()
  const rank = rows ? 2 : 3
  const chosen = (height: number, width: number) => (rows ? [width] : [height, width])
  if (layer.inputs.length > 1) {
    const dims = layer.part({ kind: 'Shape' }, [layer.input(1)])
    const sizes = layer.part({ kind: 'Gather', axis: 0 }, [dims, layer.integers(chosen(-2, -1))])
    return layer.finish({ ...common, sizesInput: 1 }, [x, sizes], rank)
  }
  if (o.outputWidth > 0 && (rows || o.outputHeight > 0)) {
    return layer.finish({ ...common, sizes: chosen(o.outputHeight, o.outputWidth) }, [x], rank)
  }
  return layer.finish({ ...common, scales: chosen(o.heightScale, o.widthScale) }, [x], rank)
}
