// SPDX-License-Identifier: Apache-2.0
import type { PadRule } from '#core/model/operations/index'
import { invalid } from '#core/model/read-error'
import type { UnsupportedCause } from '#messages/en/unsupported'
import type { NcnnLayer } from '../context'
import { int } from '../parameters'

/** Pools of images (20260526: src/layer/pooling.cpp). */

const POOLING = {
  poolingType: int(0),
  kernelW: int(1),
  kernelH: int(11, 'kernelW'),
  strideW: int(2, 1),
  strideH: int(12, 'strideW'),
  padLeft: int(3),
  padRight: int(14, 'padLeft'),
  padTop: int(13, 'padLeft'),
  padBottom: int(15, 'padTop'),
  globalPooling: int(4),
  padMode: int(5),
  avgpoolCountIncludePad: int(6),
  adaptivePooling: int(7),
  outW: int(8),
  outH: int(18, 'outW'),
}

const MODES = ['max', 'average'] as const
/** By pad_mode: whether the last window may hang over the end, and the rule where it is not the layer's pads. */
const FULL = 0
const PAD_RULES: readonly (PadRule | undefined)[] = [
  undefined,
  undefined,
  { kind: 'same', odd: 'upper' },
  { kind: 'same', odd: 'lower' },
]

function adaptive(mode: 'max' | 'average') {
  const pads = { kind: 'valid' } as const
  const window = { kernel: [1, 1], strides: [1, 1], dilations: [1, 1], pads }
  return { kind: 'Pool', mode, ...window, ceil: false, countPadding: false } as const
}

/** null: the size stays. */
function stated(size: number): number | null {
  return size > 0 ? size : null
}

export function translatePooling(layer: NcnnLayer): UnsupportedCause | undefined {
  const o = layer.read(POOLING)
  const mode = MODES[o.poolingType]
  if (mode === undefined) return { id: 'unsupported.unknown', what: 'mode', value: o.poolingType }
  if (o.globalPooling !== 0) {
    // One value for each channel, without height and width.
    return layer.finish({ kind: 'Flatten', axis: 1 }, [layer.main({ kind: 'GlobalPool', mode }, [layer.input()])], 1)
  }
  if (o.adaptivePooling !== 0) {
    if (o.outW === 1 && o.outH === 1) return layer.finish({ kind: 'GlobalPool', mode }, [layer.input()], 3)
    return layer.finish({ ...adaptive(mode), outputSize: [o.outH, o.outW].map(stated) }, [layer.input()], 3)
  }
  if (Math.min(o.kernelW, o.kernelH, o.strideW, o.strideH) < 1) {
    invalid({ id: 'node.window', node: layer.name }, layer.name)
  }
  if (o.padMode < 0 || o.padMode >= PAD_RULES.length) {
    return { id: 'unsupported.unknown', what: 'padding', value: o.padMode }
  }
  const pads = [o.padTop, o.padLeft, o.padBottom, o.padRight].map((pad) => Math.max(0, pad))
  const operation = {
    kind: 'Pool',
    mode,
    kernel: [o.kernelH, o.kernelW],
    strides: [o.strideH, o.strideW],
    dilations: [1, 1],
    pads: PAD_RULES[o.padMode] ?? { kind: 'explicit', pads },
    ceil: o.padMode === FULL,
    countPadding: o.avgpoolCountIncludePad !== 0,
    // The last window may lie in the padding.
    ...(o.padMode === FULL ? { lenient: true } : {}),
  } as const
  return layer.finish(operation, [layer.input()], 3)
}
