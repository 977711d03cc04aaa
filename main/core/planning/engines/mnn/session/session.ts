// SPDX-License-Identifier: Apache-2.0
import type { Moments } from '#core/planning/moments'
import { FLOAT_BYTES } from '../arithmetic'
import type { MatrixCore } from '../core'
import type { MnnEngine } from '../engine'
import { ALLOCATION_PADDING } from '../heap/allocation'
import type { GlibcHeap, HeapBlock } from '../heap/glibc-heap'
import { loadModelFile } from '../heap/model-file'
import type { EagerPool } from '../pools/eager-pool'
import type { Block } from '../pools/pool'
import type { StaticRequests } from '../rules/other-operation'
import type { SizedBackend } from './backends'
import type { SessionOp } from './converter-view'
import { DynamicSizing, type SessionGraph } from './dynamic-sizing'
import { Runtime } from './runtime'
import type { SessionArena } from './session-arena'

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
  /** What the dynamic block has beyond that, from sizes before. */
  readonly sparedBytes: number
  /** The dynamic pool if no executor needed a workspace. */
  readonly activationBytes: number
  readonly moments: Moments
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
  arena: SessionArena | null = null,
): SessionMemory {
  return new LiveSession(engine, core, plainCore).size(session, arena)
}

/**
 * A session with its heap and pools. When it is sized again, for inputs of other sizes, it gives its dynamic memory back
 * first and keeps its executors with what they hold: an executor is created once for an op, and stays.
 * 1.0.1: source/core/Pipeline.cpp (Unit::prepare), source/core/Session.cpp (resize); 1.1.1|2.8.1|3.6.1:
 * source/core/Pipeline.cpp (allocMemory: onClearBuffer, mOriginExecution, executionCache).
 */
export class LiveSession {
  readonly #tables = new Map<number, StaticTable[]>()
  #created = false
  /** Of the dynamic memory that it has. */
  #giveBack = () => {}

  constructor(
    readonly engine: MnnEngine,
    readonly core: MatrixCore,
    readonly plainCore: MatrixCore,
    readonly runtime: Runtime = new Runtime(engine.pool.block),
  ) {}

  /** `session`: with the executors of the first one, as they are for these sizes. */
  size(session: Session, arena: SessionArena | null = null): SessionMemory {
    const { engine, runtime } = this
    const { heap, staticPool } = runtime
    this.#giveBack()
    const create = this.#created ? null : (op: SessionOp) => this.#create(op, session)
    if (create !== null) {
      loadModelFile(heap, session.fileBytes)
      for (const bytes of session.graphConstants) staticPool.request(bytes)
      if (!engine.createsWhileSizing) session.ops.forEach(create)
    }
    this.#created = true
    const [main, plain] = this.#backends(heap, staticPool)
    arena?.listen(main.pool, plain.pool)
    const sizing = new DynamicSizing(session, main, plain, engine.createsWhileSizing ? create : null, arena)
    const dynamicBytes = sizing.run((op) => this.#tablesOf(op))
    const withoutWorkspaces = new DynamicSizing(session, ...this.#backends(null, null), null).run(null)

    const pools = [...new Set([main.pool, plain.pool])]
    // Where the dynamic pool has its blocks from the static one, these are among what is held.
    const blocksHeld = engine.pool.block === 'manyFromStatic' ? pools : []
    const heldBytes = blocksHeld.reduce((held, pool) => held - pool.totalBytes, staticPool.heldBytes)
    const blocks = pools.map((pool) => ({ pool, block: runtime.takeBlock(pool.totalBytes) }))
    staticPool.collect(engine.keepsRemainders)
    this.#giveBack = () => {
      for (const { pool, block } of blocks) {
        pool.release()
        runtime.giveBack(block)
      }
    }
    const { staticBytes } = runtime
    return {
      staticBytes,
      leftoverBytes: staticBytes - heldBytes,
      dynamicBytes,
      sparedBytes: runtime.ownBytes === null ? 0 : runtime.ownBytes - dynamicBytes,
      activationBytes: Math.min(dynamicBytes, withoutWorkspaces),
      moments: sizing.moments,
      heapBytes: blocks.reduce(
        (bytes, { pool, block }) => bytes - sizing.untouchedBytes(pool, block.freshBytes),
        heap.residentBytes,
      ),
    }
  }

  #create(op: SessionOp, session: Session): void {
    if (op.kind === 'Conversion' || op.kind === 'Raster') return
    const executor = session.executors.get(op.node)
    const { heap, staticPool } = this.runtime
    const copy = decode(session.quantisedWeights.get(op.node) ?? 0, executor?.keepsIntegers === true, heap)
    executor?.create(staticPool)
    if (copy !== null) heap.free(copy)
    for (const bytes of session.parameters.get(op.node) ?? []) staticPool.request(bytes)
  }

  /** Main and plain backend, on fresh pools. */
  #backends(heap: GlibcHeap | null, staticPool: EagerPool | null): readonly [SizedBackend, SizedBackend] {
    const { engine, core, plainCore } = this
    const pool = engine.pool.create(heap, staticPool)
    const plainPool = engine.plainBackend?.ownPool === true ? engine.pool.create(heap, staticPool) : pool
    return [
      { core, pool },
      { core: plainCore, pool: plainPool },
    ]
  }

  /**
   * What an op asks of the static pool when it is sized stays for the next time where it is large enough, else it is given
   * back before. 1.2.5|2.8.1|3.6.1: cpu/CPUBackend.cpp, allocBuffer; 1.1.0: cpu/CPUInterp.cpp.
   */
  #tablesOf({ node }: SessionOp): StaticRequests {
    const tables = this.#tables.get(node) ?? []
    this.#tables.set(node, tables)
    const { staticPool } = this.runtime
    let next = 0
    return {
      request: (bytes) => {
        const at = next++
        const known = tables[at]
        if (known !== undefined && known.bytes >= bytes) return known.block
        if (known !== undefined) staticPool.free(known.block)
        const block = staticPool.request(bytes)
        tables[at] = { bytes, block }
        return block
      },
    }
  }
}

/** What an op asked of the static pool, and got. */
interface StaticTable {
  readonly bytes: number
  readonly block: Block
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
