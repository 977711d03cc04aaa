// SPDX-License-Identifier: Apache-2.0
import type { ResolvedOperation } from '#core/model/shapes'
import type { MatrixCore } from '../core'
import type { EagerPool } from '../pools/eager-pool'
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

/**
 * What an executor asks for when it is sized: of the dynamic pool what it gives back, of the static pool
 * what stays.
 */
export type Resize = (workspace: Workspace, staticPool: EagerPool) => void

export type ResizeOf = (op: OtherOperation, core: MatrixCore, threads: number) => Resize | null
