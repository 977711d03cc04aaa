// SPDX-License-Identifier: Apache-2.0
import type { Arena, ArenaPool, Placed, PoolChunk, PoolGrowth, Span } from '#contract/arena'
import type { Growth, Place, RecordedPool, Step, Use } from './recorded'
import { inSteps, type Rectangle } from './steps'

/** What was recorded. */
interface Recording {
  readonly steps: readonly Step[]
  readonly uses: readonly Use[]
  /** Chunks that were given back, with the moment. */
  readonly gone: ReadonlyMap<object, number>
  readonly growths: readonly Growth[]
  /** How many there were in all. */
  readonly moments: number
}

interface Chunk {
  readonly bytes: number
  readonly begin: number
  readonly end: number
  /** Where it lies in its pool, in moments. */
  readonly rectangles: Rectangle[]
}

/** Puts every pool's blocks one upon the other, and what lies in them where it lay. */
export function layOutPools({ steps, uses, gone, growths, moments }: Recording): Arena {
  const pools = [...new Set(uses.map(({ pool }) => pool))]
  const places = uses.map((use) => use.place ?? use.pool.placeOf(use.block))
  const placed = new Map<number, Placed>()
  const chunksOf = new Map<RecordedPool, readonly Chunk[]>()
  const drawn = pools.map((pool, index): ArenaPool => {
    const own = [...uses.keys()].filter((at) => uses[at]?.pool === pool)
    const chunks = chunksIn(pool, own, uses, places, gone)
    stack([...chunks.values()])
    chunksOf.set(pool, [...chunks.values()])
    const rectangles = own.map((at) => rectanglesOf(uses[at] as Use, places[at] as Place, chunks))
    const spans = inSteps(rectangles, steps, moments)
    for (const [order, at] of own.entries()) placed.set(at, placedAs(uses[at] as Use, index, spans[order] ?? []))
    const chunkSpans = inSteps(
      [...chunks.values()].map((chunk) => chunk.rectangles),
      steps,
      moments,
    )
    return {
      name: pool.name,
      policy: pool.policy,
      bytes: mostAtOnce([...chunks.values()]).bytes,
      chunks: [...chunks.values()].map(({ bytes }, at): PoolChunk => ({ bytes, spans: chunkSpans[at] ?? [] })),
    }
  })
  const all = mostAtOnce([...chunksOf.values()].flat())
  return {
    steps: steps.map(({ node, tensorBytes, workspaceBytes }, at) => ({
      node,
      tensorBytes,
      workspaceBytes,
      heldBytes: all.until(steps[at + 1]?.begin ?? Number.POSITIVE_INFINITY),
    })),
    pools: drawn,
    placed: uses.map((_, at) => placed.get(at) as Placed),
    growths: growths.map((growth) => growthTold(growth, pools, uses, steps)),
    bytes: all.bytes,
  }
}

function placedAs({ what, bytes, heldBytes, until }: Use, pool: number, spans: readonly Span[]): Placed {
  return { ...what, bytes, heldBytes, until, pool, spans }
}

/** In the order in which they were taken. */
function chunksIn(
  pool: RecordedPool,
  own: readonly number[],
  uses: readonly Use[],
  places: readonly Place[],
  gone: ReadonlyMap<object, number>,
): ReadonlyMap<object, Chunk> {
  const chunks = new Map<object, Chunk>()
  const atOnce = pool.policy === 'together' || pool.policy === 'inOrder'
  for (const at of own) {
    const { chunk } = places[at] as Place
    if (chunks.has(chunk)) continue
    const begin = atOnce ? 0 : (uses[at] as Use).begin
    const end = gone.get(chunk) ?? Number.POSITIVE_INFINITY
    chunks.set(chunk, { bytes: pool.chunkBytes(chunk), begin, end, rectangles: [] })
  }
  return chunks
}

/** Each begins where the one taken before it ends; those above one that is given back move down. */
function stack(chunks: readonly Chunk[]): void {
  const alive: { readonly chunk: Chunk; offset: number; since: number }[] = []
  let top = 0
  const ending = chunks.filter(({ end }) => end !== Number.POSITIVE_INFINITY).sort((a, b) => a.end - b.end)
  const drop = (gone: Chunk) => {
    const at = alive.findIndex(({ chunk }) => chunk === gone)
    for (const each of alive.slice(at)) {
      close(each, gone.end)
      each.offset -= gone.bytes
      each.since = gone.end
    }
    alive.splice(at, 1)
    top -= gone.bytes
  }
  let next = 0
  for (const chunk of chunks) {
    for (let gone = ending[next]; gone !== undefined && gone.end < chunk.begin; gone = ending[next]) {
      drop(gone)
      next += 1
    }
    alive.push({ chunk, offset: top, since: chunk.begin })
    top += chunk.bytes
  }
  for (const gone of ending.slice(next)) drop(gone)
  for (const each of alive) close(each, Number.POSITIVE_INFINITY)
}

function close({ chunk, offset, since }: { chunk: Chunk; offset: number; since: number }, end: number): void {
  if (end > since) chunk.rectangles.push({ begin: since, end, offset, bytes: chunk.bytes })
}

function rectanglesOf(use: Use, place: Place, chunks: ReadonlyMap<object, Chunk>): Rectangle[] {
  const end = use.end ?? Number.POSITIVE_INFINITY
  return (chunks.get(place.chunk)?.rectangles ?? []).flatMap((chunk): Rectangle[] => {
    const own = { begin: Math.max(use.begin, chunk.begin), end: Math.min(end, chunk.end) }
    return own.begin < own.end ? [{ ...own, offset: chunk.offset + place.offset, bytes: use.heldBytes }] : []
  })
}

/** Of chunks together; `until`: the most before a moment that was not asked about before, asked in their order. */
function mostAtOnce(chunks: readonly Chunk[]): { readonly bytes: number; until(moment: number): number } {
  const changes = chunks
    .flatMap(({ begin, end, bytes }) => [
      { at: begin, bytes },
      { at: end, bytes: -bytes },
    ])
    .filter(({ at }) => at !== Number.POSITIVE_INFINITY)
    .sort((a, b) => a.at - b.at || a.bytes - b.bytes)
  let most = 0
  let sum = 0
  for (const { bytes } of changes) {
    sum += bytes
    most = Math.max(most, sum)
  }
  let next = 0
  let now = 0
  return {
    bytes: most,
    until(moment) {
      let highest = now
      for (let change = changes[next]; change !== undefined && change.at < moment; change = changes[next]) {
        now += change.bytes
        highest = Math.max(highest, now)
        next += 1
      }
      return highest
    },
  }
}

function growthTold(
  { pool, begin, placed, bytes, free, blockers }: Growth,
  pools: readonly RecordedPool[],
  uses: readonly Use[],
  steps: readonly Step[],
): PoolGrowth {
  const after = steps.findIndex((step) => step.begin > begin)
  return {
    step: Math.max(0, (after < 0 ? steps.length : after) - 1),
    pool: pools.indexOf(pool),
    placed,
    bytes,
    freeBytes: free.reduce((sum, each) => sum + each, 0),
    freeRanges: free.length,
    largestFreeBytes: free.reduce((most, each) => Math.max(most, each), 0),
    inTheWay: [...blockers].sort((a, b) => (uses[b]?.heldBytes ?? 0) - (uses[a]?.heldBytes ?? 0)),
  }
}
