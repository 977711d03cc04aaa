// SPDX-License-Identifier: Apache-2.0
import type { ArenaBuffer, Part } from '../arena/part'
import type { Draft, DraftBuffer, DraftOp } from './draft'

/** Elementwise: element i of the output depends on element i of each input of the same shape. */
const ELEMENTWISE: ReadonlySet<string> = new Set(['Unary', 'Binary', 'Affine', 'PRelu', 'Copy'])

/** Where storages lie: those that share bytes have one root. */
export interface StoragePlan {
  /** Bytes from the beginning of the storage's root. */
  offsetInRoot(storage: number): number
  rootOf(storage: number): number
  /** By storage; empty for those that are no root. */
  readonly buffers: readonly ArenaBuffer[]
  /** Every storage that is used. */
  readonly lives: readonly StorageLife[]
}

/** Where a storage lies, `offset` bytes into its root, and from which op to which. */
export interface StorageLife extends Part {
  readonly storage: number
  readonly root: number
}

/** A buffer's use of its storage. */
interface Use {
  readonly offset: number
  readonly bytes: number
  /** Ops (index) from the first to the last that touches it. */
  first: number
  last: number
}

/**
 * Lifetimes of all storages, after letting elementwise ops write where they read: the output takes
 * over the place of an input of equal shape that nobody reads later. Model inputs live from the
 * start, model outputs to the end.
 */
export function planStorage(draft: Draft, inputs: readonly number[], outputs: readonly number[]): StoragePlan {
  const uses = usesOf(draft, inputs, outputs)
  const roots = new Roots(draft, uses)
  for (const [step, op] of draft.ops.entries()) {
    const target = op.outputs[0]
    const source = target === undefined ? undefined : overwritable(draft, op, target, step, roots, uses)
    if (target !== undefined && source !== undefined) roots.join(draft.buffer(target), draft.buffer(source))
  }
  const buffers: Part[][] = draft.storages.map(() => [])
  const lives: StorageLife[] = []
  const lasts = roots.lastUses(uses)
  for (const [storage, each] of uses.entries()) {
    if (each.length === 0) continue
    const bytes = draft.storages[storage] as number
    const first = each.reduce((least, use) => Math.min(least, use.first), Number.POSITIVE_INFINITY)
    const last = lasts[storage] ?? 0
    const root = roots.rootOf(storage)
    const part = { offset: roots.offsetInRoot(storage), bytes, first, last }
    buffers[root]?.push(part)
    lives.push({ ...part, storage, root })
  }
  return {
    rootOf: (storage) => roots.rootOf(storage),
    offsetInRoot: (storage) => roots.offsetInRoot(storage),
    buffers,
    lives,
  }
}

/** A use as bytes of a root, which end before `end`. */
interface RootUse {
  readonly begin: number
  readonly end: number
  readonly last: number
}

/** Storages that were placed into others: a forest with offsets. A chain of a hundred thousand ops joins them all into one. */
class Roots {
  private readonly parents: Map<number, { readonly of: number; readonly offset: number }>
  /** By storage. */
  private readonly places: { readonly root: number; readonly offset: number }[] = []
  /** By root: all its storages. */
  private readonly members: number[][]
  /** By root: uses that may still lie ahead. */
  private readonly ahead: RootUse[][]

  constructor(
    private readonly draft: Draft,
    uses: readonly (readonly Use[])[],
  ) {
    this.parents = new Map(draft.slices)
    this.members = draft.storages.map(() => [])
    this.ahead = draft.storages.map(() => [])
    this.fromAbove(({ storage, parent, offset }) => {
      const above = parent === null ? { root: storage, offset: 0 } : this.places[parent]
      this.places[storage] = { root: above?.root ?? storage, offset: (above?.offset ?? 0) + offset }
    })
    for (const [storage, each] of uses.entries()) {
      const root = this.rootOf(storage)
      this.members[root]?.push(storage)
      for (const use of each) {
        const begin = this.offsetInRoot(storage) + use.offset
        this.ahead[root]?.push({ begin, end: begin + use.bytes, last: use.last })
      }
    }
  }

  rootOf(storage: number): number {
    return this.places[storage]?.root ?? storage
  }

  offsetInRoot(storage: number): number {
    return this.places[storage]?.offset ?? 0
  }

  /** By storage, the last op that reads it: also what is part of a larger one, and read through that. */
  lastUses(uses: readonly (readonly Use[])[]): readonly number[] {
    const lasts: number[] = []
    this.fromAbove(({ storage, parent }) => {
      const above = parent === null ? 0 : (lasts[parent] ?? 0)
      lasts[storage] = (uses[storage] ?? []).reduce((latest, use) => Math.max(latest, use.last), above)
    })
    return lasts
  }

  /** Whether bytes of a root are used by op `least` or later; the ops that are asked about never go back. */
  usedFrom(least: number, root: number, begin: number, end: number): boolean {
    const ahead = (this.ahead[root] ?? []).filter(({ last }) => last >= least)
    this.ahead[root] = ahead
    return ahead.some((use) => use.begin < end && begin < use.end)
  }

