// SPDX-License-Identifier: Apache-2.0
import type { Arena } from '#contract/arena'
import type { RecordedPool, What } from '#core/planning/arena/recorded'
import { ArenaRecorder } from '#core/planning/arena/recorder'
import type { ConvertedModel } from '../conversion/converted-model'
import type { Block, DynamicPool } from '../pools/pool'
import type { RecordedWorkspace } from '../rules/executor'
import type { SessionOp } from './converter-view'
import type { LaidOutTensor } from './tensor-layouts'

/** Records where a session's tensors and workspaces lie while it is sized. */
export class SessionArena {
  readonly #recorder: ArenaRecorder
  readonly #pools = new Map<DynamicPool, RecordedPool>()
  #op: SessionOp | null = null

  constructor(
    readonly converted: ConvertedModel,
    readonly tensors: ReadonlyMap<number, LaidOutTensor>,
  ) {
    this.#recorder = new ArenaRecorder((node) => converted.sources[node] ?? node)
  }

  /** In the order in which they are drawn, from the bottom. */
  listen(main: DynamicPool, plain: DynamicPool): void {
    for (const pool of [main, plain]) {
      if (this.#pools.has(pool)) continue
      const recorded: RecordedPool = {
        name: pool === main ? 'session' : 'plain',
        policy: pool.policy,
        placeOf: (block) => pool.chunkOf(block as Block),
        chunkBytes: (chunk) => (chunk === pool ? pool.totalBytes : (chunk as Block).bytes),
      }
      this.#pools.set(pool, recorded)
      pool.onGrowth = (told) => this.#recorder.grew(recorded, told)
    }
  }

  begin(op: SessionOp): void {
    this.#op = op
    this.#recorder.begin(op.node)
  }

  took(tensor: number, pool: DynamicPool, block: Block, bytes: number): void {
    this.#recorder.take(this.#poolOf(pool), block, bytes, this.#tensor(tensor))
  }

  gave(block: Block): void {
    this.#recorder.give(block)
  }

  workspaceOf(pool: DynamicPool): RecordedWorkspace {
    return {
      took: (id, block, bytes) => this.#recorder.work(this.#poolOf(pool), block, bytes, { id }),
      gave: (block) => this.#recorder.give(block),
    }
  }

  finish(): Arena {
    return this.#recorder.finish()
  }

  #poolOf(pool: DynamicPool): RecordedPool {
    return this.#pools.get(pool) as RecordedPool
  }

  /** What an op makes for itself, or for the layout that another wants, is a copy. */
  #tensor(tensor: number): What {
    const { shaped } = this.converted
    const op = this.#op
    const made = op?.outputs.includes(tensor) === true
    const own = shaped.model.tensors[tensor]
    const source = own === undefined && op?.kind === 'Conversion' ? (op.inputs[0] ?? -1) : tensor
    return {
      kind: own === undefined ? 'copy' : 'tensor',
      name: shaped.model.tensors[source]?.name ?? '',
      part: null,
      dims: this.tensors.get(tensor)?.dims ?? [],
      node: made ? (op?.node ?? null) : null,
    }
  }
}
