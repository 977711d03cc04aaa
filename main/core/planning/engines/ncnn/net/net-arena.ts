// SPDX-License-Identifier: Apache-2.0
import type { Arena } from '#contract/arena'
import type { ShapedModel } from '#core/model/shapes'
import type { RecordedPool } from '#core/planning/arena/recorded'
import { ArenaRecorder } from '#core/planning/arena/recorder'
import type { Message, PartId } from '#messages/message'
import type { Block } from '../memory/allocator'
import type { PoolWatch } from '../memory/pool'

/** Which of a net's pools, or the heap where it has none. */
type Source = 'blobs' | 'workspace' | 'heap'

/** Records which blocks the Mats of one inference have. */
export class NetArena {
  readonly #recorder = new ArenaRecorder()
  readonly #pools = new Map<Source, RecordedPool>()
  #node = -1
  #isOver = false

  constructor(readonly shaped: ShapedModel) {}

  /** Another node's layer, or one that is inserted for it, begins; -1: of none. */
  begin(node: number): void {
    this.#node = node
    if (!this.#isOver) this.#recorder.begin(node)
  }

  watch(holds: 'blobs' | 'workspace'): PoolWatch {
    const pool = this.#pool(holds)
    return {
      took: (block, from) => this.#took(pool, holds, block, from),
      gave: (block) => this.#recorder.give(block),
      grew: (bytes, free) => {
        if (!this.#isOver) this.#recorder.grew(pool, { bytes, free: free.map((block) => block.bytes), inTheWay: [] })
      },
    }
  }

  /** A block of the heap that is in no pool. */
  tookFromHeap(block: Block, holds: 'blobs' | 'workspace', part = ''): void {
    this.#took(this.#pool('heap'), holds, block, block, part)
  }

  /** The system has a block back. */
  readonly returned = (block: Block): void => {
    if (this.#isOver) return
    this.#recorder.give(block)
    this.#recorder.dropped(block)
  }

  /** What a block is: a blob as a layer makes it, or a copy of it. Blobs have the ids of tensors. */
  names(block: Block, blob: number, isCopy: boolean): void {
    const { model, dims } = this.shaped
    const { name = '' } = model.tensors[blob] ?? {}
    this.#recorder.names(block, { kind: isCopy ? 'copy' : 'tensor', name, dims: dims[blob] ?? [] })
  }

  finish(): Arena {
    this.#isOver = true
    return this.#recorder.finish()
  }

  #took(pool: RecordedPool, holds: 'blobs' | 'workspace', block: Block, from: Block, part = block.label): void {
    if (this.#isOver) return
    const place = { chunk: from, offset: 0 }
    if (holds === 'workspace') this.#recorder.work(pool, block, block.bytes, partOf(part), place)
    else {
      const what = { kind: 'copy', name: '', part: null, dims: [], node: this.#node } as const
      this.#recorder.take(pool, block, block.bytes, what, place)
    }
  }

  #pool(name: Source): RecordedPool {
    const known = this.#pools.get(name)
    if (known !== undefined) return known
    const pool: RecordedPool = {
      name,
      policy: name === 'heap' ? 'none' : 'blocks',
      placeOf: (chunk) => ({ chunk, offset: 0 }),
      chunkBytes: (chunk) => (chunk as Block).bytes,
    }
    this.#pools.set(name, pool)
    return pool
  }
}

function partOf(label: string): Message | null {
  return label.startsWith('part.') ? { id: label as PartId } : null
}
