// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import { EventStream } from '#core/inference/event-stream'
import { namedInputs } from '#core/inference/run-job'
import { StagedWork } from '#core/inference/stages/staged-work'
import type { ShapedModel } from '#core/model/shapes'
import { engine } from './engine'

interface Given {
  readonly shaped: ShapedModel
  readonly configuration: Configuration
  /** By input of the model. */
  readonly inputs: readonly Float32Array[]
}

interface Output {
  readonly dims: readonly number[]
  readonly values: Float32Array
}

/** Runs a model in stages in this process. */
export async function runStaged({ shaped, configuration, inputs }: Given): Promise<readonly Output[]> {
  const session = new (engine().addon.Session)()
  const { tensors, outputs } = shaped.model
  const job = {
    modelId: 'm',
    configuration,
    inputs: namedInputs(shaped),
    outputs: outputs.map((id) => ({ name: tensors[id]?.name ?? '', dtype: 'float32', dims: [] }) as const),
  }
  const work = new StagedWork(job, { shaped, fileBytes: 0 }, engine(), {
    session,
    events: new EventStream(
      session,
      () => 0,
      () => {},
    ),
    inputs: {
      async *parts(input) {
        yield inputs[input] ?? new Float32Array()
      },
      async close() {},
    },
    staging: new Float32Array(1 << 16),
    now: () => performance.now(),
    checkpoint: () => {},
  })
  try {
    await work.infer()
    return [...work.outputs()].map(({ tensor, parts }) => {
      const values = [...parts].flatMap((part) => [...part])
      return { dims: tensor.dims, values: Float32Array.from(values) }
    })
  } finally {
    for (const prepared of work.prepared()) prepared.session.dispose()
    session.dispose()
  }
}
