// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import { DATA_TYPES } from '../../element-count'
import { table } from '../../words'

/** Names by number; an empty name is a number that no version uses. Renamed slots have their newest name. */

/** Op.type, numbers 0.. in one run, then the scattered ones. */
const OP_TYPES_FROM_0 =
  `AbsVal QuantizedAdd ArgMax AsString InstanceNorm BatchToSpaceND Copy BinaryOp Bnll Cast Concat Const
Convolution ConvolutionDepthwise Crop CropAndResize ImageProcess Deconvolution DeconvolutionDepthwise Dequantize
DetectionOutput Dropout Eltwise ELU Unique Exp ExpandDims Fill Flatten Im2Col Gather GatherV2 Im2Seq InnerProduct Input
Interp Log LRN LSTM MatMul MVN NonMaxSuppression NonMaxSuppressionV2 Normalize Pack Padding Permute Pooling Power PReLU
PriorBox Proposal QuantizedAvgPool QuantizedBiasAdd QuantizedConcat QuantizedDepthwiseConv2D QuantizedLogistic
RasterAndInterpolate QuantizedMaxPool Texture RasterDiff QuantizedReshape QuantizedSoftmax QuantizeMaxMin QuantizeV2
Range Rank ReduceJoin Reduction ReLU ReLU6 RequantizationRange Requantize Reshape Resize RNN ROIPooling Scale Selu
Seq2Out Shape Sigmoid Size Slice SliceTf Softmax SpaceToBatchND SpatialProduct Col2Im Segment Squeeze StridedSlice
CastLike StringSplit StringToNumber TanH TfQuantizedConv2D Threshold Tile TopKV2 Transpose UnaryOp Unpack Where Moments
RNNSequenceGRU BatchMatMul Unsqueeze CosineSimilarity DepthToSpace SpaceToDepth ReverseSequence Pooling3D Convolution3D
MatrixBandPart GatherND DetectionPostProcess UnravelIndex ScatterNd OneHot BroadcastTo Dilation2D Interp3D`.split(/\s+/)

const OP_TYPES_FROM_128 =
  `Raster ConvertTensor ArgMin LinSpace RandomUniform TensorArray TensorArraySize TensorArrayRead
TensorArrayWrite TensorArrayGather TensorArrayScatter TensorArraySplit TensorArrayConcat LSTMBlockCell Reverse ROIAlign
RandomNormal TensorArrayInsert TensorArrayErase EyeLike CumSum Det CumProd ScatterElements GatherElements Svd Histogram
DynamicQuant Stft`.split(/\s+/)

const OP_TYPES_FROM_256 = `Plugin Select ZerosLike Broastcast SetDiff1D ReluGrad Identity PoolGrad SoftmaxGrad
Conv2DBackPropFilter TrainableParam BatchNorm ConvTranspose3D ZeroGrad`.split(/\s+/)

const OP_TYPES_FROM_299 = 'Attention FmhaV2 Fmhca SeqLen2Spatial SplitGeLU GroupNorm LinearAttention RoPE'.split(' ')

const OP_TYPES_FROM_512 = 'Extra ConvInt8 Int8ToFloat DepthwiseConvInt8 PoolInt8 FloatToInt8 EltwiseInt8'.split(' ')

const OP_TYPES_FROM_600 = ['While', 'If', '', 'LayerNorm', 'GridSample']

const OP_TYPES: ReadonlyMap<number, string> = new Map(
  (
    [
      [0, OP_TYPES_FROM_0],
      [128, OP_TYPES_FROM_128],
      [256, OP_TYPES_FROM_256],
      [299, OP_TYPES_FROM_299],
      [512, OP_TYPES_FROM_512],
      [600, OP_TYPES_FROM_600],
    ] as const
  ).flatMap(([first, names]) => names.map((name, i) => [first + i, name] as const)),
)

/** Name of an op type; "op 700" for one that the format did not have when this was written. */
export function opTypeName(type: number): string {
  return OP_TYPES.get(type) || `op ${type}`
}

export const LAYOUT = { nchw: 0, nhwc: 1, nc4hw4: 2, nhwc4: 3 } as const
export const LAYOUT_NAMES = ['NCHW', 'NHWC', 'NC4HW4', 'NHWC4', 'unknown'] as const

export const PAD_MODE = { explicit: 0, valid: 1, same: 2 } as const
export const PAD_MODE_NAMES = ['explicit', 'valid', 'same'] as const

export const DATA_TYPE_NAMES =
  `INVALID FLOAT DOUBLE INT32 UINT8 INT16 INT8 STRING COMPLEX64 INT64 BOOL QINT8 QUINT8 QINT32
BFLOAT16 QINT16 QUINT16 UINT16 COMPLEX128 HALF RESOURCE VARIANT`.split(/\s+/)

const RENAMED = table<DataType>({ FLOAT: 'float32', DOUBLE: 'float64', HALF: 'float16' })

/** undefined for types that tensors of this program cannot have (complex, resource …). */
export function dataType(number: number): DataType | undefined {
  const name = DATA_TYPE_NAMES[number] ?? ''
  // Quantised types are integers.
  const wanted = RENAMED[name] ?? name.toLowerCase().replace(/^q/, '')
  return DATA_TYPES.find((dtype) => dtype === wanted)
}

export const BINARY_NAMES =
  `ADD SUB MUL DIV MAX_TEMP MIN_TEMP POW REALDIV MINIMUM MAXIMUM GREATER GREATER_EQUAL LESS FLOORDIV
SquaredDifference EQUAL LESS_EQUAL FLOORMOD 18 MOD ATAN2 LOGICALOR NOTEQUAL BITWISE_AND BITWISE_OR BITWISE_XOR LOGICALXOR
LEFTSHIFT RIGHTSHIFT MUL_SILU`.split(/\s+/)

export const UNARY_NAMES =
  `ABS NEG FLOOR CEIL SQUARE SQRT RSQRT EXP LOG SIN COS TAN ASIN ACOS ATAN RECIPROCAL LOG1P BNLL
ACOSH SINH ASINH ATANH SIGN ROUND COSH ERF ERFC ERFINV EXPM1 SIGMOID TANH HARDSWISH GELU GELU_STANDARD SILU`.split(
    /\s+/,
  )

export const REDUCTION_NAMES = ['SUM', 'ASUM', 'SUMSQ', 'MEAN', 'MAXIMUM', 'MINIMUM', 'PROD', 'ANY', 'ALL'] as const
export const ELTWISE_NAMES = ['PROD', 'SUM', 'MAXIMUM', 'SUB'] as const
export const POOL_NAMES = ['MAXPOOL', 'AVEPOOL'] as const
export const COUNT_NAMES = ['DEFAULT', 'INCLUDE_PADDING', 'EXCLUDE_PADDING'] as const
export const PAD_VALUE_NAMES = ['CONSTANT', 'REFLECT', 'SYMMETRIC', 'EDGE'] as const
export const DEPTH_SPACE_NAMES = ['DCR', 'CRD'] as const
export const RESIZE_NAMES = ['', 'nearest', 'linear', 'cubic', 'nearest, rounded'] as const
export const COORDINATE_NAMES = [
  'NotSet',
  'AlignCorners',
  'HalfPixels',
  'PytorchHalfPixels',
  'Asymmetric',
  'TensorflowHalfPixels',
  'TensorflowCropAndResize',
] as const
export const SOURCE_NAMES = ['CAFFE', 'TENSORFLOW', 'TFLITE', 'ONNX', 'TORCH'] as const
