import type { Algorithm, WorkspaceSection } from '#contract/plan'
import { EagerPool } from './eager-pool'
import type { Block, DynamicPool } from './pool'

/**
 * One of MNN's convolution executors for one layer: a value that says what it would ask of the
 * pools. The same value gives a candidate's figures and takes part in the plan of a whole session.
 */
export interface Executor {
  readonly algorithm: Algorithm
  /** Winograd output tile edge; null for other algorithms. */
  readonly unit: number | null
  /** MNN's class name. */
  readonly className: string
  /** For "grouped": what every group runs. */
  readonly inner: { readonly executor: Executor; readonly groups: number } | null
  /** Takes weights and bias for the life of the session; takes and gives back scratch. */
  create(pool: EagerPool): void
  /** Takes and gives back the workspace. */
  resize(workspace: Workspace): void
  /** Floating-point operations, where they are not those of the algorithm as such (operations.ts). */
  operations?(): number
}

/** Requests of one executor's workspace, with the bytes by which each named buffer made the pool grow. */
export class Workspace {
  readonly #growth = new Map<string, number>()

  constructor(readonly pool: DynamicPool) {}

  take(name: string, bytes: number): Block {
    const before = this.pool.totalBytes
    const block = this.pool.request(bytes)
    this.#growth.set(name, (this.#growth.get(name) ?? 0) + this.pool.totalBytes - before)
    return block
  }

  free(...blocks: Block[]): void {
    for (const block of blocks) this.pool.free(block)
  }

  /** They add up to what the executor added to the pool. */
  sections(): WorkspaceSection[] {
    return [...this.#growth].filter(([, bytes]) => bytes > 0).map(([name, bytes]) => ({ name, bytes }))
  }
}

export interface ExecutorSize {
  /** Weights and bias as they stay. */
  readonly packedWeightBytes: number
  /** The static pool's highest total while the executor is created. */
  readonly creationPeakBytes: number
  /** Of this executor alone. */
  readonly workspaceBytes: number
  readonly workspace: readonly WorkspaceSection[]
}

/** What an executor takes when it is alone on fresh pools. */
export function measure(executor: Executor, dynamicPool: DynamicPool): ExecutorSize {
  const staticPool = new EagerPool()
  executor.create(staticPool)
  const workspace = new Workspace(dynamicPool)
  executor.resize(workspace)
  return {
    packedWeightBytes: staticPool.heldBytes,
    creationPeakBytes: staticPool.peakBytes,
    workspaceBytes: dynamicPool.totalBytes,
    workspace: workspace.sections(),
  }
}
