// SPDX-License-Identifier: Apache-2.0
import type { UnsupportedCause } from '#messages/en/unsupported'
import type { Message } from '#messages/message'

/** The model as the window sees it: graph, shapes and sizes, no weights. */

/** Opaque handle of a model that the main process holds open. */
export type ModelId = string

/** A kind of model file. Which there are is known to main alone (HostInfo.formats). */
export interface FormatView {
  readonly id: string
  readonly label: string
  /** Of file names, without the dot. */
  readonly extensions: readonly string[]
}

export type DataType =
  | 'float64'
  | 'float32'
  | 'float16'
  | 'bfloat16'
  | 'int64'
  | 'int32'
  | 'int16'
  | 'int8'
  | 'uint64'
  | 'uint32'
  | 'uint16'
  | 'uint8'
  | 'bool'
  | 'string'

/**
 * Where a constant's values are: in the file (or its external data file), a constant fill, made up
 * because the file's weights were stripped, or quantised: integers with scales, dequantised for a run.
 */
export type ConstantSource = 'file' | 'fill' | 'synthesised' | 'quantised'

export interface TensorView {
  /** Index in ModelView.tensors. */
  readonly id: number
  readonly name: string
  readonly dtype: DataType
  /** Dimensions in the order the file lists them (N, C, H, W for images); null while unknown. */
  readonly dims: readonly number[] | null
  /** Elements × element size, without any padding; null while the shape is unknown. */
  readonly bytes: number | null
  /** Present exactly for constants. */
  readonly constant?: ConstantSource
  /** Where they are quantised: bits of each integer, and bytes in the file with scales; `bytes` is as expanded. */
  readonly stored?: { readonly bits: number; readonly bytes: number }
}

export interface AttributeView {
  readonly name: string
  readonly value: string
}

export interface NodeView {
  /** Index in ModelView.nodes, which is in topological (execution) order. */
  readonly id: number
  readonly name: string
  /** Format-neutral operation, e.g. "Conv", "Add", "MaxPool". */
  readonly op: string
  /** The operation's name in the file, e.g. "ConvolutionDepthwise". */
  readonly sourceOp: string
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly attributes: readonly AttributeView[]
  /** True where shape inference has already computed every output (shape arithmetic on constants). */
  readonly folded: boolean
  /** Of a node in the body of an If, Loop or Scan: the path of the innermost body, "if_1/then". */
  readonly body?: string
  /** What it slides over its input, by spatial axis; absent where it slides nothing. */
  readonly window?: { readonly kernel: readonly number[]; readonly strides: readonly number[] }
  /** Why Run cannot execute this node; absent where it can. */
  readonly notRunnable?: UnsupportedCause
  /** Whether it is reached shows when the model runs: it stands in a body whose condition is computed. */
  readonly decidedInRun?: true
}

/** What a dimension of an input most likely counts, by its name or its place. */
export type DimensionRole = 'batch' | 'channels' | 'height' | 'width' | 'length' | 'axis'

export interface InputView {
  /** Tensor id. */
  readonly tensor: number
  readonly name: string
  /** As the file declares them; null is a dimension that the file leaves open. */
  readonly declaredDims: readonly (number | null)[]
  /** By axis, what an open dimension is called: the file's name, or what it counts; null where it is stated. */
  readonly dimNames: readonly (string | null)[]
  /** By axis, what a dimension counts by its place, whether it is stated or open. */
  readonly roles: readonly DimensionRole[]
  /** The dimensions that shapes were inferred with. */
  readonly dims: readonly number[]
}

/** Sizes of inputs by name; null leaves one to what the file states or Convscope assumes. */
export type InputSizes = Readonly<Record<string, readonly (number | null)[]>>

/** Elements of inputs by name, of inputs that decide shapes: row-major. */
export type InputValues = Readonly<Record<string, readonly number[]>>

/** A size that the file leaves open and nobody gave. */
export interface AssumedSize {
  /** InputView.dimNames. */
  readonly name: string
  readonly size: number
}

export interface ModelView {
  readonly id: ModelId
  /** Absolute path. */
  readonly path: string
  readonly fileName: string
  /** Id of a format (HostInfo.formats). */
  readonly format: string
  /** Lower-case hexadecimal SHA-256 of the file. */
  readonly sha256: string
  readonly fileBytes: number
  /** Tool (and version) that wrote the file, where it says so. */
  readonly producer: string
  /** What else the file says of itself, by the names that its format has. Absent: nothing. */
  readonly properties?: readonly AttributeView[]
  readonly nodes: readonly NodeView[]
  readonly tensors: readonly TensorView[]
  readonly inputs: readonly InputView[]
  /** Sizes of inputs that Convscope assumed. */
  readonly assumed: readonly AssumedSize[]
  /** The first node whose inputs do not fit it; absent where all shapes fit. Its sentence is NodeView.notRunnable. */
  readonly stoppedAt?: number
  /** Tensor ids. */
  readonly outputs: readonly number[]
  /** Σ over constants that are numbers or quantised numbers, as the file has them, those that it fills or draws expanded to their shapes; in bytes. */
  readonly weightBytes: number
  /** True where the file's weights were stripped and are made up for a run. */
  readonly synthesisedWeights: boolean
  /** Things worth telling that do not prevent the model from opening, one sentence each. */
  readonly warnings: readonly Message[]
  /**
   * Present where it is shown from a saved document, without its own file, so that it can only be looked at: `path` is the
   * document's, the rest speaks of the model's file.
   */
  readonly document?: DocumentOrigin
}

export interface DocumentOrigin {
  /** OpenedDocument.id. */
  readonly id: string
  /** Name and version of what saved it. */
  readonly application: string
  /** ISO 8601, UTC. */
  readonly savedAt: string
}

/** A model that Convscope itself can build. */
export interface SampleView {
  readonly id: string
  readonly title: string
  readonly description: string
}
