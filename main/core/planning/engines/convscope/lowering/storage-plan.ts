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
  const roots = new Roots(draft)
  const uses = usesOf(draft, inputs, outputs)
  for (const [step, op] of draft.ops.entries()) {
    const target = op.outputs[0]
    const source = target === undefined ? undefined : overwritable(draft, op, target, step, roots, uses)
    if (target !== undefined && source !== undefined) roots.join(draft.buffer(target), draft.buffer(source))
  }
  const buffers: Part[][] = draft.storages.map(() => [])
  const lives: StorageLife[] = []
  for (const [storage, each] of uses.entries()) {
    if (each.length === 0) continue
    const bytes = draft.storages[storage] as number
    const first = each.reduce((least, use) => Math.min(least, use.first), Number.POSITIVE_INFINITY)
    // What is part of a larger storage is read through that one too.
    const last = [storage, ...roots.ancestorsOf(storage)].reduce(
      (most, holder) => (uses[holder] ?? []).reduce((latest, use) => Math.max(latest, use.last), most),
      0,
    )
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

/** Storages that were placed into others: a forest with offsets. */
class Roots {
  private readonly parents: Map<number, { readonly of: number; readonly offset: number }>
  private readonly members: number[][]

  constructor(private readonly draft: Draft) {
    this.parents = new Map(draft.slices)
    this.members = draft.storages.map(() => [])
    for (const storage of draft.storages.keys()) this.members[this.rootOf(storage)]?.push(storage)
  }

  rootOf(storage: number): number {
    let root = storage
    for (let parent = this.parents.get(root); parent !== undefined; parent = this.parents.get(root)) root = parent.of
    return root
  }

  offsetInRoot(storage: number): number {
    return [storage, ...this.ancestorsOf(storage)].reduce((sum, each) => sum + (this.parents.get(each)?.offset ?? 0), 0)
  }

  /** What it is part of, from the nearest to its root. */
  ancestorsOf(storage: number): readonly number[] {
    const ancestors: number[] = []
    for (let parent = this.parents.get(storage); parent !== undefined; parent = this.parents.get(parent.of)) {
      ancestors.push(parent.of)
    }
    return ancestors
  }

  /** All storages of a root. */
  membersOf(root: number): readonly number[] {
    return this.members[root] ?? []
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
    const root = this.rootOf(storage)
    for (const member of this.members[storage] ?? []) this.members[root]?.push(member)
    this.members[storage] = []
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
    const usedLater = (least: number) =>
      roots.membersOf(root).some((member) => {
        const offset = roots.offsetInRoot(member)
        return uses[member]?.some(
          (use) =>
            use.last >= least && offset + use.offset < begin + from.bytes && begin < offset + use.offset + use.bytes,
        )
      })
    if (usedLater(step + 1)) return false
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
