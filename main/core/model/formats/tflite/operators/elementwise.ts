// SPDX-License-Identifier: Apache-2.0

import type { BinaryFunction, Operation, UnaryFunction } from '#core/model/operations/index'
import { largest } from '../../../extremes'
import { splitActivation, type TfliteOp, type Translate } from '../context'
import { dataType, TENSOR_TYPE_NAMES } from '../enums'
import { ARITHMETIC, CAST, CONCATENATION, GELU, LEAKY_RELU, LOCAL_RESPONSE_NORM, SOFTMAX } from '../schema'
import { movedAxis, type Order } from '../tensor-orders'

/** Element-wise functions and joins: they work in whichever order of axes their inputs have. */

export const unary =
  (fn: UnaryFunction, alpha?: number, beta?: number): Translate =>
  (op) =>
    finishUnary(op, fn, alpha, beta)

function finishUnary(op: TfliteOp, fn: UnaryFunction, alpha?: number, beta?: number): undefined {
  const order = op.follow([0])
  const parameters = { ...(alpha === undefined ? {} : { alpha }), ...(beta === undefined ? {} : { beta }) }
  op.finish({ kind: 'Unary', function: fn, ...parameters }, [op.input(0, order)], order)
}

export const translateLeakyRelu: Translate = (op) => finishUnary(op, 'leakyRelu', op.read(LEAKY_RELU).alpha)

export const translateGelu: Translate = (op) => finishUnary(op, op.read(GELU).approximate ? 'geluTanh' : 'gelu')

export const binary =
  (fn: BinaryFunction): Translate =>
  (op) => {
    const { activation } = op.read(ARITHMETIC)
    const { fused, rest } = splitActivation(activation)
    const order = followAll(op)
    return op.finishActivated({ kind: 'Binary', function: fn, activation: fused }, operands(op, order), rest, order)
  }

/** Functions whose options are empty: what lies there must not be read as an activation. */
export const plainBinary =
  (fn: BinaryFunction): Translate =>
  (op) => {
    const order = followAll(op)
    return op.finish({ kind: 'Binary', function: fn, activation: 'none' }, operands(op, order), order)
  }

export const translateNotEqual: Translate = (op) => {
  const order = followAll(op)
  const equal = op.part({ kind: 'Binary', function: 'equal', activation: 'none' }, operands(op, order))
  return op.finish({ kind: 'Unary', function: 'not' }, [equal], order)
}

export const translateSelect: Translate = (op) => {
  const ranks = [0, 1, 2].map((position) => op.rank(position))
  if (op.type === 'SELECT' && ranks[0] !== ranks[1]) return { id: 'unsupported.rows' }
  const order = followAll(op)
  return op.finish({ kind: 'Where' }, operands(op, order), order)
}

/** x, slope: broadcast */
export const translatePrelu: Translate = (op) => {
  const order = followAll(op)
  return op.finish({ kind: 'PRelu' }, operands(op, order), order)
}

/** Channels first only where every operand that is computed has the rank of the result. */
function followAll(op: TfliteOp): Order {
  return op.follow(op.inputs.map((_, position) => position))
}

function operands(op: TfliteOp, order: Order): readonly number[] {
  const rank = largest(op.inputs.map((_, position) => op.rank(position)))
  return op.inputs.map((tensor) => op.tensors.broadcast(order, tensor, rank))
}

export const translateConcatenation: Translate = (op) => {
  const { axis, activation } = op.read(CONCATENATION)
  const order = followAll(op)
  const joined: Operation = { kind: 'Concat', axis: order === 'listed' ? axis : movedAxis(axis, op.rank(0)) }
  return op.finishActivated(joined, op.allInputs(order), activation, order)
}

/** Over the last axis as listed. */
export const softmax =
  (log: boolean): Translate =>
  (op) => {
    const { beta } = log ? { beta: 1 } : op.read(SOFTMAX)
    const order = op.follow([0])
    const factor = beta === 0 ? 1 : beta
    const x = op.input(0, order)
    const scaled =
      factor === 1
        ? x
        : op.part({ kind: 'Binary', function: 'mul', activation: 'none' }, [x, op.constant([factor], 'float32')])
    return op.finish({ kind: 'Softmax', axis: order === 'listed' ? -1 : 1, coerced: false, log }, [scaled], order)
  }

/** x / max(√Σx², 1e-6) over the last axis as listed. */
export const translateL2Normalization: Translate = (op) => {
  const order = op.follow([0])
  const x = op.input(0, order)
  const axes = [order === 'listed' ? -1 : 1]
  const length = op.part({ kind: 'Reduce', function: 'l2', axes, keepDims: true }, [x])
  const least = op.constant([1e-6], 'float32')
  const divisor = op.part({ kind: 'Binary', function: 'max', activation: 'none' }, [length, least])
  return op.finish({ kind: 'Binary', function: 'div', activation: 'none' }, [x, divisor], order)
}

/** Its alpha is not divided by the number of channels that are summed. */
export const translateLocalResponseNorm: Translate = (op) => {
  const { radius, bias, alpha, beta } = op.read(LOCAL_RESPONSE_NORM)
  const size = 2 * radius + 1
  return op.finish(
    { kind: 'LRN', size, alpha: alpha * size, beta, bias },
    [op.input(0, 'channelsFirst')],
    'channelsFirst',
  )
}

export const translateCast: Translate = (op) => {
  const { outDataType } = op.read(CAST)
  const to = dataType(outDataType)
  if (to === undefined)
    return { id: 'unsupported.tensorType', type: String(TENSOR_TYPE_NAMES[outDataType] ?? outDataType) }
  const order = op.follow([0])
  return op.finish({ kind: 'Cast', to }, [op.input(0, order)], order)
}

/** To and from 8-bit integers. */
export const translateQuantise: Translate = (op) => {
  const order = op.follow([0])
  const to = op.tensors.dataType(op.outputs[0] ?? -1)
  return op.finish({ kind: 'Cast', to }, [op.input(0, order)], order)
}
