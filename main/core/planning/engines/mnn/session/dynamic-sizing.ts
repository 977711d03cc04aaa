// SPDX-License-Identifier: Apache-2.0
import { atNode } from '#core/planning/mistake'
import { Moments } from '#core/planning/moments'
import { roundUp } from '../arithmetic'
import type { MatrixCore } from '../core'
import { RasterScratch } from '../geometry/raster'
import type { Block, DynamicPool } from '../pools/pool'
import { untouchedPages } from '../pools/untouched-pages'
import { type Executor, type TouchedPart, Workspace } from '../rules/executor'
import type { Resize, StaticRequests } from '../rules/other-operation'
import type { SizedBackend } from './backends'
import type { SessionOp } from './converter-view'
import type { SessionArena } from './session-arena'
import type { LaidOutTensor } from './tensor-layouts'

/** Ops in execution order with the executors of the convolutions among them. */
export interface SessionGraph {
  readonly ops: readonly SessionOp[]
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly tensors: ReadonlyMap<number, LaidOutTensor>
  /** By node. */
  readonly executors: ReadonlyMap<number, Executor>
  /** Of other ops that ask for memory of their own. */
  readonly otherResizes: ReadonlyMap<SessionOp, Resize>
  /** Of inputs of rasters (geometry/command-list.ts). */
  readonly keepsCopies: boolean
}

interface Held {
  readonly block: Block
  readonly bytes: number
  readonly pool: DynamicPool
}

/**
 * A session's ops are sized in execution order. Per op: inputs not yet there, outputs, the executor's
 * workspace (given back at once), then every input whose last consumer it was is released. Model
 * inputs never reuse a block; outputs are never released.
 */
export class DynamicSizing {
  readonly #alive = new Map<number, Held>()
  readonly #touched = new Map<DynamicPool, TouchedPart[]>()
  readonly moments = new Moments()
  #aliveBytes = 0

  /**
   * `main`, `plain`: the two backends, with one pool or two. `beforeSizing` is called with every op before anything is
   * asked for it, its tensors included. 1.0.1|1.1.3|2.2.3: source/core/Pipeline.cpp (Unit::prepare, allocMemory).
   * `arena`: is told of everything that is taken and given back.
   */
  constructor(
    readonly session: SessionGraph,
    readonly main: SizedBackend,
    readonly plain: SizedBackend,
    readonly beforeSizing: ((op: SessionOp) => void) | null,
    readonly arena: SessionArena | null = null,
  ) {}

  /** Of the one block of `pool`: pages among the last `freshBytes` that running never writes to, in bytes. */
  untouchedBytes(pool: DynamicPool, freshBytes: number): number {
    return untouchedPages(pool, this.#touchedIn(pool), Math.max(0, pool.totalBytes - freshBytes))
  }

  /** Bytes that the pools take; `held`: what an op asks the static pool for. null: without what executors ask for. */
  run(held: ((op: SessionOp) => StaticRequests) | null): number {
    const { session, main, plain } = this
    const inputs = new Set(session.inputs)
    const kept = new Set(session.outputs)
    const pending = consumerCounts(session.ops)
    const workspace = new Workspace(main.pool, this.#touchedIn(main.pool), this.arena?.workspaceOf(main.pool) ?? null)
    const plainWorkspace = new Workspace(
      plain.pool,
      this.#touchedIn(plain.pool),
      this.arena?.workspaceOf(plain.pool) ?? null,
    )
    const rasters = new RasterScratch(session.tensors, main.core, workspace, session.keepsCopies)
    for (const op of session.ops) {
      const pool = op.onPlainBackend ? plain.pool : main.pool
      this.arena?.begin(op)
      this.beforeSizing?.(op)
      for (const tensor of [...op.inputs, ...op.outputs]) this.#allocate(tensor, pool, inputs.has(tensor))
      for (const each of [workspace, plainWorkspace]) each.restart()
      const isCopy = op.kind === 'Conversion' || op.kind === 'Raster'
      atNode(op.node, () => {
        if (held === null) return
        if (!isCopy) session.executors.get(op.node)?.resize(workspace)
        session.otherResizes.get(op)?.(op.onPlainBackend ? plainWorkspace : workspace, held(op))
        if (op.kind === 'Raster') rasters.resize(op, (tensor) => pending.get(tensor) ?? 0)
      })
      const workspaceBytes = workspace.mostBytes + plainWorkspace.mostBytes
      this.moments.note({ node: op.node, activationBytes: this.#aliveBytes, workspaceBytes })
      for (const tensor of op.inputs) {
        const left = (pending.get(tensor) ?? 0) - 1
        pending.set(tensor, left)
        if (left === 0 && !kept.has(tensor)) this.#release(tensor)
      }
    }
    return main.pool.totalBytes + (plain.pool === main.pool ? 0 : plain.pool.totalBytes)
  }

  #allocate(tensor: number, pool: DynamicPool, separate: boolean): void {
    const described = this.session.tensors.get(tensor)
    if (described === undefined || this.#alive.has(tensor)) return
    const bytes = tensorBytes(described, (described.onPlainBackend ? this.plain : this.main).core)
    const block = pool.request(bytes, separate)
    this.#touchedIn(pool).push({ block, offset: 0, bytes })
    this.#alive.set(tensor, { block, bytes, pool })
    this.#aliveBytes += bytes
    this.arena?.took(tensor, pool, block, bytes)
  }

  #release(tensor: number): void {
    const held = this.#alive.get(tensor)
    if (held === undefined) return
    this.#alive.delete(tensor)
    this.#aliveBytes -= held.bytes
    held.pool.free(held.block)
    this.arena?.gave(held.block)
  }

  #touchedIn(pool: DynamicPool): TouchedPart[] {
    const known = this.#touched.get(pool) ?? []
    this.#touched.set(pool, known)
    return known
  }
}

/** Bytes of a tensor: packed ones round their channels (dim 1) up to the core's pack. */
export function tensorBytes({ dims, layout, ofBytes }: LaidOutTensor, { pack, elementBytes }: MatrixCore): number {
  return dims.reduce(
    (bytes, dim, axis) => bytes * (layout === 'packed' && axis === 1 ? roundUp(dim, pack) : dim),
    ofBytes === true ? 1 : (elementBytes as number),
  )
}

function consumerCounts(ops: readonly SessionOp[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const op of ops) for (const tensor of op.inputs) counts.set(tensor, (counts.get(tensor) ?? 0) + 1)
  return counts
}
