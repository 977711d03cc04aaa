// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { ADDON_TARGET } from '../fuzz/addon-interface'
import { CALL_TARGET } from '../fuzz/calls'
import { DOCUMENT_TARGET } from '../fuzz/documents'
import { MODEL_TARGETS } from '../fuzz/models'
import { chance } from '../fuzz/random'
import type { Target } from '../fuzz/target'

// What others have made, changed or made up: `npm run fuzz -- --minutes 10` takes another seed and more time.

const MINUTES = Number(process.env['FUZZ_MINUTES'] ?? 0)
const SEED = Number(process.env['FUZZ_SEED'] ?? 1)
/** Without minutes, of each: about twenty seconds in all on two cores. */
const COUNT = 500

/** Every way of reading, planning and answering. */
const TARGETS: readonly Target[] = [...MODEL_TARGETS, DOCUMENT_TARGET, CALL_TARGET, ADDON_TARGET]

describe('what others have made ends in an answer or in a sentence', () => {
  it.each(TARGETS)('$name', { timeout: 36_000_000 }, async ({ name, begin }) => {
    const attempt = begin()
    const until = Date.now() + (60_000 * MINUTES) / TARGETS.length
    const found = new Map<string, string>()
    let tried = 0
    for (; MINUTES > 0 ? Date.now() < until : tried < COUNT; tried++) {
      // Each input has a seed of its own, so that one alone can be tried again.
      const result = await attempt(chance(SEED * 1_000_003 + tried))
      if (result === null) continue
      const kind = result.said.replace(/\d+/g, 'N')
      if (!found.has(kind)) found.set(kind, `${result.said}\nfrom: ${result.input.slice(0, 4000)}`)
    }
    if (MINUTES > 0) console.log(`${tried} inputs of “${name}”, seed ${SEED}, ${found.size} kinds of mistakes`)
    expect([...found.values()]).toEqual([])
  })
})
