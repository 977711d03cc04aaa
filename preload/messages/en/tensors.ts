import type { Sentences } from '../message'
import type { CodingParameters, NodeParameters, TensorParameters } from '../parameters/tensors'

/** What is wrong with stored weights: predicates of “the values”. */
const coding: Sentences<CodingParameters> = {
  'coding.count': ({ stored, needed }) => `are ${stored} values where ${needed} are needed`,
  'coding.cutOff': () => 'end in the middle',
  'coding.beyondFile': () => 'end beyond the end of the file',
  'coding.positionBeyondEnd': () => 'have a position beyond their end',
  'coding.positions': ({ positions, values }) => `have ${positions} positions for ${values} values`,
  'coding.sparsity': () => 'state their levels of sparsity inconsistently',
  'coding.tooManyPositions': () => 'state more positions than there are elements',
  'coding.segment': () => 'have a segment beyond their positions',
  'coding.scales': ({ scales, values }) => `have ${scales} scales, which do not divide ${values} values evenly`,
  'coding.bytes': ({ bytes, values }) => `have ${bytes} bytes for ${values} values`,
  'coding.rank': ({ rank }) => `say that they have ${rank} dimensions`,
  'coding.palette': ({ index, size }) => `use value ${index} of ${size}`,
  'coding.bits': ({ bits }) => `are packed in ${bits} bits`,
}

const tensor: Sentences<TensorParameters> = {
  'tensor.rank': ({ tensor: name, rank }) => `tensor '${name}' has ${rank} dimensions`,
  'tensor.inputRank': ({ input, rank }) => `its input '${input}' has ${rank} dimensions`,
  'tensor.bytes': ({ tensor: name, bytes, needed }) =>
    `tensor '${name}' has ${bytes} bytes of data where its shape needs ${needed}`,
  'tensor.values': ({ tensor: name, values, needed }) =>
    `tensor '${name}' has ${values} values where its shape needs ${needed}`,
  'tensor.noData': ({ tensor: name }) => `tensor '${name}' has no data`,
  'tensor.cutElement': ({ tensor: name }) => `tensor '${name}' has data that is cut in the middle of an element`,
  'tensor.breaksOff': ({ tensor: name }) => `the data of tensor '${name}' breaks off`,
  'tensor.beyondEnd': ({ tensor: name }) => `the data of tensor '${name}' goes on beyond the end of the file`,
  'tensor.outsideFolder': ({ tensor: name, location }) =>
    `tensor '${name}' has its data in '${location}', outside the model's folder`,
  'tensor.place': ({ tensor: name }) => `tensor '${name}' states an impossible place or size of its data`,
  'tensor.buffer': ({ tensor: name, buffer, buffers }) =>
    `tensor '${name}' has its data in buffer ${buffer} of ${buffers}`,
  'tensor.scales': ({ tensor: name, scales, positions, axis }) =>
    `tensor '${name}' has ${scales} scales for ${positions} positions along axis ${axis}`,
  'tensor.sparsity': ({ tensor: name }) => `tensor '${name}' states more elements than its shape has`,
  'tensor.listType': ({ tensor: name, type }) => `tensor '${name}' has a list of unknown type ${type}`,
  'tensor.coding': ({ tensor: name, why }, say) => `the values of tensor '${name}' ${say(why)}`,
  'tensor.unset': ({ tensor: name }) => `'${name}' is read before it has a value`,
  'tensor.notConstant': ({ tensor: name }) => `'${name}' is not constant`,
  'tensor.reordered': ({ tensor: name, rank }) => `'${name}' cannot have ${rank} dimensions`,
  'tensor.twice': ({ tensor: name }) => `'${name}' is given a value twice`,
  'tensor.none': ({ index, count }) => `it refers to tensor ${index} of ${count}`,
  'tensor.dimension': ({ dim }) => `a tensor has a dimension of ${dim}`,
  'tensor.tooLarge': ({ dims }) => `a tensor of ${dims.join('×')} has too many elements`,
}

const node: Sentences<NodeParameters> = {
  'node.unproduced': ({ node: name, tensor: read }) => `node '${name}' reads '${read}', which nothing produces`,
  'node.rewrites': ({ node: name, tensor: written }) => `node '${name}' writes '${written}', which has a value already`,
  'node.cycle': ({ node: name }) => `node '${name}' needs its own output`,
  'node.attribute': ({ node: name, attribute }) => `node '${name}' lacks the attribute ${attribute}`,
  'node.input': ({ node: name, input }) => `node '${name}' has no input ${input}`,
  'node.tensor': ({ node: name, index, count }) => `op '${name}' refers to tensor ${index} of ${count}`,
  'node.code': ({ code }) => `an operator has the unknown code ${code}`,
  'node.noOutput': ({ type }) => `an operator ${type} has no output`,
  'node.weightsPlace': ({ node: name }) => `op '${name}' names an impossible place in its weights file`,
  'node.values': ({ node: name, list, values, needed }) =>
    `op '${name}' has ${values} values of ${list} where ${needed} are needed`,
  'node.positions': ({ node: name, positions, values, elements }) =>
    `op '${name}' has ${positions} positions for ${values} sparse weights of ${elements}`,
  'node.weightBytes': ({ node: name, bytes, values }) =>
    `op '${name}' has ${bytes} bytes of weights for ${values} values`,
  'node.noScales': ({ node: name }) => `op '${name}' has quantised weights without values or scales`,
  'node.coding': ({ node: name, why }, say) => `op '${name}' has quantised weights that ${say(why)}`,
  'node.weights': ({ node: name, weights }) => `op '${name}' has ${weights} weights, which fit no kernel`,
  'node.window': ({ node: name }) => `op '${name}' has a kernel, stride or dilation below 1`,
  'node.inputChannels': ({ node: name }) => `op '${name}' does not say how many channels it reads`,
  'node.outputChannels': ({ node: name }) => `op '${name}' has no output channels`,
}

/** What is wrong with tensors and nodes of a file. */
export const tensors = { ...coding, ...tensor, ...node }
