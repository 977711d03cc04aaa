// SPDX-License-Identifier: Apache-2.0
import { invalid } from '#core/model/read-error'
import type { UnsupportedCause } from '#messages/en/unsupported'
import type { NcnnLayer, Translate } from '../context'
import { float, int, ints, text } from '../parameters'
import { axisNames, modelAxis, UNSET } from './axes'

/** Layers that keep elements and their order, and those that reorder or join them. */

/** Also one of several outputs, which are the same. */
export const identity: Translate = (layer) => layer.finish({ kind: 'Identity' }, [layer.input()], layer.rank())

/** Without outputs it only keeps its inputs from being outputs of the model. */
export const translateNoop: Translate = (layer) => (layer.outputs.length === 0 ? undefined : identity(layer))

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

const RESHAPE = {
  w: int(0, UNSET),
  h: int(1, UNSET),
  d: int(11, UNSET),
  c: int(2, UNSET),
  shapeExpr: text(6),
  inputBatchAxis: int(12, 233),
  outputBatchAxis: int(13, 233),
}

/** 0 copies the axis of that name, -1 takes what is left. */
export function translateReshape(layer: NcnnLayer): UnsupportedCause | undefined {
  const o = layer.read(RESHAPE)
  if (o.shapeExpr !== undefined) return { id: 'unsupported.atRunTime', what: 'outputShape' }
  if (o.inputBatchAxis !== 233 || o.outputBatchAxis !== 233) return { id: 'unsupported.ncnnBatch' }
  const names = [o.c, o.d, o.h, o.w].flatMap((size, i) => (size === UNSET ? [] : ['cdhw'[i] ?? '']))
  if (names.length === 0) return { id: 'unsupported.size' }
  const sizes = names.map((name) => o[name as 'w' | 'h' | 'd' | 'c'])
  const from = axisNames(layer.rank())
  const copied = (i: number) => from.indexOf(names[i] ?? '')
  const moved = sizes.some((size, i) => size === 0 && copied(i) !== i)
  if (!moved) {
    const operation = { kind: 'Reshape', shape: [1, ...sizes], allowZero: false } as const
    return layer.finish(operation, [layer.input()], names.length)
  }
  const dims = layer.part({ kind: 'Shape' }, [layer.input()])
  const parts = sizes.map((size, i) => {
    if (size !== 0 || copied(i) < 0) return layer.integers([size === 0 ? 1 : size])
    return layer.part({ kind: 'Gather', axis: 0 }, [dims, layer.integers([copied(i) + 1])])
  })
  const shape = layer.part({ kind: 'Concat', axis: 0 }, [layer.integers([1]), ...parts])
  return layer.finish({ kind: 'Reshape', allowZero: true }, [layer.input(), shape], names.length)
}

const SQUEEZE = { w: int(0), h: int(1), d: int(11), c: int(2), axes: ints(3) }

/** Axes of 1 go; one always stays. */
export function translateSqueeze(layer: NcnnLayer): undefined {
  const { axes, ...flags } = layer.read(SQUEEZE)
  const names = axisNames(layer.rank())
  const stated = axes?.map((axis) => (axis < 0 ? axis + names.length : axis))
  const chosen = stated ?? names.flatMap((name, i) => (flags[name as 'w' | 'h' | 'd' | 'c'] !== 0 ? [i] : []))
  const gone = chosen.length < names.length ? chosen : chosen.slice(1)
  const operation = { kind: 'Squeeze', axes: gone.map((axis) => axis + 1) } as const
  return layer.finish(operation, [layer.input()], names.length - gone.length)
}

const EXPAND = { w: int(0), h: int(1), d: int(11), c: int(2), axes: ints(3) }

/** Files of older tools say which of the axes of the result are new, later ones number them. */
export function translateExpandDims(layer: NcnnLayer): undefined {
  const { axes, ...flags } = layer.read(EXPAND)
  const count = axes?.length ?? Object.values(flags).filter((flag) => flag !== 0).length
  const names = axisNames(layer.rank() + count)
  const added = axes ?? names.flatMap((name, i) => (flags[name as 'w' | 'h' | 'd' | 'c'] !== 0 ? [i] : []))
  return layer.finish({ kind: 'Unsqueeze', axes: added.map(modelAxis) }, [layer.input()], layer.rank() + count)
}