  /** Every storage once, after the one that it is part of. */
  private fromAbove(
    visit: (found: { readonly storage: number; readonly parent: number | null; readonly offset: number }) => void,
  ): void {
    const seen = new Set<number>()
    for (const start of this.draft.storages.keys()) {
      const path: number[] = []
      for (let each: number | undefined = start; each !== undefined && !seen.has(each); ) {
        seen.add(each)
        path.push(each)
        each = this.parents.get(each)?.of
      }
      for (const storage of path.reverse()) {
        const parent = this.parents.get(storage)
        visit({ storage, parent: parent?.of ?? null, offset: parent?.offset ?? 0 })
      }
    }
  }

  /** Whether `target` can get the very place of `source`: one of the two is still free to move. */
  joinable(target: DraftBuffer, source: DraftBuffer): boolean {
    return this.movable(target) || this.movable(source)
  }

  join(target: DraftBuffer, source: DraftBuffer): void {
    const [moved, stays] = this.movable(target) ? [target, source] : [source, target]
    if (moved.place.kind !== 'storage' || stays.place.kind !== 'storage') return
    const { storage } = moved.place
    this.parents.set(storage, { of: stays.place.storage, offset: stays.place.offset })
    const root = this.rootOf(stays.place.storage)
    const by = this.offsetInRoot(stays.place.storage) + stays.place.offset
    for (const member of this.members[storage] ?? []) {
      this.places[member] = { root, offset: this.offsetInRoot(member) + by }
      this.members[root]?.push(member)
    }
    for (const { begin, end, last } of this.ahead[storage] ?? []) {
      this.ahead[root]?.push({ begin: begin + by, end: end + by, last })
    }
    this.members[storage] = []
    this.ahead[storage] = []
  }

  /** A whole storage that is part of no other. */
  private movable({ place, bytes }: DraftBuffer): boolean {
    return (
      place.kind === 'storage' &&
      place.offset === 0 &&
      !this.parents.has(place.storage) &&
      this.draft.storages[place.storage] === bytes
    )
  }
}

/** By storage: its buffers' uses. */
function usesOf(draft: Draft, inputs: readonly number[], outputs: readonly number[]): readonly (readonly Use[])[] {
  const uses: Use[][] = draft.storages.map(() => [])
  const byBuffer = new Map<number, Use>()
  const touch = (buffer: number, step: number) => {
    const seen = byBuffer.get(buffer)
    if (seen !== undefined) {
      seen.first = Math.min(seen.first, step)
      seen.last = Math.max(seen.last, step)
      return
    }
    const { place, bytes } = buffer < 0 ? { place: null, bytes: 0 } : draft.buffer(buffer)
    if (place?.kind !== 'storage') return
    const use = { offset: place.offset, bytes, first: step, last: step }
    byBuffer.set(buffer, use)
    uses[place.storage]?.push(use)
  }
  for (const buffer of inputs) touch(buffer, 0)
  for (const [step, op] of draft.ops.entries()) for (const buffer of [...op.inputs, ...op.outputs]) touch(buffer, step)
  for (const buffer of outputs) touch(buffer, draft.ops.length)
  return uses
}

/** The input whose place an op's output can take: of exactly its shape and layout, and read by nobody later. */
function overwritable(
  draft: Draft,
  op: DraftOp,
  target: number,
  step: number,
  roots: Roots,
  uses: readonly (readonly Use[])[],
): number | undefined {
  const to = draft.buffer(target)
  if (to.place.kind !== 'storage') return undefined
  const { storage } = to.place
  // Only a storage born here: what was written before has other readers.
  if (uses[storage]?.some(({ first }) => first < step)) return undefined
  const isConv = op.operation?.kind === 'Conv'
  return inputsReadElementwise(op).find((buffer) => {
    if (buffer < 0) return false
    const from = draft.buffer(buffer)
    if (from.place.kind !== 'storage' || from.layout !== to.layout || from.bytes !== to.bytes) return false
    if (from.dims.join() !== to.dims.join()) return false
    const root = roots.rootOf(from.place.storage)
    if (root === roots.rootOf(storage) || !roots.joinable(to, from)) return false
    const begin = roots.offsetInRoot(from.place.storage) + from.place.offset
    if (roots.usedFrom(step + 1, root, begin, begin + from.bytes)) return false
    // A convolution reads its input all the while it writes.
    const x = isConv ? draft.buffer(op.inputs[0] as number).place : null
    return x?.kind !== 'storage' || roots.rootOf(x.storage) !== root
  })
}

/**
 * A sum of more than two accumulates in its output, so that must not be an operand still to come; a
 * convolution reads its residual element by element.
 */
function inputsReadElementwise({ operation, inputs }: DraftOp): readonly number[] {
  const kind = operation?.kind ?? ''
  if (kind === 'Conv') return inputs.slice(1, 2)
  return ELEMENTWISE.has(kind) && !(kind === 'Binary' && inputs.length > 2) ? inputs : []
}
