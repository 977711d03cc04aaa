// SPDX-License-Identifier: Apache-2.0
import type { WorkspaceSection } from '#contract/plan'
import type { AnyExecutor } from '#core/planning/selection/option'
import type { ExecutorSize } from '#core/planning/selection/rules'
import type { Message, PartId } from '#messages/message'
import { EagerPool } from '../pools/eager-pool'
import type { Block, DynamicPool } from '../pools/pool'

/**
 * One of MNN's convolution executors for one layer: a value that says what it would ask of the
 * pools. The same value gives a candidate's figures and takes part in the plan of a whole session.
 */
export interface Executor extends AnyExecutor {
  readonly inner?: { readonly executor: Executor; readonly groups: number }
  /** Weights that the file stores as integers stay so; else they are expanded to float32 before it is created. */
  readonly keepsIntegers?: boolean
  /** Takes weights and bias for the life of the session; takes and gives back scratch. */
  create(pool: EagerPool): void
  /** Takes and gives back the workspace. */
  resize(workspace: Workspace): void
  /** Floating-point operations, where they are not those of the algorithm as such (operations.ts). */
  operations?(): number
  /** Why it runs, where the engine's rules for layers do not say it. */
  reason?(): Message
}

/** Of a buffer. */
export interface Part {
  readonly offset: number
  readonly bytes: number
}

export interface TouchedPart extends Part {
  readonly block: Block
}

/** The parts of a buffer that `count` threads write to, each `bytes` from `start` of its own `stride`. */
export function perThread(count: number, stride: number, bytes: number, start = 0): Part[] {
  return Array.from({ length: count }, (_, thread) => ({ offset: thread * stride + start, bytes }))
}

/** Who is told of what executors take and give back. */
export interface RecordedWorkspace {
  took(name: PartId, block: Block, bytes: number): void
  gave(block: Block): void
}

/** Requests of one executor's workspace, with the bytes by which each named buffer made the pool grow. */
export class Workspace {
  readonly #growth = new Map<PartId, number>()
  /** What is not given back, with its bytes. */
  readonly #held = new Map<Block, number>()
  #heldBytes = 0
  #mostBytes = 0

  /** `touched` is told of every part that running writes to. */
  constructor(
    readonly pool: DynamicPool,
    readonly touched: TouchedPart[] | null = null,
    readonly recorded: RecordedWorkspace | null = null,
  ) {}

  /** The most that was held at once since `restart`. */
  get mostBytes(): number {
    return this.#mostBytes
  }

  restart(): void {
    this.#mostBytes = this.#heldBytes
  }

  /** `touched`: parts that running it writes to, where that is not all. */
  take(name: PartId, bytes: number, touched?: () => readonly Part[]): Block {
    const before = this.pool.totalBytes
    const block = this.pool.request(bytes)
    if (this.touched !== null) {
      const parts = touched?.() ?? [{ offset: 0, bytes }]
      for (const part of parts) this.touched.push({ block, ...part })
    }
    this.#growth.set(name, (this.#growth.get(name) ?? 0) + this.pool.totalBytes - before)
    this.#held.set(block, bytes)
    this.#heldBytes += bytes
    this.#mostBytes = Math.max(this.#mostBytes, this.#heldBytes)
    this.recorded?.took(name, block, bytes)
    return block
  }

  free(...blocks: Block[]): void {
    for (const block of blocks) {
      this.pool.free(block)
      this.#heldBytes -= this.#held.get(block) ?? 0
      this.#held.delete(block)
      this.recorded?.gave(block)
    }
  }

  /** They add up to what the executor added to the pool. */
  sections(): WorkspaceSection[] {
    return [...this.#growth].filter(([, bytes]) => bytes > 0).map(([id, bytes]) => ({ name: { id }, bytes }))
  }
}

export interface PooledSize extends ExecutorSize {
  /** The static pool's highest total while the executor is created. */
  readonly creationPeakBytes: number
}

/** What an executor takes when it is alone on fresh pools. */
export function measure(executor: Executor, dynamicPool: DynamicPool): PooledSize {
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
