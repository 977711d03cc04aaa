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

function wholeOutput(session: NativeSession, output: number): Float32Array {
  const parts: number[][] = []
  const part = new Float32Array(1 << 16)
  for (let first = 0; ; ) {
    const count = session.readOutput(output, first, part)
    if (count === 0) return Float32Array.from(parts.flat())
    parts.push(Array.from(part.subarray(0, count)))
    first += count
  }
}
