// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import type { UnsupportedCause } from '#messages/en/unsupported'
import type { Message } from '#messages/message'
import type { CodedWeights } from './coded-weights'
import type { EncodedWeights } from './encoded-weights'
import type { FoldStep } from './folding/step'
import type { Operation } from './operations/index'

/**
 * The format-neutral model that readers produce. Tensors are plain row-major arrays in the order
 * in which the file lists their dimensions; layout conversions of a file become Transpose or
 * Identity. Weights are references into the file and are never copied at open.
 */
export interface Model {
  /** The engine whose converter wrote the file, which runs the graph as it is; absent in a format of no engine. */
  readonly convertedFor?: string
  /** Present where the model was read from a file: messages name it. */
  readonly fileName?: string
  readonly producer: string
  /** What else the file says of itself, by the names that its format has (opset_import, …). Absent: nothing. */
  readonly properties?: readonly { readonly name: string; readonly value: string }[]
  readonly tensors: readonly Tensor[]
  /** In topological order; `id` is the index. */
  readonly nodes: readonly Node[]
  readonly inputs: readonly ModelInput[]
  /** Tensor ids. */
  readonly outputs: readonly number[]
  readonly warnings: readonly Message[]
  /** Bodies that run in rounds. Absent: none. */
  readonly rounds?: readonly Rounds[]
}

export interface ModelInput {
  /** Tensor id. */
  readonly tensor: number
  /** null: left open by the file; as a whole: not even how many there are. */
  readonly declaredDims: readonly (number | null)[] | null
  /** By axis, what the file calls an open dimension: those of one name have one size. Absent: it names none. */
  readonly dimNames?: readonly (string | null)[]
  /** A list, an optional value or a table: it has no shape. */
  readonly noTensor?: true
}

/** What a file says of a tensor that is computed: of use where shape inference cannot tell. */
export interface DeclaredTensor {
  /** A size, the name of one, or null for one that is open. */
  readonly dims: readonly (number | string | null)[] | null
  readonly dtype?: DataType
}

export interface Tensor {
  readonly id: number
  readonly name: string
  readonly dtype: DataType
  /** Set for constants only; other shapes come from shape inference. */
  readonly constant?: Constant
  /** Where the file tells of a tensor that is computed. */
  readonly declared?: DeclaredTensor
  /**
   * How MNN holds the tensor, where the file tells (.mnn): 'packed' is NC4HW4, channels in dim 1
   * rounded up to the core's pack; 'plain' is unpadded.
   */
  readonly layout?: 'packed' | 'plain'
  /** Where the file tells (.mnn): its channels are its last dim (NHWC). */
  readonly channelsLast?: true
}

export interface Constant {
  readonly dims: readonly number[]
  readonly data: ConstantData
  /** Where `data` has the elements in another order; never set beside decoded values or a fill. */
  readonly stored?: StoredOrder
}

/**
 * `data` is a row-major array of `dims`; the constant has the elements of that array with its axes
 * reordered: new axis i is axis permutation[i] of `dims` (TensorFlow Lite's weights have the input
 * channels last).
 */
export interface StoredOrder {
  readonly dims: readonly number[]
  readonly permutation: readonly number[]
}

export type ConstantData =
  /** `byteLength` bytes from `offset` of `path`, little-endian, any alignment, elements of the tensor's dtype. */
  | { readonly kind: 'file'; readonly path: string; readonly offset: number; readonly byteLength: number }
  /** Decoded already: small or computed constants. */
  | { readonly kind: 'values'; readonly values: readonly number[] }
  | { readonly kind: 'fill'; readonly value: number }
  /**
   * Stripped from the file: made up from `seed` for a run. `scale` is the standard deviation (He:
   * sqrt(2 / fan-in)), so that activations keep their magnitude.
   */
  | { readonly kind: 'synthesised'; readonly seed: number; readonly scale: number }
  /** float32 values at uint32 positions, zero elsewhere; both arrays in `path`. */
  | {
      readonly kind: 'sparse'
      readonly path: string
      readonly count: number
      readonly indexOffset: number
      readonly valueOffset: number
    }
  | CodedWeights
  | EncodedWeights
  | FoldedConstant
  /** Cannot be decoded: the model opens and is planned, a run says why not. */
  | { readonly kind: 'quantised'; readonly why: UnsupportedCause }

/** What an operation makes of other constants, computed when its values are asked for: nothing is kept until then. */
export interface FoldedConstant {
  readonly kind: 'folded'
  readonly step: FoldStep
  readonly inputs: readonly FoldedInput[]
  /** Of the result. */
  readonly dims: readonly number[]
  readonly dtype: DataType
  /** Steps that follow each other at most, this one included. */
  readonly depth: number
}

export interface FoldedInput {
  readonly dtype: DataType
  readonly constant: Constant
}

/** A node runs only where a tensor has this truth. */
export interface Condition {
  readonly tensor: number
  readonly holds: boolean
}

/** A body that runs in rounds. Tensor ids; -1 where there is none. */
export interface Rounds {
  /** The rounds in whose body it stands, as an index of Model.rounds; null: none. */
  readonly within: number | null
  /** How many there are at most, and whether there is a first. */
  readonly count: number
  readonly condition: number
  /** What a round is given: its number and that it runs, each of these dims. */
  readonly number: number
  readonly numberDims: readonly number[]
  readonly going: number
  readonly goingDims: readonly number[]
  /** What it gives: whether there is another. */
  readonly another: number
  /** What every round changes. */
  readonly states: readonly {
    readonly start: number
    readonly given: number
    readonly end: number
    /** After the last round. */
    readonly result: number
  }[]
  /** What every round is given one element of, along a non-negative axis; then there are as many rounds. */
  readonly elements: readonly {
    readonly of: number
    readonly given: number
    readonly axis: number
    /** From the last to the first. */
    readonly turned: boolean
  }[]
  /** What every round gives one element of, along a new axis. */
  readonly collected: readonly {
    readonly end: number
    readonly result: number
    readonly axis: number
    readonly turned: boolean
  }[]
}

export interface Node {
  readonly id: number
  readonly name: string
  /** The operation's name in the file. */
  readonly sourceOp: string
  readonly operation: Operation
  /** Tensor ids; -1 for an optional input that is left out. */
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  /** Of a node in a body that may not run, outermost first. */
  readonly conditions?: readonly Condition[]
  /** Of a node in the body of another: the path of the innermost body, "if_1/then" or "loop/body/if_2/else". */
  readonly body?: string
  /** Of a node in a body that runs in rounds: the innermost, as an index of Model.rounds. */
  readonly rounds?: number
  /** Of a layer in a file of ncnn: bits of options that are off for it alone (key 31). Absent: none. */
  readonly featureMask?: number
  /** As in the file, for display. */
  readonly attributes: readonly { readonly name: string; readonly value: string }[]
}
