// SPDX-License-Identifier: Apache-2.0

import type { BinaryFunction, ReduceFunction, UnaryFunction } from '#core/model/operations/index'
import { wrapOf } from '#core/model/shape-rules/number-types'
import { given, type OnnxNode, type Translate, unsupported } from '../context'
import { dataType } from '../data-types'
import { Parts } from '../parts'

/** Element-wise functions and reductions. */

export const unary =
  (fn: UnaryFunction): Translate =>
  () => ({ kind: 'Unary', function: fn })

/** With factors as attributes and their defaults. */
export const unaryWith =
  (fn: UnaryFunction, alpha: number, beta?: number): Translate =>
  ({ attributes }) => ({
    kind: 'Unary',
    function: fn,
    alpha: attributes.float('alpha', alpha),
    ...(beta === undefined ? {} : { beta: attributes.float('beta', beta) }),
  })

export const translateClip: Translate = (node) => {
  if (node.opset >= 11) return { kind: 'Unary', function: 'clip' }
  const { attributes } = node
  const bounds = {
    ...(attributes.has('min') ? { alpha: attributes.float('min', 0) } : {}),
    ...(attributes.has('max') ? { beta: attributes.float('max', 0) } : {}),
  }
  return { kind: 'Unary', function: 'clip', ...bounds }
}

export const translateGelu: Translate = ({ attributes }) => ({
  kind: 'Unary',
  function: attributes.string('approximate', 'none') === 'tanh' ? 'geluTanh' : 'gelu',
})

const WRAPPING: ReadonlySet<BinaryFunction> = new Set(['add', 'sub', 'mul'])

/** Of as many inputs as there are, one among them: it is the result then. */
const VARIADIC: ReadonlySet<string> = new Set(['Max', 'Min', 'Sum', 'Mean'])

function isAlone({ opType, inputs }: OnnxNode): boolean {
  return VARIADIC.has(opType) && inputs.length === 1
}

export const binary =
  (fn: BinaryFunction): Translate =>
  (node) => {
    if (isAlone(node)) return { kind: 'Identity' }
    const operation = { kind: 'Binary', function: fn, activation: 'none' } as const
    // Integers of few bits go on from the other end.
    const wrap = WRAPPING.has(fn) ? wrapOf(node.builder.tensor(node.inputs[0] ?? -1).dtype) : undefined
    if (wrap !== undefined) return { operation: wrap, inputs: [new Parts(node).add(operation, node.inputs)] }
    if (node.opset >= 7 || !node.attributes.has('axis')) return operation
    // Before opset 7 the second operand could be aligned with an inner axis.
    const [a = -1, b = -1] = node.inputs
    const aligned = new Parts(node).add({ kind: 'AlignTo', axis: node.attributes.int('axis', 0) }, [b, a])
    return { operation, inputs: [a, aligned] }
  }

export const reduce =
  (fn: ReduceFunction, axesInputSince: number): Translate =>
  (node) => {
    const { attributes, opset } = node
    const keepDims = attributes.flag('keepdims', true)
    if (opset >= axesInputSince) {
      const empty = !given(node, 1) || node.builder.values(node.inputs[1])?.length === 0
      if (empty && attributes.flag('noop_with_empty_axes')) return { kind: 'Identity' }
      return { kind: 'Reduce', function: fn, keepDims }
    }
    const axes = attributes.ints('axes')
    return { kind: 'Reduce', function: fn, keepDims, ...(axes === undefined ? {} : { axes }) }
  }

export const translateArg =
  (mode: 'max' | 'min'): Translate =>
  ({ attributes }) => ({
    kind: 'ArgMax',
    mode,
    axis: attributes.int('axis', 0),
    keepDims: attributes.flag('keepdims', true),
    last: attributes.flag('select_last_index'),
  })

/** Selu: its two factors have odd defaults (Klambauer et al. 2017). */
export const translateSelu: Translate = ({ attributes }) => ({
  kind: 'Unary',
  function: 'selu',
  alpha: attributes.float('alpha', 1.6732631921768188),
  beta: attributes.float('gamma', 1.0507010221481323),
})

export const translateShrink: Translate = ({ attributes }) => ({
  kind: 'Unary',
  function: 'shrink',
  alpha: attributes.float('lambd', 0.5),
  beta: attributes.float('bias', 0),
})

/** `fmod` takes the sign of the dividend (C's fmod); without it that of the divisor. */
export const translateMod: Translate = ({ attributes }) => ({
  kind: 'Binary',
  function: attributes.flag('fmod') ? 'fmod' : 'mod',
  activation: 'none',
})

/** The mean of its inputs: their sum times a constant. */
export const translateMean: Translate = (node) => {
  if (isAlone(node)) return { kind: 'Identity' }
  const { builder, name, inputs } = node
  const sum = builder.addTensor(`${name}.sum`)
  builder.addNode(
    `${name}.sum`,
    node.opType,
    { kind: 'Binary', function: 'add', activation: 'none' },
    inputs,
    [sum],
    [],
  )
  const share = builder.addConstant(`${name}.share`, 'float32', [], { kind: 'values', values: [1 / inputs.length] })
  return { operation: { kind: 'Binary', function: 'mul', activation: 'none' }, inputs: [sum, share] }
}

export const translateIsInf: Translate = ({ attributes }) => ({
  kind: 'Unary',
  function: 'isInf',
  alpha: attributes.int('detect_negative', 1),
  beta: attributes.int('detect_positive', 1),
})

export const translateCast: Translate = ({ attributes }) => {
  const number = attributes.int('to', 0)
  const to = dataType(number)
  return to === undefined ? unsupported({ id: 'unsupported.castTo', type: number }) : { kind: 'Cast', to }
}

/** x · sigmoid(alpha · x) */
export const scaledSwish =
  (usual: number): Translate =>
  (node) => {
    const [x = -1] = node.inputs
    const alpha = node.attributes.float('alpha', usual)
    if (alpha === 1) return { kind: 'Unary', function: 'swish' }
    const parts = new Parts(node)
    const share = parts.unary('sigmoid', parts.binary('mul', x, parts.constant(alpha)))
    return { operation: { kind: 'Binary', function: 'mul', activation: 'none' }, inputs: [x, share] }
  }
