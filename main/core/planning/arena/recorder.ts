// SPDX-License-Identifier: Apache-2.0
import type { Arena, Placed } from '#contract/arena'
import type { Message } from '#messages/message'
import { layOutPools } from './lay-out'
import type { Growth, GrowthTold, RecordedBlock, RecordedPool, Step, Use, What, WholePlace } from './recorded'

/**
 * Listens to the requests of one sizing, or one inference, and afterwards tells where everything lay: what is drawn is
 * what made the totals. Every event is a moment, by which what follows another at one address is kept apart from it.
 */
export class ArenaRecorder {
  readonly #steps: Step[] = []
  readonly #seen = new Set<number>()
  readonly #uses: Use[] = []
  readonly #alive = new Map<object, number>()
  /** Chunks that were given back, with the moment. */
  readonly #gone = new Map<object, number>()
  readonly #growths: Growth[] = []
  #pending: (GrowthTold & { readonly pool: RecordedPool; readonly blockers: readonly number[] }) | null = null
  #moment = 0
  /** What runs, in the engine's graph. */
  #of = -1
  #tensorBytes = 0
  #workspaceBytes = 0

  /** `nodeOf`: the node of the model that a node of the engine's graph stands for. */
  constructor(readonly nodeOf: (node: number) => number = (node) => node) {}

  /** A node begins to run; what runs on behalf of an earlier one later belongs to the step under way. */
  begin(of: number): void {
    this.#of = of
    const node = of < 0 ? of : this.nodeOf(of)
    if (node < 0 || this.#seen.has(node)) return
    this.#seen.add(node)
    const begin = this.#steps.length === 0 ? 0 : ++this.#moment
    this.#steps.push({ node, begin, tensorBytes: this.#tensorBytes, workspaceBytes: this.#workspaceBytes })
  }

  /** `what.node`: of the engine's graph. `place`: where the pool forgets it. */
  take(pool: RecordedPool, block: RecordedBlock, bytes: number, what: What, place: WholePlace | null = null): void {
    const begin = ++this.#moment
    const index = this.#uses.length
    const heldBytes = (place?.chunk ?? block).bytes
    const node = what.node === null || what.node < 0 ? null : this.nodeOf(what.node)
    this.#uses.push({
      what: { ...what, node },
      ...{ bytes, heldBytes, pool, block, place, begin, end: null, until: null },
    })
    this.#alive.set(block, index)
    if (this.#pending !== null) this.#growths.push({ ...this.#pending, begin, placed: index })
    this.#pending = null
    this.#count(what.kind, bytes)
  }

  /** Workspace of the node that runs. */
  work(
    pool: RecordedPool,
    block: RecordedBlock,
    bytes: number,
    part: Message | null,
    place: WholePlace | null = null,
  ): void {
    this.take(pool, block, bytes, { kind: 'workspace', name: '', part, dims: [], node: this.#of }, place)
  }

  /** What an allocation turns out to be; workspaces stay workspaces. */
  names(block: RecordedBlock, named: Pick<What, 'kind' | 'name' | 'dims'>): void {
    const use = this.#uses[this.#alive.get(block) ?? -1]
    if (use !== undefined && use.what.kind !== 'workspace') use.what = { ...use.what, ...named }
  }

  /** Does nothing for what was not recorded. */
  give(block: object): void {
    const use = this.#uses[this.#alive.get(block) ?? -1]
    if (use === undefined) return
    this.#alive.delete(block)
    use.end = ++this.#moment
    use.until = this.#of < 0 ? null : this.nodeOf(this.#of)
    this.#count(use.what.kind, -use.bytes)
  }

  /** The pool gives a block back to the system. */
  dropped(chunk: object): void {
    this.#gone.set(chunk, ++this.#moment)
  }

  /** Told before the request that it is for is recorded. */
  grew(pool: RecordedPool, told: GrowthTold): void {
    const blockers = told.inTheWay.flatMap((block) => this.#alive.get(block) ?? [])
    this.#pending = { ...told, pool, blockers }
  }

  finish(): Arena {
    return layOutPools({
      steps: this.#steps,
      uses: this.#uses,
      gone: this.#gone,
      growths: this.#growths,
      moments: this.#moment,
    })
  }

  #count(kind: Placed['kind'], bytes: number): void {
    if (kind === 'workspace') this.#workspaceBytes += bytes
    else this.#tensorBytes += bytes
    const step = this.#steps.at(-1)
    if (step === undefined) return
    if (this.#tensorBytes + this.#workspaceBytes <= step.tensorBytes + step.workspaceBytes) return
    step.tensorBytes = this.#tensorBytes
    step.workspaceBytes = this.#workspaceBytes
  }
}
