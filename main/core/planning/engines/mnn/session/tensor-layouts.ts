// SPDX-License-Identifier: Apache-2.0
import type { ShapedModel } from '#core/model/shapes'
import { words } from '#core/model/words'
import { type ConverterView, isConverted, type SessionOp } from './converter-view'

type Layout = 'packed' | 'plain'

/** A session's ops and tensors with the layout of each; conversions appear as ops of the node that needs them. */
export interface LaidOutView {
  readonly ops: readonly SessionOp[]
  /** By tensor id; ids beyond the model's are converted copies. */
  readonly tensors: ReadonlyMap<number, LaidOutTensor>
  /** Those that are never released, beside the model's outputs. */
  readonly held?: readonly number[]
}

export interface LaidOutTensor {
  readonly dims: readonly number[]
  readonly layout: Layout
  /** Its elements are 8-bit integers. */
  readonly ofBytes?: boolean
  /** Of a tensor that geometry makes, unpacked: its channels are its last dim. */
  readonly channelsLast?: true
  /** It belongs to the plain backend, whose packs have four channels (backends.ts). */
  readonly onPlainBackend?: boolean
}

/** What an op wants of its data input; 'follow': its output is laid out like its first input that is no constant. */
type Wish = Layout | 'follow'

type Kinds = ReadonlySet<SessionOp['kind']>
const PACKED: Kinds = new Set(words('Conv ConvTranspose Pool GlobalPool BatchNorm Scale PRelu LRN Resize'))
const PLAIN: Kinds = new Set(words('MatMul Gemm LayerNorm Reduce ArgMax Gather Expand Tile Where Recurrent'))

/**
 * Layouts as the file tells them (.mnn: the conversions are ops of the file), or as MNN's converter
 * would have them: images enter packed (NC4HW4), convolutions and other image operations need packed
 * data, matrix products and broadcasts plain data, everything else keeps what it gets, and a
 * conversion is inserted wherever the two meet. `asConvolutions`: other nodes that run as convolutions.
 */
export function layOut(
  shaped: ShapedModel,
  view: ConverterView,
  asConvolutions: ReadonlySet<number> = new Set(),
): LaidOutView {
  const fromFile = isConverted(shaped)
  const tensors = new Map<number, LaidOutTensor>()
  const converted = new Map<number, number>()
  const ops: SessionOp[] = []
  let nextTensor = shaped.model.tensors.length

  const declare = (tensor: number, derived: Layout) => {
    const dims = shaped.dims[tensor] ?? []
    const layout = (fromFile ? shaped.model.tensors[tensor]?.layout : undefined) ?? derived
    // Other sources' integers are converted to what MNN computes with.
    const ofBytes = fromFile && shaped.model.tensors[tensor]?.dtype === 'int8'
    tensors.set(tensor, { dims, layout: dims.length < 2 ? 'plain' : layout, ...(ofBytes && { ofBytes }) })
  }
  const convert = (node: number, tensor: number, layout: Layout): number => {
    const known = converted.get(tensor)
    if (known !== undefined) return known
    const copy = nextTensor++
    tensors.set(copy, { dims: tensors.get(tensor)?.dims ?? [], layout })
    converted.set(tensor, copy)
    ops.push({ node, kind: 'Conversion', inputs: [tensor], outputs: [copy] })
    return copy
  }

  for (const tensor of view.inputs) declare(tensor, (shaped.dims[tensor]?.length ?? 0) >= 4 ? 'packed' : 'plain')
  for (const op of view.ops) {
    const data = op.inputs.filter((tensor) => tensors.has(tensor))
    const wish = asConvolutions.has(op.node) ? 'packed' : wishOf(shaped, op)
    const layout = wish === 'follow' ? (tensors.get(data[0] ?? -1)?.layout ?? 'plain') : wish
    const inputs = op.inputs.map((tensor, index) => {
      const have = tensors.get(tensor)
      const isParameter = wish === 'packed' && index > 0
      const fits = fromFile || isParameter || have === undefined || have.layout === layout || have.dims.length < 2
      return fits ? tensor : convert(op.node, tensor, layout)
    })
    for (const tensor of op.outputs) declare(tensor, layout)
    ops.push({ ...op, inputs })
  }
  return { ops, tensors }
}

function wishOf(shaped: ShapedModel, op: SessionOp): Wish {
  if (op.kind === 'Binary') return isBroadcast(shaped, op) ? 'plain' : 'follow'
  if (PACKED.has(op.kind)) return 'packed'
  return PLAIN.has(op.kind) ? 'plain' : 'follow'
}

function isBroadcast(shaped: ShapedModel, op: SessionOp): boolean {
  const shapes = op.inputs.map((tensor) => shaped.dims[tensor]?.join('×'))
  return shapes.some((shape) => shape !== shapes[0]) || op.inputs.some((tensor) => shaped.constants.has(tensor))
}
