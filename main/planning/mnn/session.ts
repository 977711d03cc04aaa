import { roundUp } from './arithmetic'
import type { SessionOp } from './converter-view'
import type { MatrixCore } from './core'
import { EagerPool } from './eager-pool'
import type { MnnEngine } from './engine'
import { type Executor, Workspace } from './executor'
import { RasterScratch } from './geometry/raster'
import type { Block, DynamicPool } from './pool'
import type { LaidOutTensor } from './tensor-layouts'

/** A session to be sized: ops in execution order with the executors of its convolutions. */
export interface Session {
  readonly ops: readonly SessionOp[]
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly tensors: ReadonlyMap<number, LaidOutTensor>
  /** By node. */
  readonly executors: ReadonlyMap<number, Executor>
  /** Constants of the graph, in bytes each. They are placed first and stay. */
  readonly graphConstants: readonly number[]
  /** By node: what executors of other ops hold (scales, slopes, transposed convolutions), in bytes each. */
  readonly parameters: ReadonlyMap<number, readonly number[]>
}

export interface SessionMemory {
  /** Static pool after the collection that ends a resize, without the dynamic pool's block. */
  readonly staticBytes: number
  /** Part of it: freed scratch that stays because blocks in use are cut from it. */
  readonly leftoverBytes: number
  /** Dynamic pool. */
  readonly dynamicBytes: number
  /** The dynamic pool if no executor needed a workspace. */
  readonly activationBytes: number
  /** By node that runs, in execution order: activations alive while it does. */
  readonly aliveBytes: ReadonlyMap<number, number>
}

/** Sizes a session as the engine does: all executors are created, then ops are sized in execution order. */
export function sizeSession(engine: MnnEngine, session: Session, core: MatrixCore): SessionMemory {
  const sized = sizeDynamicPool(engine, session, core, true)
  const dynamicBytes = sized.pool.totalBytes
  const withoutWorkspaces = sizeDynamicPool(engine, session, core, false).pool.totalBytes

  const staticPool = new EagerPool()
  for (const bytes of session.graphConstants) staticPool.request(bytes)
  for (const op of session.ops) {
    if (op.kind === 'Conversion' || op.kind === 'Raster') continue
    session.executors.get(op.node)?.create(staticPool)
    for (const bytes of session.parameters.get(op.node) ?? []) staticPool.request(bytes)
  }
  const heldBytes = staticPool.heldBytes
  const placedInStaticPool = engine.dynamicBlockFromStaticPool ? dynamicBytes : 0
  if (placedInStaticPool > 0) staticPool.request(placedInStaticPool)
  staticPool.collect()
  const staticBytes = staticPool.totalBytes - placedInStaticPool
  return {
    staticBytes,
    leftoverBytes: staticBytes - heldBytes,
    dynamicBytes,
    activationBytes: Math.min(dynamicBytes, withoutWorkspaces),
    aliveBytes: sized.aliveBytes,
  }
}

/** Bytes of a tensor: packed ones round their channels (dim 1) up to the core's pack. */
function tensorBytes({ dims, layout }: LaidOutTensor, { pack, elementBytes }: MatrixCore): number {
  return dims.reduce(
    (bytes, dim, axis) => bytes * (layout === 'packed' && axis === 1 ? roundUp(dim, pack) : dim),
    elementBytes as number,
  )
}

/**
 * Per op: inputs not yet there, outputs, the executor's workspace (given back at once), then every
 * input whose last consumer it was is released. Model inputs never reuse a block; outputs are never
 * released.
 */
function sizeDynamicPool(
  engine: MnnEngine,
  session: Session,
  core: MatrixCore,
  withWorkspaces: boolean,
): { pool: DynamicPool; aliveBytes: Map<number, number> } {
  const pool = engine.createDynamicPool()
  const alive = new Map<number, { readonly block: Block; readonly bytes: number }>()
  const inputs = new Set(session.inputs)
  const kept = new Set(session.outputs)
  const pending = consumerCounts(session.ops)
  const rasters = new RasterScratch(session.tensors, core, pool)
  const aliveByNode = new Map<number, number>()
  let aliveBytes = 0

  const allocate = (tensor: number) => {
    const described = session.tensors.get(tensor)
    if (described === undefined || alive.has(tensor)) return
    const bytes = tensorBytes(described, core)
    alive.set(tensor, { block: pool.request(bytes, inputs.has(tensor)), bytes })
    aliveBytes += bytes
  }
  const release = (tensor: number) => {
    const held = alive.get(tensor)
    if (held === undefined || kept.has(tensor)) return
    alive.delete(tensor)
    aliveBytes -= held.bytes
    pool.free(held.block)
  }

  for (const op of session.ops) {
    op.inputs.forEach(allocate)
    op.outputs.forEach(allocate)
    const isCopy = op.kind === 'Conversion' || op.kind === 'Raster'
    if (withWorkspaces && !isCopy) session.executors.get(op.node)?.resize(new Workspace(pool))
    if (withWorkspaces && op.kind === 'Raster') rasters.resize(op, (tensor) => pending.get(tensor) ?? 0)
    aliveByNode.set(op.node, Math.max(aliveBytes, aliveByNode.get(op.node) ?? 0))
    for (const tensor of op.inputs) {
      const left = (pending.get(tensor) ?? 0) - 1
      pending.set(tensor, left)
      if (left === 0) release(tensor)
    }
  }
  return { pool, aliveBytes: aliveByNode }
}

function consumerCounts(ops: readonly SessionOp[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const op of ops) for (const tensor of op.inputs) counts.set(tensor, (counts.get(tensor) ?? 0) + 1)
  return counts
}
