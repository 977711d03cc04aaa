// SPDX-License-Identifier: Apache-2.0

/** What came of a file, best first. */
export const KINDS = {
  right: 'ran, and the outputs are those of ONNX Runtime',
  ran: 'ran, with nothing to compare with',
  planned: 'planned, but not run: why is told by node',
  stopped: 'opened, shapes do not fit at a node that is named',
  refused: 'refused in one sentence',
  wrong: 'ran, and the outputs differ',
  hang: 'took too long',
  crash: 'ended the process or threw',
} as const

export type Kind = keyof typeof KINDS

export interface Outcome {
  readonly kind: Kind
  /** A sentence, where there is one. */
  readonly detail: string
}

export interface FileOutcome extends Outcome {
  readonly file: string
}
