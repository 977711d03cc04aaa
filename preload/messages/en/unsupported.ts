// SPDX-License-Identifier: Apache-2.0
import type { MessageOf, SayNested } from '../sentence'
import type { FileCause } from './files'
import type { ShapeCause } from './shapes'
import type { TensorCause } from './tensors'

/** What an operation may only know when it runs. */
const AT_RUN_TIME = {
  axes: 'its axes are computed',
  axis: 'its axis is computed',
  blocksOrCrops: 'its blocks or crops are computed',
  blocksOrPads: 'its blocks or pads are computed',
  diagonal: 'its diagonal is computed',
  outputShape: 'its output shape is computed',
  paddingValue: 'its padding value is computed',
  permutation: 'its permutation is computed',
  value: 'its value is computed',
  weights: 'its weights are computed',
  zeroPointType: 'the type of its zero point is only known',
}
/** Parameters of operations whose value may be one that Convscope does not know. */
const UNKNOWN = {
  direction: 'direction',
  elementWiseFunction: 'element-wise function',
  fusedActivation: 'fused activation',
  interpolation: 'interpolation',
  mode: 'mode',
  padding: 'padding',
  reduction: 'reduction',
  resizeType: 'resize type',
}
/** What formats call their operations. */
const WORDS = {
  layer: 'layer',
  op: 'op',
  operation: 'operation',
  operator: 'operator',
  customOperator: 'custom operator',
  function: 'function',
  functionOfTwo: 'two-operand function',
  reduction: 'reduction',
}

export type RunTimeValue = keyof typeof AT_RUN_TIME
export type UnknownParameter = keyof typeof UNKNOWN
export type OperationWord = keyof typeof WORDS

