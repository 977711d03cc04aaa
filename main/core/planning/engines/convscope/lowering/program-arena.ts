// SPDX-License-Identifier: Apache-2.0
import type { Arena } from '#contract/arena'
import { addToList } from '#core/model/add-to-list'
import type { ShapedModel } from '#core/model/shapes'
import type { RecordedBlock, RecordedPool, What } from '#core/planning/arena/recorded'
import { ArenaRecorder } from '#core/planning/arena/recorder'
import { aligned } from '../arena/part'
import type { Draft } from './draft'
import type { StorageLife, StoragePlan } from './storage-plan'

interface Placed {
  readonly draft: Pick<Draft, 'ops' | 'buffers'>
  readonly storages: Pick<StoragePlan, 'lives'>
  /** Of the arena. */
  readonly bytes: number
  readonly workspaceBytes: number
  /** In the arena, by root. */
  readonly offsets: readonly number[]
  readonly shaped: ShapedModel
  /** Tensor of the model that a buffer holds, by buffer. */
  readonly tensors: ReadonlyMap<number, number>
}

interface Life extends RecordedBlock {
  readonly life: StorageLife
  readonly offset: number
}

/**
 * The arena of a program, op by op, with the places that the program has. What is written where something else was read
 * takes its place, and a whole that of the parts that were written into it.
 */
export function programArena({ draft, storages, bytes, workspaceBytes, offsets, shaped, tensors }: Placed): Arena {
  const recorder = new ArenaRecorder()
  const arena: RecordedPool = {
    name: 'arena',
    policy: 'together',
    placeOf: (block) => ({ chunk: arena, offset: (block as Life).offset }),
    chunkBytes: () => bytes,
  }
  const scratch: RecordedPool = {
    name: 'scratch',
    policy: 'together',
    placeOf: () => ({ chunk: scratch, offset: 0 }),
    chunkBytes: () => workspaceBytes,
  }
  const nameOf = namesOf(draft, shaped, tensors)
  const beginning = new Map<number, Life[]>()
  const overwritten = new Map<number, Life[]>()
  const ending = new Map<number, Life[]>()
  for (const { life, until, isOverwritten } of visibleLives(storages.lives)) {
    const offset = (offsets[life.root] ?? 0) + life.offset
    const drawn: Life = { life, offset, bytes: aligned(life.bytes) }
    addToList(beginning, life.first, drawn)
    addToList(isOverwritten ? overwritten : ending, until, drawn)
  }
  for (const [step, { node, workspaceBytes: own }] of draft.ops.entries()) {
    recorder.begin(node)
    for (const block of overwritten.get(step) ?? []) recorder.give(block)
    for (const block of beginning.get(step) ?? []) recorder.take(arena, block, block.life.bytes, nameOf(block.life))
    if (own > 0) {
      const work = { bytes: own }
      recorder.work(scratch, work, own, null)
      recorder.give(work)
    }
    for (const block of ending.get(step) ?? []) recorder.give(block)
  }
  return recorder.finish()
}

interface VisibleLife {
  readonly life: StorageLife
  /** Op before which it is overwritten, or after which it is free. */
  readonly until: number
  readonly isOverwritten: boolean
}

/** Lives until another has their place; without those that lie in a larger one from their beginning. */
function visibleLives(lives: readonly StorageLife[]): VisibleLife[] {
  const ends = new Map<StorageLife, number>()
  const alive = new Map<number, readonly StorageLife[]>()
  const inOrder = [...lives].sort((a, b) => a.first - b.first || b.bytes - a.bytes)
  for (const life of inOrder) {
    const { root, first } = life
    const before = (alive.get(root) ?? []).filter((each) => each.last >= first && !ends.has(each))
    if (before.some((each) => covers(each, life) && each.bytes > life.bytes)) {
      ends.set(life, first)
      alive.set(root, before)
      continue
    }
    for (const each of before) if (covers(life, each)) ends.set(each, first)
    alive.set(root, [...before.filter((each) => !ends.has(each)), life])
  }
  return inOrder.flatMap((life): VisibleLife[] => {
    const end = ends.get(life)
    if (end === undefined) return [{ life, until: life.last, isOverwritten: false }]
    return end > life.first ? [{ life, until: end, isOverwritten: true }] : []
  })
}

function covers(one: StorageLife, other: StorageLife): boolean {
  return one.offset <= other.offset && one.offset + one.bytes >= other.offset + other.bytes
}

function namesOf(draft: Placed['draft'], shaped: ShapedModel, tensors: Placed['tensors']): (life: StorageLife) => What {
  const holders = new Map<number, number>()
  const writers = new Map<number, number>()
  for (const [buffer, { place }] of draft.buffers.entries()) {
    if (place.kind !== 'storage') continue
    const known = holders.get(place.storage)
    if (known === undefined || (tensors.has(buffer) && !tensors.has(known))) holders.set(place.storage, buffer)
  }
  for (const { node, outputs } of draft.ops) {
    for (const buffer of outputs) {
      const place = draft.buffers[buffer]?.place
      if (place?.kind === 'storage' && !writers.has(place.storage)) writers.set(place.storage, node)
    }
  }
  const inputs = new Set(shaped.model.inputs.map(({ tensor }) => tensor))
  const seen = new Set<number>()
  return ({ storage }) => {
    const holder = holders.get(storage) ?? -1
    const tensor = tensors.get(holder) ?? -1
    const writer = writers.get(storage) ?? null
    // A second storage of a tensor has it in another layout.
    const isCopy = tensor < 0 || seen.has(tensor)
    seen.add(tensor)
    return {
      kind: isCopy ? 'copy' : 'tensor',
      name: shaped.model.tensors[tensor]?.name ?? '',
      part: null,
      dims: shaped.dims[tensor] ?? draft.buffers[holder]?.dims ?? [],
      node: !isCopy && inputs.has(tensor) ? null : writer,
    }
  }
}
