// SPDX-License-Identifier: Apache-2.0
import { withExpandedWeights } from './expand-weights'
import type { NativeProgram } from './native-program'
import { RunFailure } from './run-failure'
import type { RunJob } from './run-protocol'
import {
  addDurations,
  feedInput,
  type Inference,
  type OutputValues,
  type Prepared,
  type RunParts,
  type Work,
} from './work'

/** A model that is one program. */
export class WholeWork implements Work {
  readonly executionPeak
  readonly #program: NativeProgram

  constructor(
    private readonly job: RunJob,
    private readonly parts: RunParts,
  ) {
    this.#program = job.program
    this.executionPeak = job.executionPeak
  }

  /** The engine copies the program when it is called: nothing here holds expanded weights after that. */
  async prepare(): Promise<void> {
    const program = await withExpandedWeights(this.#program, () => this.parts.checkpoint())
    if (!program.ok) throw new RunFailure(program.problem)
    await this.parts.session.prepare(program.value)
  }

  async infer(): Promise<Inference> {
    const { session, now } = this.parts
    for (const input of this.job.inputs.keys()) await feedInput(this.parts, session, input, input)
    const start = now()
    const durations = await session.run()
    const nodes = new Map<number, number>()
    addDurations(nodes, this.#program, durations)
    return { ns: now() - start, nodes }
  }

  *outputs(): Generator<OutputValues> {
    for (const [output, tensor] of this.job.outputs.entries()) yield { tensor, parts: this.#outputParts(output) }
  }

  *#outputParts(output: number): Generator<Float32Array> {
    const { session, staging } = this.parts
    let first = 0
    for (;;) {
      const values = staging.subarray(0, session.readOutput(output, first, staging))
      if (values.length === 0) return
      yield values
      first += values.length
    }
  }

  cancel(): void {
    this.parts.session.cancel()
  }

  progress(): number {
    return this.parts.session.progress()
  }

  prepared(): readonly Prepared[] {
    return [{ program: this.#program, session: this.parts.session }]
  }

  /** What the engine held most, and what was held beside it all the while. */
  peakTrackedBytes(): number {
    return this.parts.session.held().peak + this.parts.staging.byteLength
  }

  arena(): null {
    return null
  }

  notes(): readonly [] {
    return []
  }
}
