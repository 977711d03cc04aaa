// SPDX-License-Identifier: Apache-2.0
import type { MessageOf, SayNested } from '../sentence'

/** What is wrong with stored weights: predicates of “the values”. */
export const codings = {
  'coding.count': ({ stored, needed }: { stored: number; needed: number }) =>
    `are ${stored} values where ${needed} are needed`,
  'coding.cutOff': () => 'end in the middle',
  'coding.beyondFile': () => 'end beyond the end of the file',
  'coding.positionBeyondEnd': () => 'have a position beyond their end',
  'coding.positions': ({ positions, values }: { positions: number; values: number }) =>
    `have ${positions} positions for ${values} values`,
  'coding.sparsity': () => 'state their levels of sparsity inconsistently',
  'coding.tooManyPositions': () => 'state more positions than there are elements',
  'coding.segment': () => 'have a segment beyond their positions',
  'coding.scales': ({ scales, values }: { scales: number; values: number }) =>
    `have ${scales} scales, which do not divide ${values} values evenly`,
  'coding.bytes': ({ bytes, values }: { bytes: number; values: number }) => `have ${bytes} bytes for ${values} values`,
  'coding.rank': ({ rank }: { rank: number }) => `say that they have ${rank} dimensions`,
  'coding.palette': ({ index, size }: { index: number; size: number }) => `use value ${index} of ${size}`,
  'coding.bits': ({ bits }: { bits: number }) => `are packed in ${bits} bits`,
}

export type CodingCause = MessageOf<typeof codings>

/** What is wrong with a tensor of a file: clauses. Tensors by name. */
export const tensors = {
  'tensor.rank': ({ tensor: name, rank }: { tensor: string; rank: number }) =>
    `tensor '${name}' has ${rank} dimensions`,
  'tensor.inputRank': ({ input, rank }: { input: string; rank: number }) =>
    `its input '${input}' has ${rank} dimensions`,
  'tensor.bytes': ({ tensor: name, bytes, needed }: { tensor: string; bytes: number; needed: number }) =>
    `tensor '${name}' has ${bytes} bytes of data where its shape needs ${needed}`,
  'tensor.values': ({ tensor: name, values, needed }: { tensor: string; values: number; needed: number }) =>
    `tensor '${name}' has ${values} values where its shape needs ${needed}`,
  'tensor.noData': ({ tensor: name }: { tensor: string }) => `tensor '${name}' has no data`,
  'tensor.cutElement': ({ tensor: name }: { tensor: string }) =>
    `tensor '${name}' has data that is cut in the middle of an element`,
  'tensor.breaksOff': ({ tensor: name }: { tensor: string }) => `the data of tensor '${name}' breaks off`,
  'tensor.beyondEnd': ({ tensor: name }: { tensor: string }) =>
    `the data of tensor '${name}' goes on beyond the end of the file`,
  'tensor.outsideFolder': ({ tensor: name, location }: { tensor: string; location: string }) =>
    `tensor '${name}' has its data in '${location}', outside the model's folder`,
  'tensor.place': ({ tensor: name }: { tensor: string }) =>
    `tensor '${name}' states an impossible place or size of its data`,
  'tensor.buffer': ({ tensor: name, buffer, buffers }: { tensor: string; buffer: number; buffers: number }) =>
    `tensor '${name}' has its data in buffer ${buffer} of ${buffers}`,
  'tensor.scales': ({
    tensor: name,
    scales,
    positions,
    axis,
  }: {
    tensor: string
    scales: number
    positions: number
    axis: number
  }) => `tensor '${name}' has ${scales} scales for ${positions} positions along axis ${axis}`,
  'tensor.sparsity': ({ tensor: name }: { tensor: string }) =>
    `tensor '${name}' states more elements than its shape has`,
  'tensor.listType': ({ tensor: name, type }: { tensor: string; type: number }) =>
    `tensor '${name}' has a list of unknown type ${type}`,
  'tensor.coding': ({ tensor: name, why }: { tensor: string; why: CodingCause }, say: SayNested) =>
    `the values of tensor '${name}' ${say(why)}`,
  'tensor.unset': ({ tensor: name }: { tensor: string }) => `'${name}' is read before it has a value`,
  'tensor.notConstant': ({ tensor: name }: { tensor: string }) => `'${name}' is not constant`,
  'tensor.reordered': ({ tensor: name, rank }: { tensor: string; rank: number }) =>
    `'${name}' cannot have ${rank} dimensions`,
  'tensor.twice': ({ tensor: name }: { tensor: string }) => `'${name}' is given a value twice`,
  /** Tensors by their index in the file. */
  'tensor.none': ({ index, count }: { index: number; count: number }) => `it refers to tensor ${index} of ${count}`,
  'tensor.dimension': ({ dim }: { dim: number }) => `a tensor has a dimension of ${dim}`,
  'tensor.tooLarge': ({ dims }: { dims: readonly number[] }) => `a tensor of ${dims.join('×')} has too many elements`,
}

