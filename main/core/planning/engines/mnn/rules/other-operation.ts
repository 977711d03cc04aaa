// SPDX-License-Identifier: Apache-2.0
import type { ResolvedOperation } from '#core/model/shapes'
import type { MatrixCore } from '../core'
import type { Block } from '../pools/pool'
import type { SessionOp } from '../session/converter-view'
import type { LaidOutTensor } from '../session/tensor-layouts'
import type { Workspace } from './executor'

/** An op that is no convolution, as its executor sees it. */
export interface OtherOperation {
  readonly op: SessionOp
  readonly operation: ResolvedOperation
  /** Constants are unpacked. */
  readonly inputs: readonly LaidOutTensor[]
  readonly output: LaidOutTensor
}

/** The static pool as those see it who only ask. */
export interface StaticRequests {
  request(bytes: number): Block
}

/**
 * What an executor asks for when it is sized: of the dynamic pool what it gives back, of the static pool
 * what stays.
 */
export type Resize = (workspace: Workspace, held: StaticRequests) => void

export type ResizeOf = (op: OtherOperation, core: MatrixCore, threads: number) => Resize | null
