import type { DataType } from '#contract/model'
import type { UnsupportedCause } from '#messages/en/unsupported'

/** Spatial padding; `pads` lists all begins, then all ends, in the order of the spatial axes (ONNX). */
export type PadRule =
  | { readonly kind: 'explicit'; readonly pads: readonly number[] }
  /** out = ceil(in / stride); the odd element goes to the end (upper) or the beginning (lower). */
  | { readonly kind: 'same'; readonly odd: 'upper' | 'lower' }
  | { readonly kind: 'valid' }

/** Fused into the node by the file (MNN's relu and relu6). */
export type FusedActivation = 'none' | 'relu' | 'relu6'

export type UnaryFunction =
  | 'abs'
  | 'neg'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'sign'
  | 'square'
  | 'sqrt'
  | 'rsqrt'
  | 'exp'
  | 'log'
  | 'reciprocal'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'asin'
  | 'acos'
  | 'atan'
  | 'sinh'
  | 'cosh'
  | 'asinh'
  | 'acosh'
  | 'atanh'
  | 'erf'
  | 'not'
  /** Not 0, as 1 or 0. */
  | 'truth'
  /** Towards zero. */
  | 'trunc'
  /** A whole number as an integer of few bits holds it: alpha is the smallest, beta how many there are. */
  | 'wrap'
  | 'isNan'
  /** alpha, beta: whether -infinity and infinity count. */
  | 'isInf'
  | 'log1p'
  | 'expm1'
  | 'erfc'
  | 'relu'
  | 'leakyRelu'
  | 'elu'
  | 'selu'
  | 'celu'
  | 'thresholdedRelu'
  | 'shrink'
  | 'clip'
  | 'sigmoid'
  | 'hardSigmoid'
  | 'hardSwish'
  | 'swish'
  | 'tanh'
  | 'softplus'
  | 'softsign'
  | 'mish'
  | 'gelu'
  | 'geluTanh'

export type BinaryFunction =
  | 'add'
  | 'sub'
  | 'mul'
  | 'div'
  | 'floorDiv'
  /** Of whole numbers: the quotient towards zero. */
  | 'truncDiv'
  | 'mod'
  /** Like mod, with the sign of the dividend. */
  | 'fmod'
  | 'pow'
  /** Of whole numbers: towards zero. */
  | 'truncPow'
  | 'atan2'
  | 'min'
  | 'max'
  | 'squaredDifference'
  | 'equal'
  | 'notEqual'
  | 'less'
  | 'lessOrEqual'
  | 'greater'
  | 'greaterOrEqual'
  | 'and'
  | 'or'
  | 'xor'

/** reflect leaves out the edge element, symmetric repeats it, wrap goes on from the other end. */
export type PadMode = 'constant' | 'reflect' | 'edge' | 'symmetric' | 'wrap'

/** What a scattered element does to the one that is there. */
export type ScatterMode = 'replace' | 'add' | 'mul' | 'min' | 'max'

/** A function with its factors. */
export interface Activation {
  readonly function: UnaryFunction
  readonly alpha: number
  readonly beta: number
}

export type ReduceFunction =
  | 'sum'
  | 'mean'
  | 'max'
  | 'min'
  | 'prod'
  | 'sumSquare'
  | 'l1'
  | 'l2'
  | 'logSum'
  | 'logSumExp'

/**
 * What a node computes. Inputs are named in order in the comment; [x] is optional. Parameters that
 * a file gives either as attribute or as input tensor are optional here: absent means "from the input".
 */