/** By order_type: the axes of the result, innermost first, as ncnn's documentation lists them. */
const ORDERS: Readonly<Record<number, readonly string[]>> = {
  1: ['w'],
  2: ['wh', 'hw'],
  3: ['whc', 'hwc', 'wch', 'cwh', 'hcw', 'chw'],
  4: 'whdc hwdc wdhc dwhc hdwc dhwc whcd hwcd wchd cwhd hcwd chwd wdch dwch wcdh cwdh dcwh cdwh hdcw dhcw hcdw chdw dchw cdhw'.split(
    ' ',
  ),
}

export function translatePermute(layer: NcnnLayer): UnsupportedCause | undefined {
  const { orderType } = layer.read({ orderType: int(0) })
  const order = ORDERS[layer.rank()]?.[orderType]
  if (order === undefined) return { id: 'unsupported.unknown', what: 'mode', value: orderType }
  const from = axisNames(layer.rank())
  const permutation = [0, ...[...order].reverse().map((name) => from.indexOf(name) + 1)]
  return layer.finish({ kind: 'Transpose', permutation }, [layer.input()], layer.rank())
}

/** Channels of every group in turn; reversed: as many groups as a group has channels. */
export function translateShuffle(layer: NcnnLayer): undefined {
  const { group, reverse } = layer.read({ group: int(0, 1), reverse: int(1) })
  if (group < 1) invalid({ id: 'node.window', node: layer.name }, layer.name)
  return finishShuffled(layer, layer.input(), reverse === 0 ? [group, -1] : [-1, group])
}

/** The channels of an image seen as a matrix of `split`, transposed. */
function finishShuffled(layer: NcnnLayer, x: number, split: readonly number[]): undefined {
  const seen = layer.part({ kind: 'Reshape', shape: [...split, 0, 0], allowZero: false }, [x])
  const turned = layer.main({ kind: 'Transpose', permutation: [1, 0, 2, 3] }, [seen])
  return layer.finish({ kind: 'Reshape', shape: [1, -1, 0, 0], allowZero: false }, [turned], 3)
}

export function translatePixelShuffle(layer: NcnnLayer): UnsupportedCause | undefined {
  const { upscaleFactor, mode } = layer.read({ upscaleFactor: int(0, 1), mode: int(1) })
  if (upscaleFactor < 1) return { id: 'unsupported.blockSize' }
  const operation = { kind: 'DepthToSpace', blockSize: upscaleFactor, mode: mode === 0 ? 'CRD' : 'DCR' } as const
  return layer.finish(operation, [layer.input()], 3)
}

/** Mode 0 keeps the elements of a channel together, which SpaceToDepth sets apart. */
export function translateReorg(layer: NcnnLayer): UnsupportedCause | undefined {
  const { stride, mode } = layer.read({ stride: int(0, 1), mode: int(1) })
  if (stride < 1) return { id: 'unsupported.blockSize' }
  const operation = { kind: 'SpaceToDepth', blockSize: stride } as const
  if (mode !== 0) return layer.finish(operation, [layer.input()], 3)
  return finishShuffled(layer, layer.part(operation, [layer.input()]), [stride * stride, -1])
}

const TILE = { axis: int(0), tiles: int(1, 1), repeats: ints(2) }

export function translateTile(layer: NcnnLayer): UnsupportedCause | undefined {
  const { axis, tiles, repeats } = layer.read(TILE)
  const rank = layer.rank()
  const at = axis < 0 ? axis + rank : axis
  if (repeats !== undefined && repeats.length > rank) return { id: 'unsupported.oneAxisTile' }
  const counts = axisNames(rank).map((_, i) => {
    if (repeats !== undefined) return repeats[i - rank + repeats.length] ?? 1
    return i === at ? tiles : 1
  })
  return layer.finish({ kind: 'Tile' }, [layer.input(), layer.integers([1, ...counts])], rank)
}
