// SPDX-License-Identifier: Apache-2.0
import type { GraphWriter, Value } from './graph-writer'

/** A feature map while a network is being built. */
export interface Feature {
  readonly value: Value
  readonly channels: number
}

export interface ConvOptions {
  readonly kernel: number
  readonly stride?: number
  readonly pad?: number
  readonly group?: number
  /**
   * Sum of the weights of one output. With constant weights a sum of 1 makes an output the average
   * of its inputs, so activations keep their magnitude whatever the depth; branches that are added
   * up need less.
   */
  readonly gain?: number
}

const BIAS = 0.01

export function conv(
  graph: GraphWriter,
  name: string,
  input: Feature,
  channels: number,
  options: ConvOptions,
): Feature {
  const { kernel, stride = 1, pad = 0, group = 1, gain = 1 } = options
  const perGroup = input.channels / group
  const fanIn = perGroup * kernel * kernel
  const weight = graph.fill(`${name}.weight`, [channels, perGroup, kernel, kernel], gain / fanIn)
  const bias = graph.fill(`${name}.bias`, [channels], BIAS)
  const value = graph.node('Conv', name, [input.value, weight, bias], {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: [pad, pad, pad, pad],
    group,
  })
  return { value, channels }
}

export function relu(graph: GraphWriter, name: string, { value, channels }: Feature): Feature {
  return { value: graph.node('Relu', name, [value]), channels }
}

export function prelu(graph: GraphWriter, name: string, { value, channels }: Feature): Feature {
  const slope = graph.fill(`${name}.slope`, [channels, 1, 1], 0.25)
  return { value: graph.node('PRelu', name, [value, slope]), channels }
}

export function batchNorm(graph: GraphWriter, name: string, { value, channels }: Feature): Feature {
  const parameter = (suffix: string, fill: number) => graph.fill(`${name}.${suffix}`, [channels], fill)
  const inputs = [
    value,
    parameter('scale', 1),
    parameter('shift', 0.01),
    parameter('mean', 0),
    parameter('variance', 1),
  ]
  return { value: graph.node('BatchNormalization', name, inputs), channels }
}

export function add(graph: GraphWriter, name: string, a: Feature, b: Feature): Feature {
  return { value: graph.node('Add', name, [a.value, b.value]), channels: a.channels }
}
