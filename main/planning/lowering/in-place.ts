import type { Lifetime } from '../arena/arena'
import type { Draft, DraftBuffer, DraftOp } from './draft'

/** Elementwise: element i of the output depends on element i of each input of the same shape. */
const ELEMENTWISE: ReadonlySet<string> = new Set(['Unary', 'Binary', 'Affine', 'PRelu', 'Copy'])

/**
 * The inputs whose place the output may take. A sum of more than two accumulates in its output, so
 * that must not be an operand still to come; a convolution reads its residual element by element.
 */
function overwritableInputs({ operation, inputs }: DraftOp): readonly number[] {
  const kind = operation?.kind ?? ''
  if (kind === 'Conv') return inputs.slice(1, 2)
  return ELEMENTWISE.has(kind) && !(kind === 'Binary' && inputs.length > 2) ? inputs : []
}

/** From the op (index) that first writes a storage to the last that touches it. */
export interface StorageLifetimes {
  /** By storage: the storage whose bytes it shares (itself, where none). */
  readonly home: readonly number[]
  /** By storage; unused entries (their home is another) have zero bytes. */
  readonly lifetimes: readonly Lifetime[]
}

/**
 * Lifetimes of all storages, after letting elementwise ops write where they read: the output takes
 * over the storage of an input of equal shape that nobody reads later. Model inputs live from the
 * start, model outputs to the end.
 */
export function storageLifetimes(
  draft: Draft,
  inputs: readonly number[],
  outputs: readonly number[],
): StorageLifetimes {
  const storageOf = (buffer: number): number | null => {
    const place = buffer < 0 ? null : draft.buffer(buffer).place
    return place?.kind === 'storage' ? place.storage : null
  }
  const count = draft.storages.length
  const first = new Array<number>(count).fill(Number.POSITIVE_INFINITY)
  const last = new Array<number>(count).fill(-1)
  const touch = (buffer: number, step: number) => {
    const storage = storageOf(buffer)
    if (storage === null) return
    first[storage] = Math.min(first[storage] ?? step, step)
    last[storage] = Math.max(last[storage] ?? step, step)
  }
  for (const buffer of inputs) touch(buffer, 0)
  for (const [step, op] of draft.ops.entries()) for (const buffer of [...op.inputs, ...op.outputs]) touch(buffer, step)
  for (const buffer of outputs) touch(buffer, draft.ops.length)

  const home = draft.storages.map((_, storage) => storage)
  for (const [step, op] of draft.ops.entries()) {
    const target = storageOf(op.outputs[0] ?? -1)
    // Only a storage born here: an alias of an older one has other readers.
    if (target === null || first[target] !== step) continue
    const rootOf = (buffer: number) => home[storageOf(buffer) ?? -1]
    const source = overwritableInputs(op).find(
      (buffer) =>
        overwritable(draft, op, buffer) &&
        (op.operation?.kind !== 'Conv' || rootOf(buffer) !== rootOf(op.inputs[0] ?? -1)),
    )
    const donor = source === undefined ? null : storageOf(source)
    const root = donor === null ? null : (home[donor] as number)
    if (root === null || last[root] !== step) continue
    home[target] = root
    last[root] = last[target] as number
  }
  const lifetimes = draft.storages.map((bytes, storage): Lifetime => {
    if (home[storage] !== storage || last[storage] === -1) return { bytes: 0, first: 0, last: 0 }
    return { bytes, first: first[storage] as number, last: last[storage] as number }
  })
  return { home, lifetimes }
}

/** An input of exactly the output's shape and layout, in the arena. */
function overwritable(draft: Draft, op: DraftOp, buffer: number): boolean {
  if (buffer < 0) return false
  const from: DraftBuffer = draft.buffer(buffer)
  const to = draft.buffer(op.outputs[0] as number)
  return (
    from.place.kind === 'storage' &&
    from.layout === to.layout &&
    from.bytes === to.bytes &&
    from.dims.join() === to.dims.join()
  )
}
