// SPDX-License-Identifier: Apache-2.0
import { ok, type Result } from '#contract/errors'
import type { Addon } from './addon'
import { withExpandedWeights } from './expand-weights'
import { openInputs } from './run-input'
import type { RaceJob } from './run-protocol'
import { median } from './run-report'

const STAGED_AT_ONCE = 1 << 16
const TIME_NS = 2e9
const LEAST_ROUNDS = 3
const MOST_ROUNDS = 15

/**
 * Median nanoseconds of one inference by program, all of them in turn and nobody always first, so that what else a machine
 * does meets all alike; null where it was cancelled.
 */
export async function race(
  { programs, inputs }: RaceJob,
  addon: Pick<Addon, 'Session'>,
  cancelled: () => boolean,
): Promise<Result<readonly number[] | null>> {
  const sessions: InstanceType<Addon['Session']>[] = []
  try {
    for (const each of programs) {
      const program = await withExpandedWeights(each)
      if (!program.ok) return program
      const session = new addon.Session()
      sessions.push(session)
      await session.prepare(program.value)
      if (cancelled()) return ok(null)
    }
    const given = await openInputs({ kind: 'synthetic', seed: 1 }, inputs)
    if (!given.ok) return given
    const staging = new Float32Array(STAGED_AT_ONCE)
    const values: (readonly Float32Array[])[] = []
    for (const input of inputs.keys()) {
      const parts: Float32Array[] = []
      for await (const part of given.value.parts(input, staging)) parts.push(part.slice())
      values.push(parts)
    }
    const infer = async (session: (typeof sessions)[number]): Promise<number> => {
      for (const [input, parts] of values.entries()) for (const part of parts) session.feed(input, part)
      const start = process.hrtime.bigint()
      await session.run()
      return Number(process.hrtime.bigint() - start)
    }
    // The first inference finds everything cold.
    for (const session of sessions) await infer(session)
    const times: number[][] = sessions.map(() => [])
    const start = process.hrtime.bigint()
    for (let round = 0; round < MOST_ROUNDS; round++) {
      if (round >= LEAST_ROUNDS && Number(process.hrtime.bigint() - start) > TIME_NS) break
      for (const place of sessions.keys()) {
        if (cancelled()) return ok(null)
        const index = (place + round) % sessions.length
        times[index]?.push(await infer(sessions[index] as (typeof sessions)[number]))
      }
    }
    return ok(times.map(median))
  } finally {
    for (const session of sessions) session.dispose()
  }
}
