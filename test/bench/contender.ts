// SPDX-License-Identifier: Apache-2.0
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { NativeProgram } from '#core/inference/native-program'
import { median } from '#core/inference/run-report'

export interface FeedInput {
  readonly name: string
  readonly dims: readonly number[]
  readonly values: Float32Array
}

type Open =
  | {
      readonly open: 'convscope'
      readonly addon: string
      readonly program: NativeProgram
      readonly inputs: readonly FeedInput[]
    }
  | {
      readonly open: 'onnxruntime'
      readonly path: string
      readonly threads: number
      readonly inputs: readonly FeedInput[]
    }

interface Measured {
  readonly ms: readonly number[]
  /** Processor time of all threads, per inference. */
  readonly cpuMs: number
  /** Nanoseconds by op of the program; null where the engine does not tell. */
  readonly layers: Float64Array | null
  /** Above what the process had before it opened the model. */
  readonly peakRssBytes: number
}

/** Length of one turn. */
const TURN_MS = 60

/** An engine in a process of its own with a model open. */
export class Contender {
  private inferences = 1
  readonly rounds: number[] = []
  readonly cpuRounds: number[] = []
  readonly layers: Float64Array[] = []
  peakRssBytes = 0

  private constructor(
    private readonly child: ChildProcess,
    readonly prepareMs: number,
  ) {}

  static async open(order: Open): Promise<Contender> {
    const child = fork(join(import.meta.dirname, 'engine-process.mjs'), {
      serialization: 'advanced',
      execArgv: ['--expose-gc'],
    })
    const contender = new Contender(child, await ask<number>(child, order))
    const { ms } = await ask<Measured>(child, { measure: 2 })
    contender.inferences = Math.max(1, Math.min(50, Math.round(TURN_MS / (ms[1] ?? TURN_MS))))
    return contender
  }

  /** Runs for about TURN_MS and keeps the median. */
  async turn(): Promise<void> {
    // The first after the other engine's turn finds cold caches and sleeping threads.
    const { ms, cpuMs, layers, peakRssBytes } = await ask<Measured>(this.child, { measure: this.inferences + 1 })
    this.rounds.push(median(ms.slice(1)))
    this.cpuRounds.push(cpuMs)
    if (layers !== null) this.layers.push(layers)
    this.peakRssBytes = peakRssBytes
  }

  close(): void {
    this.child.disconnect()
  }
}

function ask<Answer>(child: ChildProcess, message: Open | { readonly measure: number }): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`The engine's process ended with code ${code}.`))
    child.once('exit', ended)
    child.once('message', (answer: Answer | { readonly failure: string }) => {
      child.off('exit', ended)
      if (typeof answer === 'object' && answer !== null && 'failure' in answer) reject(new Error(answer.failure))
      else resolve(answer as Answer)
    })
    child.send(message)
  })
}
