// SPDX-License-Identifier: Apache-2.0
import type { Arena } from '#contract/arena'
import type { RecordedPool } from '#core/planning/arena/recorded'
import { ArenaRecorder } from '#core/planning/arena/recorder'
import type { ConvertedModel } from '../conversion/converted-model'
import type { SessionOp } from '../session/converter-view'
import type { Piece } from './executor'
import type { BufferPool, GpuBlock, ImagePool } from './pools'
import type { GpuTensor } from './sizes'

/** Records which buffers and images a session's tensors and workspaces have; each is one of the driver's, given whole. */
export class GpuArena {
  readonly #recorder: ArenaRecorder
  readonly #pools = new Map<BufferPool | ImagePool, RecordedPool>()
  #op: SessionOp | null = null

  constructor(
    readonly converted: ConvertedModel,
    readonly tensors: ReadonlyMap<number, GpuTensor>,
    readonly storage: 'buffer' | 'image',
  ) {
    this.#recorder = new ArenaRecorder((node) => converted.sources[node] ?? node)
  }

  listen(buffers: BufferPool, images: ImagePool): void {
    this.#listenTo(buffers, 'buffers')
    this.#listenTo(images, 'images')
  }

  begin(op: SessionOp): void {
    this.#op = op
    this.#recorder.begin(op.node)
  }

  took(tensor: number, block: GpuBlock): void {
    const { shaped } = this.converted
    const isMade = this.#op?.outputs.includes(tensor) === true
    const pool = [...this.#pools].find(
      ([, { name }]) => name === (this.storage === 'buffer' ? 'buffers' : 'images'),
    )?.[1]
    if (pool === undefined) return
    this.#recorder.take(pool, block, block.bytes, {
      kind: shaped.model.tensors[tensor] === undefined ? 'copy' : 'tensor',
      name: shaped.model.tensors[tensor]?.name ?? '',
      part: null,
      dims: this.tensors.get(tensor)?.dims ?? [],
      node: isMade ? (this.#op?.node ?? null) : null,
    })
  }

  worked(pool: BufferPool | ImagePool, block: GpuBlock, { part, bytes }: Piece): void {
    this.#recorder.work(this.#pools.get(pool) as RecordedPool, block, bytes, { id: part })
  }

  gave(block: GpuBlock): void {
    this.#recorder.give(block)
  }

  finish(): Arena {
    return this.#recorder.finish()
  }

  #listenTo(pool: BufferPool | ImagePool, name: 'buffers' | 'images'): void {
    const recorded: RecordedPool = {
      name,
      policy: 'blocks',
      placeOf: (chunk) => ({ chunk, offset: 0 }),
      chunkBytes: (chunk) => (chunk as GpuBlock).bytes,
    }
    this.#pools.set(pool, recorded)
    pool.onGrowth = (told) => this.#recorder.grew(recorded, told)
  }
}
