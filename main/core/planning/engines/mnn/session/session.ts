// SPDX-License-Identifier: Apache-2.0
import { FLOAT_BYTES } from '../arithmetic'
import type { MatrixCore } from '../core'
import type { MnnEngine } from '../engine'
import { ALLOCATION_PADDING } from '../heap/allocation'
import { GlibcHeap, type HeapBlock } from '../heap/glibc-heap'
import { loadModelFile } from '../heap/model-file'
import { EagerPool } from '../pools/eager-pool'
import type { SizedBackend } from './backends'
import type { SessionOp } from './converter-view'
import { DynamicSizing, type SessionGraph } from './dynamic-sizing'

/** A session to be sized. */
export interface Session extends SessionGraph {
  /** Of the model file, which is loaded before and stays. */
  readonly fileBytes: number
  /** By node: elements of weights that the file stores quantised. */
  readonly quantisedWeights: ReadonlyMap<number, number>
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
  /** Resident pages of heap and mappings with model file and session, once it has run (GlibcHeap). */
  readonly heapBytes: number
}

/**
 * Sizes a session as the engine does: executors are created (all of them first, or each just before
 * it is sized), ops are sized in execution order, the dynamic pool takes its block, and free static
 * blocks are given back.
 */
export function sizeSession(
  engine: MnnEngine,
  session: Session,
  core: MatrixCore,
  plainCore: MatrixCore,
): SessionMemory {
  const heap = new GlibcHeap()
  loadModelFile(heap, session.fileBytes)
  const staticPool = new EagerPool(heap)
  const create = (op: SessionOp) => {
    if (op.kind === 'Conversion' || op.kind === 'Raster') return
    const executor = session.executors.get(op.node)
    const copy = decode(session.quantisedWeights.get(op.node) ?? 0, executor?.keepsIntegers === true, heap)
    executor?.create(staticPool)
    if (copy !== null) heap.free(copy)
    for (const bytes of session.parameters.get(op.node) ?? []) staticPool.request(bytes)
  }
  for (const bytes of session.graphConstants) staticPool.request(bytes)
  if (!engine.createsWhileSizing) session.ops.forEach(create)
  const [main, plain] = backends(engine, core, plainCore, heap, staticPool)
  const sizing = new DynamicSizing(session, main, plain, engine.createsWhileSizing ? create : null)
  const dynamicBytes = sizing.run(staticPool)
  const withoutWorkspaces = new DynamicSizing(session, ...backends(engine, core, plainCore, null, null), null).run(null)

  const heldBytes = staticPool.heldBytes
  let fromStaticPool = 0
  let untouchedBytes = 0
  for (const pool of new Set([main.pool, plain.pool])) {
    const block = takeDynamicBlock(engine, pool.totalBytes, staticPool, heap)
    fromStaticPool += block.fromStaticPool
    untouchedBytes += sizing.untouchedBytes(pool, block.freshBytes)
  }
  staticPool.collect()
  const staticBytes = staticPool.totalBytes - fromStaticPool
  return {
    staticBytes,
    leftoverBytes: staticBytes - heldBytes,
    dynamicBytes,
    activationBytes: Math.min(dynamicBytes, withoutWorkspaces),
    aliveBytes: sizing.aliveBytes,
    heapBytes: heap.residentBytes - untouchedBytes,
  }
}

/** Main and plain backend, on fresh pools. */
function backends(
  engine: MnnEngine,
  core: MatrixCore,
  plainCore: MatrixCore,
  heap: GlibcHeap | null,
  staticPool: EagerPool | null,
): readonly [SizedBackend, SizedBackend] {
  const pool = engine.pool.create(heap, staticPool)
  const plainPool = engine.plainBackend?.ownPool === true ? engine.pool.create(heap, staticPool) : pool
  return [
    { core, pool },
    { core: plainCore, pool: plainPool },
  ]
}

/** Quantised weights as they are while an executor is made from them: integers, or expanded. ConvolutionCommon.cpp, load. */
function decode(elements: number, staysIntegers: boolean, heap: GlibcHeap): HeapBlock | null {
  if (elements === 0) return null
  const integers = heap.malloc(elements + ALLOCATION_PADDING)
  if (staysIntegers) return integers
  const expanded = heap.malloc(elements * FLOAT_BYTES + ALLOCATION_PADDING)
  heap.free(integers)
  return expanded
}

interface DynamicBlock {
  /** Bytes of the static pool's total that are the block. */
  readonly fromStaticPool: number
  /** At its end: not resident before they are written to. */
  readonly freshBytes: number
}

function takeDynamicBlock(engine: MnnEngine, bytes: number, staticPool: EagerPool, heap: GlibcHeap): DynamicBlock {
  switch (engine.pool.block) {
    case 'manyFromStatic':
      return { fromStaticPool: bytes, freshBytes: 0 }
    case 'many':
      return { fromStaticPool: 0, freshBytes: 0 }
    case 'own':
      return { fromStaticPool: 0, freshBytes: heap.malloc(bytes + ALLOCATION_PADDING).freshBytes }
    case 'static': {
      if (bytes === 0) return { fromStaticPool: 0, freshBytes: 0 }
      const origin = staticPool.originOf(staticPool.request(bytes))
      return { fromStaticPool: bytes, freshBytes: origin?.freshBytes ?? 0 }
    }
  }
}
