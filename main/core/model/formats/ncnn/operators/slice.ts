// SPDX-License-Identifier: Apache-2.0
import type { UnsupportedCause } from '#messages/en/unsupported'
import type { NcnnLayer } from '../context'
import { float, int, ints, text } from '../parameters'
import { axisNames, modelAxis, TO_END, UNSET } from './axes'

/** Layers that cut blobs, and one that adds an edge (20260526: src/layer/crop.cpp, slice.cpp, padding.cpp). */

const SLICE = { slices: ints(0), axis: int(1), indices: ints(2) }

/** Sizes of the parts, of which several may share what is left; or where all but the first begin. */
export function translateSlice(layer: NcnnLayer): UnsupportedCause | undefined {
  const { slices = [], axis, indices } = layer.read(SLICE)
  const split = { kind: 'Split', axis: modelAxis(axis) } as const
  if (indices?.some((index) => index < 0)) return { id: 'unsupported.sliceOffset' }
  const sizes =
    indices === undefined
      ? slices.map((size) => (size === UNSET ? -1 : size))
      : [...indices.map((index, i) => index - (indices[i - 1] ?? 0)), -1]
  return layer.finish({ ...split, sizes }, [layer.input()], layer.rank())
}

const CROP = {
  woffset: int(0),
  hoffset: int(1),
  doffset: int(13),
  coffset: int(2),
  outw: int(3),
  outh: int(4),
  outd: int(14),
  outc: int(5),
  woffset2: int(6),
  hoffset2: int(7),
  doffset2: int(15),
  coffset2: int(8),
  starts: ints(9),
  ends: ints(10),
  axes: ints(11),
  startsExpr: text(19),
  endsExpr: text(20),
  axesExpr: text(21),
}

/** By offsets and sizes, by starts and ends, or to the size of a second input. */
export function translateCrop(layer: NcnnLayer): UnsupportedCause | undefined {
  const o = layer.read(CROP)
  if ((o.startsExpr ?? o.endsExpr ?? o.axesExpr) !== undefined)
    return { id: 'unsupported.atRunTime', what: 'blocksOrCrops' }
  const names = axisNames(layer.rank())
  const operation = { kind: 'Slice', sizesAsEnds: false } as const
  if (o.starts !== undefined && o.ends !== undefined) {
    const starts = o.starts.map((start) => (start === UNSET ? 0 : start))
    const ends = o.ends.map((end) => (end === UNSET || end === 0 ? TO_END : end))
    const axes = (o.axes ?? names.map((_, i) => i)).slice(0, starts.length).map(modelAxis)
    return layer.finish({ ...operation, starts, ends, axes }, [layer.input()], layer.rank())
  }
  const at = (name: string) => {
    const axis = name as 'w' | 'h' | 'd' | 'c'
    return { begin: o[`${axis}offset`], size: o[`out${axis}`], rest: o[`${axis}offset2`] }
  }
  const places = names.map(at)
  const begins = places.map(({ begin }) => begin)
  const axes = names.map((_, i) => i + 1)
  if (begins.some((begin) => begin === UNSET)) return { id: 'unsupported.atRunTime', what: 'blocksOrCrops' }
  if (layer.inputs.length > 1 && places.every(({ size, rest }) => size === 0 && rest === 0)) {
    return finishCropTo(layer, begins)
  }
  const byRest = { starts: begins, ends: places.map(({ rest }) => (rest > 0 ? -rest : TO_END)), axes }
  const bySize = places.map(({ begin, size, rest }) => (size === UNSET ? TO_END : size - (rest > 0 ? 0 : -begin)))
  if (!places.some(({ rest }) => rest > 0)) {
    return layer.finish({ ...operation, starts: begins, ends: bySize, axes }, [layer.input()], layer.rank())
  }
  if (places.every(({ size }) => size === UNSET))
    return layer.finish({ ...operation, ...byRest }, [layer.input()], layer.rank())
  // Both: what the rest leaves, and of that no more than the size.
  const left = layer.part({ ...operation, ...byRest }, [layer.input()])
  const ends = places.map(({ size }) => (size === UNSET ? TO_END : size))
  return layer.finish({ ...operation, starts: axes.map(() => 0), ends, axes }, [left], layer.rank())
}

/** To the size of the second input; to its channels too where it has as many dimensions. */
function finishCropTo(layer: NcnnLayer, begins: readonly number[]): undefined {
  const rank = layer.rank()
  const whole = layer.rank(1) === rank
  const chosen = axisNames(rank).flatMap((name, i) => (whole || name === 'w' || name === 'h' ? [i] : []))
  const reference = axisNames(layer.rank(1))
  const dims = layer.part({ kind: 'Shape' }, [layer.input(1)])
  const places = layer.integers(chosen.map((i) => reference.indexOf(axisNames(rank)[i] ?? '') + 1))
  const sizes = layer.part({ kind: 'Gather', axis: 0 }, [dims, places])
  const starts = layer.integers(chosen.map((i) => begins[i] ?? 0))
  const ends = layer.part({ kind: 'Binary', function: 'add', activation: 'none' }, [sizes, starts])
  const inputs = [layer.input(), starts, ends, layer.integers(chosen.map((i) => i + 1))]
  return layer.finish({ kind: 'Slice', sizesAsEnds: false }, inputs, rank)
}

const PADDING = {
  top: int(0),
  bottom: int(1),
  left: int(2),
  right: int(3),
  type: int(4),
  value: float(5),
  perChannelPadDataSize: int(6),
  front: int(7),
  behind: int(8),
}

const MODES = ['constant', 'edge', 'reflect'] as const

export function translatePadding(layer: NcnnLayer): UnsupportedCause | undefined {
  const o = layer.read(PADDING)
  if (o.perChannelPadDataSize !== 0) {
    layer.skipFloats(o.perChannelPadDataSize)
    return { id: 'unsupported.unknown', what: 'padding', value: null }
  }
  const mode = MODES[o.type]
  if (mode === undefined) return { id: 'unsupported.unknown', what: 'mode', value: o.type }
  // Front and behind: of channels, or of the depth where there is one.
  const outer =
    {
      3: [[o.front, o.behind]],
      4: [
        [0, 0],
        [o.front, o.behind],
      ],
    }[layer.rank()] ?? []
  const inner = [
    [o.top, o.bottom],
    [o.left, o.right],
  ].slice(-layer.rank())
  const pads = [[0, 0], ...outer, ...inner]
  const flat = [...pads.map(([begin = 0]) => begin), ...pads.map(([, end = 0]) => end)]
  return layer.finish({ kind: 'Pad', mode, pads: flat, value: o.value, pairs: false }, [layer.input()], layer.rank())
}
