// SPDX-License-Identifier: Apache-2.0
import type { Machine, ReadRate } from '#contract/machine'
import type { Addon } from '#core/inference/addon'
import type { Steps } from '#core/planning/steps'
import type { Cache } from './caches'

/** Where it is measured. */
export interface Place {
  readonly processor: string
  readonly threads: number
  readonly caches: readonly Cache[]
}

const MEBIBYTE = 1024 ** 2
/** What memory is read through: more than the last cache holds, and no more than takes long to fill. */
const MEMORY_BYTES = { least: 32 * MEBIBYTE, most: 64 * MEBIBYTE }
/**
 * A cache of hundreds of MiB serves a hundred cores, of which a virtual machine has two: what others leave of it is not known,
 * and reading through half of it takes longer than all else together.
 */
const MOST_OF_A_CACHE = 16 * MEBIBYTE

/** Measures what the machine can do at most; yields after each figure, which takes some milliseconds. */
export function* measureMachine(addon: Addon, { processor, threads, caches }: Place): Steps<Machine> {
  const arithmetic: Machine['arithmetic'][number][] = []
  for (const isa of addon.executableIsas()) {
    const rate = perNanosecond(addon.multiplyAddRate(isa))
    yield
    const bfloat16 = perNanosecond(addon.bfloat16Rate(isa))
    yield
    const tiles = perNanosecond(addon.tileRate(isa))
    arithmetic.push({ isa, rate, ...(bfloat16 === 0 ? {} : { bfloat16 }), ...(tiles === 0 ? {} : { tiles }) })
    yield
  }
  const [best] = addon.executableIsas()
  const reading: ReadRate[] = []
  for (const { level, bytes, shared } of best === undefined ? [] : workingSets(caches)) {
    const one = perNanosecond(addon.readRate(best as NonNullable<typeof best>, 1, bytes))
    yield
    const each = shared ? Math.floor(bytes / threads) : bytes
    const all = threads === 1 ? one : perNanosecond(addon.readRate(best as NonNullable<typeof best>, threads, each))
    reading.push({ level, bytes, one, all })
    yield
  }
  return { processor, threads, arithmetic, reading }
}

/** Half of a cache fits beside whatever else is in it, and is more than the one before it holds; of a large one, less. */
function workingSets(caches: readonly Cache[]): (Pick<ReadRate, 'level' | 'bytes'> & { readonly shared: boolean })[] {
  const last = caches.at(-1)?.bytes ?? 0
  const bytes = Math.min(Math.max(2 * last, MEMORY_BYTES.least), MEMORY_BYTES.most)
  const inCaches = caches.map((cache) => ({ ...cache, bytes: Math.min(Math.floor(cache.bytes / 2), MOST_OF_A_CACHE) }))
  return [...inCaches, { level: 'memory', bytes, shared: true }]
}

/** Of a rate a second. */
function perNanosecond(rate: number): number {
  return rate / 1e9
}
