import type { Dims, MessageOf, None } from './parameters'

/** What is wrong with stored weights: predicates of “the values”. */
export interface CodingParameters {
  'coding.count': { readonly stored: number; readonly needed: number }
  'coding.cutOff': None
  'coding.beyondFile': None
  'coding.positionBeyondEnd': None
  'coding.positions': { readonly positions: number; readonly values: number }
  'coding.sparsity': None
  'coding.tooManyPositions': None
  'coding.segment': None
  'coding.scales': { readonly scales: number; readonly values: number }
  'coding.bytes': { readonly bytes: number; readonly values: number }
  'coding.rank': { readonly rank: number }
  'coding.palette': { readonly index: number; readonly size: number }
  'coding.bits': { readonly bits: number }
}

/** What is wrong with a tensor of a file: clauses. Tensors by name. */
export interface TensorParameters {
  'tensor.rank': { readonly tensor: string; readonly rank: number }
  'tensor.inputRank': { readonly input: string; readonly rank: number }
  'tensor.bytes': { readonly tensor: string; readonly bytes: number; readonly needed: number }
  'tensor.values': { readonly tensor: string; readonly values: number; readonly needed: number }
  'tensor.noData': { readonly tensor: string }
  'tensor.cutElement': { readonly tensor: string }
  'tensor.breaksOff': { readonly tensor: string }
  'tensor.beyondEnd': { readonly tensor: string }
  'tensor.outsideFolder': { readonly tensor: string; readonly location: string }
  'tensor.place': { readonly tensor: string }
  'tensor.buffer': { readonly tensor: string; readonly buffer: number; readonly buffers: number }
  'tensor.scales': {
    readonly tensor: string
    readonly scales: number
    readonly positions: number
    readonly axis: number
  }
  'tensor.sparsity': { readonly tensor: string }
  'tensor.listType': { readonly tensor: string; readonly type: number }
  'tensor.coding': { readonly tensor: string; readonly why: MessageOf<CodingParameters> }
  'tensor.unset': { readonly tensor: string }
  'tensor.notConstant': { readonly tensor: string }
  'tensor.reordered': { readonly tensor: string; readonly rank: number }
  'tensor.twice': { readonly tensor: string }
  /** Tensors by their index in the file. */
  'tensor.none': { readonly index: number; readonly count: number }
  'tensor.dimension': { readonly dim: number }
  'tensor.tooLarge': { readonly dims: Dims }
}

/** What is wrong with a node of a file: clauses that name it. */
export interface NodeParameters {
  'node.unproduced': { readonly node: string; readonly tensor: string }
  'node.rewrites': { readonly node: string; readonly tensor: string }
  'node.cycle': { readonly node: string }
  'node.attribute': { readonly node: string; readonly attribute: string }
  'node.input': { readonly node: string; readonly input: number }
  'node.tensor': { readonly node: string; readonly index: number; readonly count: number }
  'node.code': { readonly code: number }
  'node.noOutput': { readonly type: string }
  'node.weightsPlace': { readonly node: string }
  'node.values': {
    readonly node: string
    /** The format’s name of the list. */
    readonly list: string
    readonly values: number
    readonly needed: number
  }
  'node.positions': {
    readonly node: string
    readonly positions: number
    readonly values: number
    readonly elements: number
  }
  'node.weightBytes': { readonly node: string; readonly bytes: number; readonly values: number }
  'node.noScales': { readonly node: string }
  'node.coding': { readonly node: string; readonly why: MessageOf<CodingParameters> }
  'node.weights': { readonly node: string; readonly weights: number }
  'node.window': { readonly node: string }
  'node.inputChannels': { readonly node: string }
  'node.outputChannels': { readonly node: string }
}
