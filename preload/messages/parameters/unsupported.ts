import type { None } from './parameters'

/** What an operation may only know when it runs. */
export type RunTimeValue =
  | 'axes'
  | 'axis'
  | 'blocksOrCrops'
  | 'blocksOrPads'
  | 'bounds'
  | 'outputShape'
  | 'paddingValue'
  | 'permutation'
  | 'value'
  | 'weights'
  | 'zeroPointType'

/** A parameter of an operation whose value is not one that Convscope knows. */
export type UnknownParameter =
  | 'direction'
  | 'elementWiseFunction'
  | 'fusedActivation'
  | 'interpolation'
  | 'mode'
  | 'padding'
  | 'reduction'
  | 'resizeType'

/** What formats call their operations. */
export type OperationWord =
  | 'op'
  | 'operation'
  | 'operator'
  | 'customOperator'
  | 'function'
  | 'functionOfTwo'
  | 'reduction'

/** Why a node of a file cannot be run: clauses whose subject is the node. Types and operations as the format names them. */
export interface UnsupportedParameters {
  'unsupported.operation': { readonly word: OperationWord; readonly name: string }
  'unsupported.operatorSet': { readonly domain: string }
  'unsupported.foreign': { readonly type: string; readonly engine: string }
  'unsupported.inputShapes': None
  'unsupported.atRunTime': { readonly what: RunTimeValue }
  /** `value`: null where the file does not state one that can be shown. */
  'unsupported.unknown': { readonly what: UnknownParameter; readonly value: string | number | null }
  'unsupported.kernel': None
  'unsupported.text': None
  'unsupported.holds': { readonly type: string }
  'unsupported.elementType': { readonly type: number }
  'unsupported.tensorType': { readonly type: string }
  'unsupported.castTo': { readonly type: number }
  'unsupported.cast': { readonly from: string; readonly to: string }
  'unsupported.coding': { readonly coding: number }
  'unsupported.integers': None
  'unsupported.eightBit': None
  'unsupported.blockwise': None

  'unsupported.norm': None
  'unsupported.rmsNorm': None
  'unsupported.groupNorm': None
  'unsupported.withinChannels': None
  'unsupported.everyPosition': None
  'unsupported.training': None
  'unsupported.padMode': { readonly mode: string }
  'unsupported.oneAxisTile': None
  'unsupported.interpolation': None
  'unsupported.crop': None
  'unsupported.resizeSize': None
  'unsupported.cellActivation': None
  'unsupported.coupledGates': None
  'unsupported.cellWeights': None
  'unsupported.twoOutputs': None
  'unsupported.size': None
  'unsupported.packedReshape': None
  'unsupported.flattenRange': None
  'unsupported.ellipsis': None
  'unsupported.sliceOffset': None
  'unsupported.channelsLast': None
  'unsupported.blockSize': None
  'unsupported.wholeBlocks': None
  'unsupported.imageBlocks': None
  'unsupported.factors': None
  'unsupported.topValues': None
  'unsupported.axisNotStated': None
  'unsupported.ownMatrix': None
  'unsupported.batchGather': None
  'unsupported.detection': None
  'unsupported.replacedByDetection': None
  'unsupported.poolDims': None
  'unsupported.volumeWindow': None
  'unsupported.volumeChannels': None
  'unsupported.rows': None
  'unsupported.shuffled': None
  'unsupported.customOptions': None
  'unsupported.wholeMean': None
  'unsupported.counts': None
}
