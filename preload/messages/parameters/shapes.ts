import type { Dims, None } from './parameters'

/** Inputs of operations by what they are there for. */
export type TensorRole =
  | 'input'
  | 'addend'
  | 'slope'
  | 'factors'
  | 'parameter'
  | 'indices'
  | 'grid'
  | 'weights'
  | 'recurrenceWeights'

/** Why shapes of a model do not fit together: clauses whose subject is the node. */
export interface ShapeParameters {
  'shape.noInputs': None
  'shape.missingInput': { readonly input: number }
  'shape.rank': { readonly role: TensorRole; readonly dims: Dims; readonly rank: number }
  'shape.rankBelow': { readonly dims: Dims; readonly least: number }
  'shape.outputRank': { readonly rank: number }
  'shape.misfit': { readonly role: TensorRole; readonly dims: Dims; readonly of: Dims }
  'shape.count': {
    readonly list: 'repeats' | 'pads' | 'sizes' | 'region'
    readonly count: number
    readonly of: Dims
  }
  'shape.axesCount': { readonly count: number; readonly axes: number }
  'shape.broadcast': { readonly inputs: readonly Dims[] }
  'shape.axis': { readonly axis: number; readonly rank: number }
  'shape.axesRepeat': { readonly axes: Dims }
  'shape.index': { readonly index: number; readonly size: number }
  'shape.stepZero': None

  'shape.product': { readonly a: Dims; readonly b: Dims; readonly columns: number; readonly rows: number }
  'shape.concat': { readonly dims: Dims; readonly first: Dims; readonly axis: number }
  'shape.stack': { readonly dims: Dims; readonly first: Dims }
  'shape.permutation': { readonly permutation: Dims; readonly dims: Dims }
  'shape.padsTakeAll': { readonly pads: Dims; readonly dims: Dims }
  'shape.padsBeyond': { readonly mode: 'reflect' | 'symmetric'; readonly dims: Dims }
  'shape.channelBlocks': { readonly channels: number; readonly blockSize: number }
  'shape.imageBlocks': { readonly size: Dims; readonly blockSize: number }
  'shape.split': { readonly size: number; readonly parts: number; readonly sizes: Dims }
  'shape.squeeze': { readonly axis: number; readonly dims: Dims }
  'shape.reshape': { readonly dims: Dims; readonly shape: Dims }
  'shape.resize': { readonly sizes: Dims }
  'shape.sliceLists': None
  'shape.updates': { readonly dims: Dims; readonly indices: Dims }
  'shape.updateCount': { readonly updates: number; readonly needed: number }
  'shape.topK': { readonly k: number; readonly size: number }
  'shape.lengths': { readonly lengths: Dims; readonly batch: number }
  'shape.recurrence': { readonly weights: Dims; readonly recurrence: Dims; readonly dims: Dims }
  'shape.sizeBelowOne': { readonly size: number }

  'shape.groups': { readonly channels: number; readonly groups: number }
  /** `needed`: input channels of all groups. */
  'shape.inputChannels': {
    readonly weights: Dims
    readonly groups: number
    readonly needed: number
    readonly channels: number
  }
  'shape.transposedGroups': { readonly weights: Dims; readonly groups: number; readonly channels: number }
  'shape.bias': { readonly bias: Dims; readonly channels: number }
  'shape.spatial': { readonly dims: Dims; readonly spatial: number }
  'shape.window': { readonly list: 'kernel' | 'strides' | 'dilations'; readonly values: Dims }
  'shape.kernel': { readonly weights: Dims; readonly kernel: Dims }
  'shape.kernelTooLarge': { readonly kernel: Dims; readonly padded: Dims }
  'shape.padding': { readonly pads: Dims }
  'shape.outputShape': { readonly shape: Dims }
  'shape.outputPadding': { readonly padding: Dims }
  'shape.nothingLeft': { readonly full: Dims }

  'shape.equationTerms': { readonly equation: string; readonly terms: number; readonly inputs: number }
  'shape.equationInputs': { readonly equation: string; readonly inputs: readonly Dims[] }
  'shape.equationOutput': { readonly equation: string }
  'shape.equationTerm': { readonly term: string; readonly rank: number }
  'shape.equationLabel': { readonly label: string }
}

/** Why a model’s inputs cannot have the dims that were asked for: clauses. */
export interface InputParameters {
  'input.unknown': { readonly input: string }
  'input.rank': { readonly input: string; readonly declared: number; readonly given: number }
  'input.dims': { readonly input: string; readonly dims: Dims }
}
