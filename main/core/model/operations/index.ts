// SPDX-License-Identifier: Apache-2.0
import type { DataType } from '#contract/model'
import type { UnsupportedCause } from '#messages/en/unsupported'
import type { ArrangementOperation } from './arrangement'
import type { ControlOperation } from './control'
import type { ElementwiseOperation } from './elementwise'
import type { GenerationOperation } from './generation'
import type { IndexingOperation } from './indexing'
import type { MatrixOperation } from './matrix'
import type { NormalisationOperation } from './normalisation'
import type { ReductionOperation } from './reduction'
import type { ResamplingOperation } from './resampling'
import type { SpectrumOperation } from './spectrum'
import type { WindowOperation } from './windows'

export type { BinaryFunction, FusedActivation, UnaryFunction } from './functions'
export type { FindingOperation, ScatterMode } from './indexing'
export type { Activation } from './matrix'
export type { ReduceFunction } from './reduction'
export type { PadRule } from './windows'

/**
 * What a node computes. Inputs are named in order in the comment; [x] is optional. Parameters that
 * a file gives either as attribute or as input tensor are optional here: absent means "from the input".
 */
export type Operation =
  | Supported
  /**
   * Opens and is drawn. `why` is for the user. `like`: what it does but for the integers that it computes with, from which
   * its shapes follow; absent: they are unknown. `gives`: the element type of its output, if not the input's.
   */
  | {
      readonly kind: 'Unsupported'
      readonly why: UnsupportedCause
      readonly like?: Supported
      readonly gives?: DataType
    }

type Supported =
  | WindowOperation
  | ControlOperation
  | ResamplingOperation
  | NormalisationOperation
  | ElementwiseOperation
  | ReductionOperation
  | MatrixOperation
  | ArrangementOperation
  | IndexingOperation
  | GenerationOperation
  | SpectrumOperation

export type OperationKind = Operation['kind']

/** What a node does, whatever numbers it computes with. */
export function inEffect(operation: Operation): Operation {
  return operation.kind === 'Unsupported' ? (operation.like ?? operation) : operation
}
