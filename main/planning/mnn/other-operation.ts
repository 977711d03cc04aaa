import type { ResolvedOperation } from '../../model/shapes'
import type { SessionOp } from './converter-view'
import type { MatrixCore } from './core'
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

/** What an executor asks of the dynamic pool while it runs, and gives back. */
export type WorkspaceOf = (op: OtherOperation, core: MatrixCore, threads: number) => ((to: Workspace) => void) | null
