// SPDX-License-Identifier: Apache-2.0
import type { ModelProto, NodeProto, TensorProto } from '#core/model/formats/onnx/schema'
import { toNumber } from '#core/model/formats/onnx/schema'
import { seededRandom } from './seeded-random'

const FLOAT = 1

/**
 * The model with every float32 constant replaced by seeded random values that keep activations
 * finite and telling: He-scaled weights, positive variances, small biases. ConstantOfShape nodes
 * become initialisers.
 */
export function withRandomWeights(model: ModelProto, seed: number): ModelProto {
  const graph = model.graph ?? {}
  const random = seededRandom(seed)
  const nodes = graph.node ?? []
  const shapes = new Map((graph.initializer ?? []).map((tensor) => [tensor.name ?? '', tensor]))
  const fills = nodes.filter(({ opType }) => opType === 'ConstantOfShape')
  const kept = nodes.filter(({ opType }) => opType !== 'ConstantOfShape')

  const filled = fills.map((node): TensorProto => {
    const dims = int64Values(shapes.get(node.input?.[0] ?? ''))
    return randomTensor(node.output?.[0] ?? '', dims, kept, random)
  })
  const shapeNames = new Set(fills.map(({ input }) => input?.[0] ?? ''))
  const initialisers = (graph.initializer ?? [])
    .filter(({ name }) => !shapeNames.has(name ?? ''))
    .map((tensor) =>
      tensor.dataType === FLOAT
        ? randomTensor(tensor.name ?? '', (tensor.dims ?? []).map(toNumber), kept, random)
        : tensor,
    )
  return {
    ...model,
    graph: {
      ...graph,
      node: kept,
      initializer: [...initialisers, ...filled],
      input: (graph.input ?? []).filter(({ name }) => !shapeNames.has(name ?? '')),
    },
  }
}

/** The model with what goes into its final Softmax or Sigmoid as further outputs: probabilities hide errors. */
export function withLogits(model: ModelProto): ModelProto {
  const graph = model.graph ?? {}
  const outputs = graph.output ?? []
  const logits = (graph.node ?? []).filter(
    ({ opType, output }) =>
      (opType === 'Softmax' || opType === 'Sigmoid') && outputs.some(({ name }) => name === output?.[0]),
  )
  const type = { tensorType: { elemType: FLOAT } }
  const output = [...outputs, ...logits.map(({ input }) => ({ name: input?.[0] ?? '', type }))]
  return { ...model, graph: { ...graph, output } }
}

export function floatTensor(name: string, dims: readonly number[], values: Float32Array): TensorProto {
  const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return { name, dims, dataType: FLOAT, rawData }
}

function randomTensor(
  name: string,
  dims: readonly number[],
  nodes: readonly NodeProto[],
  random: (low: number, high: number) => number,
): TensorProto {
  const [low, high] = rangeOf(name, dims, nodes)
  const values = new Float32Array(dims.reduce((product, length) => product * length, 1))
  for (let index = 0; index < Math.min(PERIOD, values.length); index++) values[index] = random(low, high)
  for (let filled = PERIOD; filled < values.length; filled *= 2) values.copyWithin(filled, 0, filled)
  return floatTensor(name, dims, values)
}

/** Values of large constants repeat after as many: a prime, so that no row of a matrix is like another. */
const PERIOD = 1_000_003

/** By what reads the constant, and as which of its inputs. */
function rangeOf(name: string, dims: readonly number[], nodes: readonly NodeProto[]): readonly [number, number] {
  const reader = nodes.find(({ input }) => input?.includes(name))
  const position = reader?.input?.indexOf(name)
  const [first = 1, ...rest] = dims
  switch (reader?.opType) {
    case 'Unsqueeze':
      return rangeOf(reader.output?.[0] ?? '', dims, nodes)
    case 'Conv':
      return position === 1 ? he(rest.reduce((product, length) => product * length, 1)) : BIAS
    case 'Gemm':
    case 'MatMul': {
      const transposed = reader.attribute?.some(({ name: key, i }) => key === 'transB' && toNumber(i) === 1)
      return position === 1 ? he(transposed ? (rest[0] ?? 1) : first) : BIAS
    }
    case 'BatchNormalization':
      // scale, bias, mean, variance
      return position === 1 || position === 4 ? FACTOR : BIAS
    case 'Mul':
      return FACTOR
    default:
      return BIAS
  }
}

const BIAS = [-0.1, 0.1] as const
const FACTOR = [0.7, 1.3] as const

/** Uniform with the variance 2 / fan-in (He and others, "Delving Deep into Rectifiers", 2015). */
function he(fanIn: number): readonly [number, number] {
  const bound = Math.sqrt(6 / fanIn)
  return [-bound, bound]
}

function int64Values(tensor: TensorProto | undefined): readonly number[] {
  const raw = tensor?.rawData ?? new Uint8Array()
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength)
  return Array.from({ length: raw.byteLength / 8 }, (_, index) => Number(view.getBigInt64(index * 8, true)))
}
