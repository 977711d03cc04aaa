// SPDX-License-Identifier: Apache-2.0
import type { UnaryFunction } from './functions'

/** A function with its factors. */
export interface Activation {
  readonly function: UnaryFunction
  readonly alpha: number
  readonly beta: number
}

/** Products of matrices, and cells of recurrent networks, which are made of them. */
export type MatrixOperation =
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
  /** any number of inputs; ONNX's equation */
  | { readonly kind: 'Einsum'; readonly equation: string }
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
      /** Of the cells of an LSTM; absent: none. */
      readonly cellClip?: number
      /** An LSTM forgets what its input gate does not let in. */
      readonly coupled?: true
    }
