import type { BinaryFunction, ReduceFunction, UnaryFunction } from '../../graph'
import type { Lower } from './context'
import { given, unsupported } from './context'
import { dataType } from './data-types'

/** Element-wise functions and reductions. */

export const unary =
  (fn: UnaryFunction): Lower =>
  () => ({ kind: 'Unary', function: fn })

/** With factors as attributes and their defaults. */
export const unaryWith =
  (fn: UnaryFunction, alpha: number, beta?: number): Lower =>
  ({ attributes }) => ({
    kind: 'Unary',
    function: fn,
    alpha: attributes.float('alpha', alpha),
    ...(beta === undefined ? {} : { beta: attributes.float('beta', beta) }),
  })

export const lowerClip: Lower = (node) => {
  if (node.opset >= 11) return { kind: 'Unary', function: 'clip' }
  const { attributes } = node
  const bounds = {
    ...(attributes.has('min') ? { alpha: attributes.float('min', 0) } : {}),
    ...(attributes.has('max') ? { beta: attributes.float('max', 0) } : {}),
  }
  return { kind: 'Unary', function: 'clip', ...bounds }
}

export const lowerGelu: Lower = ({ attributes }) => ({
  kind: 'Unary',
  function: attributes.string('approximate', 'none') === 'tanh' ? 'geluTanh' : 'gelu',
})

export const binary =
  (fn: BinaryFunction): Lower =>
  (node) => {
    // Before opset 7 the second operand could be aligned with an inner axis.
    if (node.opset < 7 && node.attributes.has('axis')) return unsupported('it broadcasts from an axis (opset below 7)')
    return { kind: 'Binary', function: fn, activation: 'none' }
  }

export const reduce =
  (fn: ReduceFunction, axesInputSince: number): Lower =>
  (node) => {
    const { attributes, opset } = node
    const keepDims = attributes.flag('keepdims', true)
    if (opset >= axesInputSince) {
      if (!given(node, 1) && attributes.flag('noop_with_empty_axes')) return { kind: 'Identity' }
      return { kind: 'Reduce', function: fn, keepDims }
    }
    const axes = attributes.ints('axes')
    return { kind: 'Reduce', function: fn, keepDims, ...(axes === undefined ? {} : { axes }) }
  }

export const lowerArgMax: Lower = ({ attributes }) =>
  attributes.flag('select_last_index')
    ? unsupported('it selects the last of equal values')
    : { kind: 'ArgMax', axis: attributes.int('axis', 0), keepDims: attributes.flag('keepdims', true) }

export const lowerCast: Lower = ({ attributes }) => {
  const number = attributes.int('to', 0)
  const to = dataType(number)
  return to === undefined ? unsupported(`it casts to element type ${number}`) : { kind: 'Cast', to }
}
