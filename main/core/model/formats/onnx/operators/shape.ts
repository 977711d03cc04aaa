// SPDX-License-Identifier: Apache-2.0
import { type OnnxNode, type Translate, unsupported } from '../context'
import { readTensor } from '../tensors'

/** Operations that move data or compute shapes. What an opset has as attribute a later one has as input. */

export const translateConcat: Translate = ({ attributes }) => ({ kind: 'Concat', axis: attributes.int('axis', 1) })

export const translateSplit: Translate = (node) => {
  const axis = node.attributes.int('axis', 0)
  const sizes = node.attributes.ints('split')
  return node.opset < 13 && sizes !== undefined && sizes.length > 0
    ? { kind: 'Split', axis, sizes }
    : { kind: 'Split', axis }
}

export const translateSlice: Translate = ({ attributes, opset }) => {
  if (opset >= 10) return { kind: 'Slice', sizesAsEnds: false }
  const axes = attributes.ints('axes')
  const starts = attributes.requiredInts('starts')
  const ends = attributes.requiredInts('ends')
  return { kind: 'Slice', sizesAsEnds: false, starts, ends, ...(axes === undefined ? {} : { axes }) }
}

export const translateReshape: Translate = ({ attributes, opset }) =>
  opset < 5
    ? { kind: 'Reshape', shape: attributes.requiredInts('shape'), allowZero: false }
    : { kind: 'Reshape', allowZero: attributes.flag('allowzero') }

export const translateFlatten: Translate = ({ attributes }) => ({ kind: 'Flatten', axis: attributes.int('axis', 1) })

export const axesOperation =
  (kind: 'Squeeze' | 'Unsqueeze'): Translate =>
  ({ attributes, opset }) => {
    const axes = opset < 13 ? attributes.ints('axes') : undefined
    return axes === undefined ? { kind } : { kind, axes }
  }

export const translateTranspose: Translate = ({ attributes }) => {
  const permutation = attributes.ints('perm')
  return permutation === undefined || permutation.length === 0
    ? { kind: 'Transpose' }
    : { kind: 'Transpose', permutation }
}

export const translateTile: Translate = ({ opset }) =>
  opset < 6 ? unsupported({ id: 'unsupported.oneAxisTile' }) : { kind: 'Tile' }

export const translatePad: Translate = (node) => {
  const { attributes, opset } = node
  const mode = attributes.string('mode', 'constant')
  if (mode !== 'constant' && mode !== 'reflect' && mode !== 'edge' && mode !== 'wrap') {
    return unsupported({ id: 'unsupported.padMode', mode })
  }
  if (opset >= 11) return { kind: 'Pad', mode, value: 0, pairs: false }
  const pads = attributes.requiredInts(opset < 2 ? 'paddings' : 'pads')
  return { kind: 'Pad', mode, value: attributes.float('value', 0), pairs: false, pads }
}

export const translateGather: Translate = ({ attributes }) => ({ kind: 'Gather', axis: attributes.int('axis', 0) })

/** Since opset 15 a range of the dims may be asked for. */
export const translateShapeOp: Translate = (node) => {
  const { attributes, builder, name } = node
  const start = attributes.int('start', 0)
  const end = attributes.has('end') ? attributes.int('end', 0) : Number.MAX_SAFE_INTEGER
  if (start === 0 && end === Number.MAX_SAFE_INTEGER) return { kind: 'Shape' }
  const all = builder.addTensor(`${name}.all`, 'int64')
  builder.addNode(`${name}.all`, node.opType, { kind: 'Shape' }, node.inputs, [all], [])
  return { operation: { kind: 'Slice', sizesAsEnds: false, starts: [start], ends: [end], axes: [0] }, inputs: [all] }
}

export const translateConstantOfShape: Translate = (node) => {
  const { dtype, value } = fillOf(node)
  return { kind: 'ConstantOfShape', value, dtype }
}

/** The one element of ConstantOfShape's `value`; 0 of float32 where there is none. */
export function fillOf(node: OnnxNode) {
  const tensor = node.attributes.tensor('value')
  if (tensor === undefined) return { dtype: 'float32', value: 0 } as const
  const { dtype, constant } = readTensor(node.file, tensor, node.name)
  return { dtype, value: constant.data.kind === 'values' ? (constant.data.values[0] ?? 0) : 0 }
}

export const translateDepthToSpace: Translate = ({ attributes }) => ({
  kind: 'DepthToSpace',
  blockSize: Math.max(1, attributes.int('blocksize', 1)),
  mode: attributes.string('mode', 'DCR') === 'CRD' ? 'CRD' : 'DCR',
})

export const translateSpaceToDepth: Translate = ({ attributes }) =>
  attributes.string('mode', 'DCR') === 'DCR'
    ? { kind: 'SpaceToDepth', blockSize: Math.max(1, attributes.int('blocksize', 1)) }
    : unsupported({ id: 'unsupported.attribute', attribute: 'mode' })
