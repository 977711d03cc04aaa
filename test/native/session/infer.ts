// SPDX-License-Identifier: Apache-2.0
import type { NativeSession } from '#core/inference/addon'

export interface Inference {
  readonly outputs: Float32Array[]
  readonly durationsNs: Float64Array
}

/** One inference with whole inputs and outputs, of which there are `count`. */
export async function infer(session: NativeSession, inputs: readonly Float32Array[], count = 1): Promise<Inference> {
  for (const [input, values] of inputs.entries()) session.feed(input, values)
  const durationsNs = await session.run()
  return { outputs: Array.from({ length: count }, (_, output) => wholeOutput(session, output)), durationsNs }
}

/** What an output is read into, part by part: the same for all of them, since a part is copied at once. */
const PART = new Float32Array(1 << 16)

function wholeOutput(session: NativeSession, output: number): Float32Array {
  const parts: Float32Array[] = []
  for (let first = 0; ; ) {
    const count = session.readOutput(output, first, PART)
    if (count === 0) break
    parts.push(PART.slice(0, count))
    first += count
  }
  return joined(parts)
}

/** Parts of an output as one; a single one as it is. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return only
  const values = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let begin = 0
  for (const part of parts) {
    values.set(part, begin)
    begin += part.length
  }
  return values
}
