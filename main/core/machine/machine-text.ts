// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { INSTRUCTION_SETS } from '#contract/configuration'
import { fail, ok, type Result } from '#contract/errors'
import { type Machine, MEMORY_LEVELS } from '#contract/machine'

/** What divides by it stays a number: a rate of next to nothing has times that no document holds. */
const rate = v.pipe(v.number(), v.minValue(1e-6), v.maxValue(1e12))
const bytes = v.pipe(v.number(), v.finite(), v.minValue(0))
const name = v.pipe(v.string(), v.maxLength(200))

const arithmetic = v.object({
  isa: v.picklist(INSTRUCTION_SETS),
  rate,
  bfloat16: v.optional(rate),
  tiles: v.optional(rate),
})

/** A machine as it comes from a file or the page: figures of one that somebody measured, or entered. */
export const machine = v.object({
  processor: name,
  threads: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096)),
  arithmetic: v.pipe(v.array(arithmetic), v.minLength(1), v.maxLength(16)),
  reading: v.pipe(
    v.array(v.object({ level: v.picklist(MEMORY_LEVELS), bytes, one: rate, all: rate })),
    v.minLength(1),
    v.maxLength(16),
  ),
})

/** Reads what `convscope machine --json` prints; `fileName` is told where it is something else. */
export function parseMachine(text: string, fileName: string): Result<Machine> {
  try {
    const found = v.safeParse(machine, JSON.parse(text))
    if (found.success) return ok(found.output)
  } catch {
    // Told like any other text that has no figures.
  }
  return fail({
    code: 'document/invalid',
    message: { id: 'problem.machineFigures', file: fileName },
    hint: { id: 'hint.machineFigures' },
  })
}