export type Operation =
  /** x, weight [oc, ic/group, …kernel], [bias] */
  | {
      readonly kind: 'Conv'
      readonly kernel: readonly number[]
      readonly strides: readonly number[]
      readonly dilations: readonly number[]
      readonly pads: PadRule
      readonly group: number
      readonly activation: FusedActivation
      /** As the file states it; absent where it follows from the shapes: one channel in and out of every group. */
      readonly depthwise?: boolean
    }
  /** x, weight [ic, oc/group, …kernel], [bias] */
  | {
      readonly kind: 'ConvTranspose'
      readonly kernel: readonly number[]
      readonly strides: readonly number[]
      readonly dilations: readonly number[]
      readonly pads: PadRule
      readonly outputPadding: readonly number[]
      /** Of the spatial dims, from which the padding follows. */
      readonly outputShape?: readonly number[]
      readonly group: number
      readonly activation: FusedActivation
    }
  /** x */
  | {
      readonly kind: 'Pool'
      readonly mode: 'max' | 'average'
      readonly kernel: readonly number[]
      readonly strides: readonly number[]
      readonly dilations: readonly number[]
      readonly pads: PadRule
      readonly ceil: boolean
      readonly countPadding: boolean
      /** MNN: a kernel larger than the padded input shrinks to it, and a last window may lie in the padding. */
      readonly lenient?: boolean
      /** Of the second output, where the maxima were: positions count columns first. */
      readonly columnMajor?: boolean
    }
  /** x: over all spatial dims, which become 1 */
  | { readonly kind: 'GlobalPool'; readonly mode: 'max' | 'average' }
  /** x, scale, bias, mean, variance */
  | { readonly kind: 'BatchNorm'; readonly epsilon: number }
  /** x, scale [c], [bias [c]]: per channel (dim 1) */
  | { readonly kind: 'Scale' }
  /** x, [gamma], [beta]: over the dims from `axis` on; may also give the mean and 1 / deviation of each row */
  | { readonly kind: 'LayerNorm'; readonly axis: number; readonly epsilon: number }
  /** x, scale, bias: every channel of every image by itself */
  | { readonly kind: 'InstanceNorm'; readonly epsilon: number }
  /** x: across channels (dim 1); alpha is divided by size */
  | {
      readonly kind: 'LRN'
      readonly size: number
      readonly alpha: number
      readonly beta: number
      readonly bias: number
    }
  /** x. alpha, beta: slope, clip bounds, hard-sigmoid factors… clip bounds may be inputs [min], [max] */
  | { readonly kind: 'Unary'; readonly function: UnaryFunction; readonly alpha?: number; readonly beta?: number }
  /** x, slope (broadcast on dim 1 when it has as many elements as channels) */
  | { readonly kind: 'PRelu' }
  /** a, b, … (add, min, max and mul take any number); broadcasting */
  | { readonly kind: 'Binary'; readonly function: BinaryFunction; readonly activation: FusedActivation }
  /** condition, a, b */
  | { readonly kind: 'Where' }
  /** x. coerced: ONNX below opset 13, the tensor is seen as 2-D split at `axis` */
  | { readonly kind: 'Softmax'; readonly axis: number; readonly coerced: boolean; readonly log: boolean }
  | { readonly kind: 'Concat'; readonly axis: number }
  /** x, [sizes]; a size of -1 takes what is left; without sizes all outputs are equal (the last may be smaller) */
  | { readonly kind: 'Split'; readonly axis: number; readonly sizes?: readonly number[] }
  /** x, [starts], [ends], [axes], [steps]; sizesAsEnds: the third input holds sizes, -1 = to the end (MNN SliceTf) */
  | {
      readonly kind: 'Slice'
      readonly starts?: readonly number[]
      readonly ends?: readonly number[]
      readonly axes?: readonly number[]
      readonly sizesAsEnds: boolean
      /** MNN StridedSlice: bit i ignores begin / end i, or drops axis i. */
      readonly masks?: { readonly begin: number; readonly end: number; readonly shrink: number }
    }
  /** x, [shape]; 0 copies (unless allowZero), -1 infers */
  | { readonly kind: 'Reshape'; readonly shape?: readonly number[]; readonly allowZero: boolean }
  | { readonly kind: 'Flatten'; readonly axis: number }
  | { readonly kind: 'Squeeze'; readonly axes?: readonly number[] }
  | { readonly kind: 'Unsqueeze'; readonly axes?: readonly number[] }
  /** absent permutation: reverse, unless `move` says (for any rank) dim 1 to the end, or the last dim to 1 */
  | {
      readonly kind: 'Transpose'
      readonly permutation?: readonly number[]
      readonly move?: 'channelsLast' | 'channelsFirst'
    }
  /** x, shape */
  | { readonly kind: 'Expand' }
  /** x, repeats */
  | { readonly kind: 'Tile' }
  /** x, [pads: all begins, all ends, of all dims or of the axes], [value], [axes] */
  | {
      readonly kind: 'Pad'
      readonly mode: PadMode
      readonly pads?: readonly number[]
      readonly value: number
      readonly pairs: boolean
    }
  /** tensors of equal shape: new dim at axis */
  | { readonly kind: 'Stack'; readonly axis: number }
  /** data, indices */
  | { readonly kind: 'Gather'; readonly axis: number }
  /** data, indices: single elements along the axis, the others from where the index is */
  | { readonly kind: 'GatherElements'; readonly axis: number }
  /** data, indices [..., k]: what k coordinates after the batch dims name */
  | { readonly kind: 'GatherNd'; readonly batchDims: number }
  /** data, indices, updates: what the gathers read, written */
  | { readonly kind: 'ScatterElements'; readonly axis: number; readonly mode: ScatterMode }
  | { readonly kind: 'ScatterNd'; readonly mode: ScatterMode }
  /** indices, depth, values [off, on]: a new dim at the axis */
  | { readonly kind: 'OneHot'; readonly axis: number }
  /** x, [k]: the largest or smallest elements in order, and where they are */
  | { readonly kind: 'TopK'; readonly axis: number; readonly largest: boolean; readonly k?: number }
  /** x, [diagonal]: upper or lower triangle of the last two dims, else 0 */
  | { readonly kind: 'Trilu'; readonly upper: boolean }
  /** x, [axis] */
  | { readonly kind: 'CumSum'; readonly axis?: number; readonly exclusive: boolean; readonly reverse: boolean }
  /** x, lengths: the beginning of every row turned round */
  | { readonly kind: 'ReverseSequence'; readonly batchAxis: number; readonly timeAxis: number }
  /** x: the indices of what is not 0, [rank, n] */
  | { readonly kind: 'NonZero' }
  /** x, reference: ones after the dims of x, so that they begin at an axis of the reference when broadcast */
  | { readonly kind: 'AlignTo'; readonly axis: number }
  /** any number of inputs; ONNX's equation */
  | { readonly kind: 'Einsum'; readonly equation: string }
  /** x [n, c, h, w], grid [n, h', w', 2] of (x, y) in [-1, 1] */
  | {
      readonly kind: 'GridSample'
      readonly mode: 'nearest' | 'linear' | 'cubic'
      readonly padding: 'zeros' | 'border' | 'reflection'
      readonly alignCorners: boolean
    }
  /**
   * x [t, n, i], weights, recurrence, [bias], [lengths], [initial h], [initial c], [peepholes] →
   * y [t, directions, n, hidden], [last h], [last c]; parameters as ONNX's RNN, GRU and LSTM have them
   */
  | {
      readonly kind: 'Recurrent'
      readonly cell: 'rnn' | 'gru' | 'lstm'
      readonly direction: 'forward' | 'reverse' | 'bidirectional'
      /** Those of the cell, for each direction. */
      readonly activations: readonly Activation[]
      /** Of what the activations see; 0: none. */
      readonly clip: number
      readonly linearBeforeReset: boolean
    }
  /** a, b, [bias]: last two dims multiply */
  | { readonly kind: 'MatMul'; readonly transposeA: boolean; readonly transposeB: boolean }
  /** a, b, [c]: alpha·a·b + beta·c */
  | {
      readonly kind: 'Gemm'
      readonly alpha: number
      readonly beta: number
      readonly transposeA: boolean
      readonly transposeB: boolean
    }
  /** x, [scales], [sizes], as inputs or here, over all dims or the axes; a size of 0 keeps the dim */
  | {
      readonly kind: 'Resize'
      readonly mode: 'nearest' | 'linear' | 'cubic'
      readonly coordinates:
        | 'halfPixel'
        | 'pytorchHalfPixel'
        | 'alignCorners'
        | 'asymmetric'
        | 'tfHalfPixel'
        /** Within a region of the input, in shares of its dims: the values of `regionInput`, all begins, then all ends. */
        | 'crop'
      readonly nearest: 'roundPreferFloor' | 'roundPreferCeil' | 'floor' | 'ceil'
      readonly scales?: readonly number[]
      readonly sizes?: readonly number[]
      /** Which input (index) holds scales or sizes, where they are inputs. */
      readonly scalesInput?: number
      readonly sizesInput?: number
      readonly regionInput?: number
      readonly axes?: readonly number[]
      /** How sizes are meant: as they are, or as the most or least that the dims may be at the same proportions. */
      readonly aspect?: 'stretch' | 'notLarger' | 'notSmaller'
      /** -0.75 where it is left out. */
      readonly cubicFactor?: number
      /** Neighbours beyond the edge have no weight. */
      readonly excludeOutside?: boolean
      /** Where it shrinks, the filter widens. */
      readonly antialias?: boolean
      /** Outside the input, where a region reaches there. */
      readonly extrapolation?: number
    }
  /** x, [axes] */
  | {
      readonly kind: 'Reduce'
      readonly function: ReduceFunction
      readonly axes?: readonly number[]
      readonly keepDims: boolean
    }
  /** x: where the largest (or smallest) element is; of equal ones the first, or the last */
  | {
      readonly kind: 'ArgMax'
      readonly mode: 'max' | 'min'
      readonly axis: number
      readonly keepDims: boolean
      readonly last: boolean
    }
  /** x, [like]: to a type, or to that of the second input */
  | { readonly kind: 'Cast'; readonly to?: DataType }
  | { readonly kind: 'Shape' }
  | { readonly kind: 'Rank' }
  | { readonly kind: 'Size' }
  /** start, limit, delta */
  | { readonly kind: 'Range' }
  /** shape */
  | { readonly kind: 'ConstantOfShape'; readonly value: number; readonly dtype: DataType }
  /** MNN Fill: shape, value */
  | { readonly kind: 'Fill' }
  | { readonly kind: 'Identity' }
  | { readonly kind: 'DepthToSpace'; readonly blockSize: number; readonly mode: 'DCR' | 'CRD' }
  | { readonly kind: 'SpaceToDepth'; readonly blockSize: number }
  /** Opens and is drawn; its output shapes are unknown. `why` is for the user. */
  | { readonly kind: 'Unsupported'; readonly why: UnsupportedCause }

export type OperationKind = Operation['kind']
