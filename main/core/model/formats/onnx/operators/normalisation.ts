// SPDX-License-Identifier: Apache-2.0
import { type OnnxNode, type Translate, type Translated, unsupported, WRITTEN } from '../context'
import { Parts } from '../parts'

/** Normalisations that are made of simpler operations. */

/** (x - mean) / deviation over axes that are stated, by default all but the channels of an image. */
export const translateMeanVariance: Translate = (node) => {
  const [x = -1] = node.inputs
  const axes = node.attributes.ints('axes') ?? [0, 2, 3]
  const parts = new Parts(node)
  const mean = (of: number) => parts.add({ kind: 'Reduce', function: 'mean', axes, keepDims: true }, [of])
  const centred = parts.binary('sub', x, mean(x))
  const deviation = parts.unary('sqrt', mean(parts.unary('square', centred)))
  const divisor = parts.binary('add', deviation, parts.constant(1e-9))
  return { operation: { kind: 'Binary', function: 'div', activation: 'none' }, inputs: [centred, divisor] }
}

/** x over its norm along an axis. */
export const translateLpNormalization: Translate = (node) => {
  const [x = -1] = node.inputs
  const { attributes } = node
  const fn = ([undefined, 'l1', 'l2'] as const)[attributes.int('p', 2)]
  if (fn === undefined) return unsupported({ id: 'unsupported.norm' })
  const axes = [attributes.int('axis', -1)]
  const parts = new Parts(node)
  const norm = parts.add({ kind: 'Reduce', function: fn, axes, keepDims: true }, [x])
  // Nothing but zeros stays so.
  const divisor = parts.where(parts.binary('equal', norm, parts.constant(0)), parts.constant(1), norm)
  return { operation: { kind: 'Binary', function: 'div', activation: 'none' }, inputs: [x, divisor] }
}

/** x, scale, bias: groups of channels, of which each has one factor (opset 18) or every channel has its own (21). */
export const translateGroupNorm: Translate = (node) => {
  const [x = -1, scale = -1, bias = -1] = node.inputs
  const groups = node.attributes.int('num_groups', 1)
  const epsilon = node.attributes.float('epsilon', 1e-5)
  const parts = new Parts(node)
  if (node.opset >= 21) return groupNormal(parts, { x, scale, bias, groups, epsilon })
  const shape = parts.add({ kind: 'Shape' }, [x])
  const normal = parts.add({ kind: 'InstanceNorm', epsilon }, [parts.reshape(x, [0, groups, -1]), scale, bias])
  return { operation: { kind: 'Reshape', allowZero: false }, inputs: [normal, shape] }
}

interface GroupNorm {
  readonly x: number
  /** Of every channel. */
  readonly scale: number
  readonly bias: number
  readonly groups: number
  readonly epsilon: number
}

export function groupNormal(parts: Parts, { x, scale, bias, groups, epsilon }: GroupNorm): Required<Translated> {
  const list = (value: number) => parts.constant(new Array<number>(groups).fill(value))
  const grouped = parts.add({ kind: 'InstanceNorm', epsilon }, [parts.reshape(x, [0, groups, -1]), list(1), list(0)])
  const normal = parts.add({ kind: 'Reshape', allowZero: false }, [grouped, parts.add({ kind: 'Shape' }, [x])])
  const along = (tensor: number) => parts.add({ kind: 'AlignTo', axis: 1 }, [tensor, x])
  const scaled = parts.binary('mul', normal, along(scale))
  return { operation: { kind: 'Binary', function: 'add', activation: 'none' }, inputs: [scaled, along(bias)] }
}

/** By the batch's own mean and variance, which move the running ones: y, mean, variance (opset 14 and later). */
export function translateBatchNormTraining(node: OnnxNode): typeof WRITTEN {
  const [x = -1, scale = -1, bias = -1, mean = -1, variance = -1] = node.inputs
  const momentum = node.attributes.float('momentum', 0.9)
  const parts = new Parts(node)
  const flat = parts.add({ kind: 'Reshape', shape: [0, 0, -1], allowZero: false }, [x])
  const average = (of: number) => parts.add({ kind: 'Reduce', function: 'mean', axes: [0, 2], keepDims: true }, [of])
  const along = (tensor: number) => parts.add({ kind: 'AlignTo', axis: 1 }, [tensor, flat])
  const found = average(flat)
  const centred = parts.binary('sub', flat, found)
  const spread = average(parts.unary('square', centred))
  const epsilon = parts.constant(node.attributes.float('epsilon', 1e-5))
  const factor = parts.unary('rsqrt', parts.binary('add', spread, epsilon))
  const scaled = parts.binary('mul', parts.binary('mul', centred, factor), along(scale))
  const y = parts.binary('add', scaled, along(bias))
  parts.finish(0, { kind: 'Reshape', allowZero: false }, [y, parts.add({ kind: 'Shape' }, [x])])
  for (const [position, before, now] of [
    [1, mean, found],
    [2, variance, spread],
  ] as const) {
    const kept = parts.binary('mul', before, parts.constant(momentum))
    const list = parts.add({ kind: 'Reshape', shape: [-1], allowZero: false }, [now])
    const moved = parts.binary('mul', list, parts.constant(1 - momentum))
    parts.finish(position, { kind: 'Binary', function: 'add', activation: 'none' }, [kept, moved])
  }
  return WRITTEN
}

/** By a scale, bias, mean and variance that a run is given: x · factor + (bias − mean · factor). */
export function normalisedBy(node: OnnxNode, epsilon: number): Translated {
  const [x = -1, scale = -1, bias = -1, mean = -1, variance = -1] = node.inputs
  const parts = new Parts(node)
  const deviation = parts.unary('rsqrt', parts.binary('add', variance, parts.constant(epsilon)))
  const factor = parts.binary('mul', scale, deviation)
  const rest = parts.binary('sub', bias, parts.binary('mul', mean, factor))
  const along = (tensor: number) => parts.add({ kind: 'AlignTo', axis: 1 }, [tensor, x])
  const scaled = parts.binary('mul', x, along(factor))
  return { operation: { kind: 'Binary', function: 'add', activation: 'none' }, inputs: [scaled, along(rest)] }
}
