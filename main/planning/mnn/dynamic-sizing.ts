import { roundUp } from './arithmetic'
import type { SessionOp } from './converter-view'
import type { MatrixCore } from './core'
import { type Executor, type TouchedPart, Workspace } from './executor'
import { RasterScratch } from './geometry/raster'
import type { Block, DynamicPool } from './pool'
import type { LaidOutTensor } from './tensor-layouts'
import { untouchedPages } from './untouched-pages'

/** Ops in execution order with the executors of the convolutions among them. */
export interface SessionGraph {
  readonly ops: readonly SessionOp[]
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly tensors: ReadonlyMap<number, LaidOutTensor>
  /** By node. */
  readonly executors: ReadonlyMap<number, Executor>
}

/**
 * A session's ops are sized in execution order. Per op: inputs not yet there, outputs, the executor's
 * workspace (given back at once), then every input whose last consumer it was is released. Model
 * inputs never reuse a block; outputs are never released.
 */
export class DynamicSizing {
  readonly #alive = new Map<number, { readonly block: Block; readonly bytes: number }>()
  readonly #touched: TouchedPart[] = []
  readonly #aliveByNode = new Map<number, number>()
  #aliveBytes = 0

  /** `beforeSizing` is called with every op just before its executor is sized. */
  constructor(
    readonly session: SessionGraph,
    readonly core: MatrixCore,
    readonly pool: DynamicPool,
    readonly beforeSizing: ((op: SessionOp) => void) | null,
  ) {}

  /** By node that runs, in execution order: activations alive while it does. */
  get aliveBytes(): ReadonlyMap<number, number> {
    return this.#aliveByNode
  }

  /** Of the pool's one block: pages among the last `freshBytes` that running never writes to, in bytes. */
  untouchedBytes(freshBytes: number): number {
    return untouchedPages(this.pool, this.#touched, Math.max(0, this.pool.totalBytes - freshBytes))
  }

  /** Bytes that the pool takes. */
  run(withWorkspaces: boolean): number {
    const { session, core, pool } = this
    const inputs = new Set(session.inputs)
    const kept = new Set(session.outputs)
    const pending = consumerCounts(session.ops)
    const workspace = new Workspace(pool, this.#touched)
    const rasters = new RasterScratch(session.tensors, core, workspace)
    for (const op of session.ops) {
      for (const tensor of [...op.inputs, ...op.outputs]) this.#allocate(tensor, inputs.has(tensor))
      this.beforeSizing?.(op)
      const isCopy = op.kind === 'Conversion' || op.kind === 'Raster'
      if (withWorkspaces && !isCopy) session.executors.get(op.node)?.resize(workspace)
      if (withWorkspaces && op.kind === 'Raster') rasters.resize(op, (tensor) => pending.get(tensor) ?? 0)
      this.#aliveByNode.set(op.node, Math.max(this.#aliveBytes, this.#aliveByNode.get(op.node) ?? 0))
      for (const tensor of op.inputs) {
        const left = (pending.get(tensor) ?? 0) - 1
        pending.set(tensor, left)
        if (left === 0 && !kept.has(tensor)) this.#release(tensor)
      }
    }
    return pool.totalBytes
  }

  #allocate(tensor: number, separate: boolean): void {
    const described = this.session.tensors.get(tensor)
    if (described === undefined || this.#alive.has(tensor)) return
    const bytes = tensorBytes(described, this.core)
    const block = this.pool.request(bytes, separate)
    this.#touched.push({ block, offset: 0, bytes })
    this.#alive.set(tensor, { block, bytes })
    this.#aliveBytes += bytes
  }

  #release(tensor: number): void {
    const held = this.#alive.get(tensor)
    if (held === undefined) return
    this.#alive.delete(tensor)
    this.#aliveBytes -= held.bytes
    this.pool.free(held.block)
  }
}

/** Bytes of a tensor: packed ones round their channels (dim 1) up to the core's pack. */
function tensorBytes({ dims, layout }: LaidOutTensor, { pack, elementBytes }: MatrixCore): number {
  return dims.reduce(
    (bytes, dim, axis) => bytes * (layout === 'packed' && axis === 1 ? roundUp(dim, pack) : dim),
    elementBytes as number,
  )
}

function consumerCounts(ops: readonly SessionOp[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const op of ops) for (const tensor of op.inputs) counts.set(tensor, (counts.get(tensor) ?? 0) + 1)
  return counts
}
