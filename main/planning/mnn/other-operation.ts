import type { ResolvedOperation } from '../../model/shapes'
import type { SessionOp } from './converter-view'
import type { MatrixCore } from './core'
import type { EagerPool } from './eager-pool'
import type { Workspace } from './executor'
import type { LaidOutTensor } from './tensor-layouts'

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
