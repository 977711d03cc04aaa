// SPDX-License-Identifier: Apache-2.0
import type { ReduceFunction } from '#core/model/operations/index'
import type { UnsupportedCause } from '#messages/en/unsupported'
import type { NcnnLayer } from '../context'
import { float, int, ints } from '../parameters'

/** Sums and their like (20260526: src/layer/reduction.cpp). */

const REDUCTION = {
  operation: int(0),
  reduceAll: int(1, 1),
  coeff: float(2, 1),
  axes: ints(3),
  keepdims: int(4),
  fixbug0: int(5),
}

const FUNCTIONS: readonly ReduceFunction[] = [
  'sum',
  'l1',
  'sumSquare',
  'mean',
  'max',
  'min',
  'prod',
  'l1',
  'l2',
  'logSum',
  'logSumExp',
]

/** Where nothing is left of the shape, one axis stays. */
export function translateReduction(layer: NcnnLayer): UnsupportedCause | undefined {
  const o = layer.read(REDUCTION)
  const fn = FUNCTIONS[o.operation]
  if (fn === undefined) return { id: 'unsupported.unknown', what: 'reduction', value: o.operation }
  const rank = layer.rank()
  const all = Array.from({ length: rank }, (_, i) => i + 1)
  const stated = (o.axes ?? []).map((axis) => (axis < 0 ? axis + rank : axis) + 1)
  const axes = o.reduceAll !== 0 || rank === 1 ? all : stated
  const whole = axes.length === rank
  const keepDims = o.keepdims !== 0 || whole
  const reduce = { kind: 'Reduce', function: fn, axes, keepDims } as const
  const flat = whole && o.keepdims === 0 && rank > 1
  const after = keepDims && !flat ? rank : Math.max(1, rank - axes.length)
  if (o.coeff === 1 && !flat) return layer.finish(reduce, [layer.input()], after)
  const sum = layer.main(reduce, [layer.input()])
  const scaled = { kind: 'Binary', function: 'mul', activation: 'none' } as const
  if (!flat) return layer.finish(scaled, [sum, layer.scalar(o.coeff)], after)
  const value = o.coeff === 1 ? sum : layer.part(scaled, [sum, layer.scalar(o.coeff)])
  return layer.finish({ kind: 'Flatten', axis: 1 }, [value], 1)
}