/** What is wrong with a node of a file: clauses that name it. */
export const nodes = {
  'node.unproduced': ({ node: name, tensor: read }: { node: string; tensor: string }) =>
    `node '${name}' reads '${read}', which nothing produces`,
  'node.rewrites': ({ node: name, tensor: written }: { node: string; tensor: string }) =>
    `node '${name}' writes '${written}', which has a value already`,
  'node.cycle': ({ node: name }: { node: string }) => `node '${name}' needs its own output`,
  'node.attribute': ({ node: name, attribute }: { node: string; attribute: string }) =>
    `node '${name}' lacks the attribute ${attribute}`,
  'node.input': ({ node: name, input }: { node: string; input: number }) => `node '${name}' has no input ${input}`,
  'node.tensor': ({ node: name, index, count }: { node: string; index: number; count: number }) =>
    `op '${name}' refers to tensor ${index} of ${count}`,
  'node.code': ({ code }: { code: number }) => `an operator has the unknown code ${code}`,
  'node.noOutput': ({ type }: { type: string }) => `an operator ${type} has no output`,
  'node.weightsPlace': ({ node: name }: { node: string }) =>
    `op '${name}' names an impossible place in its weights file`,
  'node.values': ({
    node: name,
    list,
    values,
    needed,
  }: {
    node: string
    /** The format’s name of the list. */
    list: string
    values: number
    needed: number
  }) => `op '${name}' has ${values} values of ${list} where ${needed} are needed`,
  'node.positions': ({
    node: name,
    positions,
    values,
    elements,
  }: {
    node: string
    positions: number
    values: number
    elements: number
  }) => `op '${name}' has ${positions} positions for ${values} sparse weights of ${elements}`,
  'node.weightBytes': ({ node: name, bytes, values }: { node: string; bytes: number; values: number }) =>
    `op '${name}' has ${bytes} bytes of weights for ${values} values`,
  'node.noScales': ({ node: name }: { node: string }) => `op '${name}' has quantised weights without values or scales`,
  'node.coding': ({ node: name, why }: { node: string; why: CodingCause }, say: SayNested) =>
    `op '${name}' has quantised weights that ${say(why)}`,
  'node.weights': ({ node: name, weights }: { node: string; weights: number }) =>
    `op '${name}' has ${weights} weights, which fit no kernel`,
  'node.parameter': ({ node: name, parameter }: { node: string; parameter: string }) =>
    `layer '${name}' has the parameter ${parameter}, which is not made of numbers as it should be`,
  'node.window': ({ node: name }: { node: string }) => `op '${name}' has a kernel, stride or dilation below 1`,
  'node.inputChannels': ({ node: name }: { node: string }) => `op '${name}' does not say how many channels it reads`,
  'node.outputChannels': ({ node: name }: { node: string }) => `op '${name}' has no output channels`,
}

export type TensorCause = MessageOf<typeof tensors & typeof nodes>