/** Why nodes cannot be run: clauses whose subject is the node. */
export const unsupported = {
  'unsupported.operation': ({ word, name }: { word: OperationWord; name: string }) =>
    `Convscope does not know the ${WORDS[word]} ${name}`,
  'unsupported.operatorSet': ({ domain }: { domain: string }) =>
    `it belongs to the operator set '${domain}', which Convscope does not know`,
  'unsupported.foreign': ({ type, engine }: { type: string; engine: string }) =>
    `it is a foreign operation '${type}' of '${engine}'`,
  'unsupported.shapes': ({ why }: { why: FileCause | TensorCause | ShapeCause }, say: SayNested) => say(why),
  'unsupported.inputShapes': () => 'the shapes of its inputs are unknown',
  'unsupported.atRunTime': ({ what }: { what: RunTimeValue }) => `${AT_RUN_TIME[what]} at run time`,
  /** `value`: null where the file does not state one that can be shown. */
  'unsupported.unknown': ({ what, value }: { what: UnknownParameter; value: string | number | null }) =>
    `its ${UNKNOWN[what]}${value === null ? '' : ` ${typeof value === 'string' ? `'${value}'` : value}`} is unknown`,
  'unsupported.attribute': ({ attribute }: { attribute: string }) =>
    `Convscope does not compute what its '${attribute}' asks for`,
  'unsupported.output': ({ output }: { output: string }) => `Convscope does not compute its output '${output}'`,
  'unsupported.text': () => 'it holds text',
  'unsupported.holds': ({ type }: { type: string }) => `it holds ${type} data`,
  'unsupported.elementType': ({ type }: { type: number }) =>
    `it has element type ${type}, which Convscope does not read`,
  'unsupported.tensorType': ({ type }: { type: string }) => `Convscope has no tensors of type ${type}`,
  'unsupported.castTo': ({ type }: { type: number }) => `it casts to element type ${type}`,
  'unsupported.cast': ({ from, to }: { from: string; to: string }) => `it casts ${from} to ${to}`,
  'unsupported.coding': ({ coding }: { coding: number }) =>
    `its weights are quantised in MNN coding ${coding}, which is not known`,
  'unsupported.integers': () => 'it computes with integers, which Convscope does not',
  'unsupported.eightBit': () => 'it computes with 8-bit integers',
  'unsupported.blockwise': () => 'it dequantises in blocks',

  'unsupported.norm': () => 'its norm is neither the sum of magnitudes nor the Euclidean one',
  'unsupported.rmsNorm': () => 'it normalises without a mean (RMS norm)',
  'unsupported.groupNorm': () => 'it normalises in groups',
  'unsupported.withinChannels': () => 'it normalises within channels',
  'unsupported.everyPosition': () => 'it normalises every position by itself',
  'unsupported.training': () => 'it is in training mode',
  'unsupported.padMode': ({ mode }: { mode: string }) => `it pads in mode '${mode}'`,
  'unsupported.oneAxisTile': () => 'it repeats along one axis (opset below 6)',
  'unsupported.interpolation': () => 'its interpolation is outside what Convscope computes',
  'unsupported.crop': () => 'it crops while it resizes',
  'unsupported.resizeSize': () => 'it does not say to what size it resizes',
  'unsupported.cellActivation': () => 'it has an activation that Convscope does not know',
  'unsupported.coupledGates': () => 'it couples its input and forget gates',
  'unsupported.cellWeights': () => 'it lacks the weights that ONNX would give it',
  'unsupported.twoOutputs': () => 'it does not have two outputs',
  'unsupported.size': () => 'it does not say how large it is',
  'unsupported.packedReshape': () => 'it reshapes packed channels in NHWC order',
  'unsupported.flattenRange': () => 'it flattens a range of dimensions',
  'unsupported.ellipsis': () => 'it uses an ellipsis or a new axis',
  'unsupported.sliceOffset': () => 'it uses an ellipsis, a new axis or an offset',
  'unsupported.channelsLast': () => 'it works on channels-last data',
  'unsupported.blockSize': () => 'its block size is below 1',
  'unsupported.wholeBlocks': () => 'it is not made of whole blocks',
  'unsupported.imageBlocks': () => 'it is not made of whole blocks of an image',
  'unsupported.factors': () => 'it adds its inputs with factors',
  'unsupported.topValues': () => 'it asks for more than the index of the extreme value',
  'unsupported.axisNotStated': () => 'its axis is not stated',
  'unsupported.ownMatrix': () => 'its second matrix is part of the op, in an order that the format does not define',
  'unsupported.batchGather': () => 'it gathers within batches',
  'unsupported.detection': () => 'Convscope does not run detection post-processing',
  'unsupported.replacedByDetection': () =>
    'the converter replaced a custom operation by a DetectionPostProcess that says nothing of what it computes',
  'unsupported.poolDims': () => 'it pools over other than two or three dimensions',
  'unsupported.unevenWindows': () => 'it pools to a size that does not divide that of its input',
  'unsupported.ncnnBatch': () => 'it moves a batch, which Convscope does not read from ncnn’s files',
  'unsupported.matrixRanks': ({ a, b }: { a: number; b: number }) => `it multiplies blobs of ${a} and ${b} dimensions`,
  'unsupported.volumeWindow': () => 'its kernel, strides or dilations are not three positive numbers',
  'unsupported.volumeChannels': () => 'its weights do not say between how many channels it works',
  'unsupported.rows': () => 'its condition chooses whole rows',
  'unsupported.shuffled': () => 'its weights are shuffled',
  'unsupported.customOptions': () => 'its custom options are not those of its operator',
  'unsupported.rounds': () => 'it is part of a body that runs in rounds',
  'unsupported.sequence': () =>
    'it has to do with a sequence or optional value whose tensors are not known before it runs',
  'unsupported.noTensor': () => 'it is a list, a table or an optional value, not a tensor',
  'unsupported.sparse': () => 'its values are stored as a sparse tensor',
  'unsupported.counts': () => 'it counts at run time',
}

export type UnsupportedCause = MessageOf<typeof unsupported>
