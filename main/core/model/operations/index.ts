// SPDX-License-Identifier: Apache-2.0
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
  /** Opens and is drawn; its output shapes are unknown. `why` is for the user. */
  | { readonly kind: 'Unsupported'; readonly why: UnsupportedCause }

export type OperationKind = Operation['kind']
