// SPDX-License-Identifier: Apache-2.0
import { Worker } from 'node:worker_threads'
import { fail, type Result } from '#contract/errors'
import type { ModelId } from '#contract/model'
import type { WeightStatistics } from '#contract/statistics'
import type { StatisticsOrder } from '#core/model/statistics/tensor-statistics'
import type { ModelStore } from '#core/model-store'

export interface WeightStatisticsService {
  /** Of one constant tensor, in a thread of its own; an earlier order that is still at work is cancelled. */
  compute(modelId: ModelId, tensor: number): Promise<Result<WeightStatistics>>
  /** Gives up the order under way, which then answers "cancelled". */
  cancel(): void
}

/** `entry`: absolute path of the built statistics worker. */
export function createWeightStatistics(store: Pick<ModelStore, 'get'>, entry: string): WeightStatisticsService {
  let stop: (() => void) | null = null

  return {
    async compute(modelId, tensor) {
      stop?.()
      const stored = store.get(modelId)
      if (!stored.ok) return stored
      const { constants, model } = stored.value.shaped
      const constant = constants.get(tensor)
      const { name = '', dtype = 'float32' } = model.tensors[tensor] ?? {}
      if (constant === undefined) {
        return fail({ code: 'ipc/invalid-request', message: { id: 'problem.notConstant', tensor } })
      }
      const elements = constant.dims.reduce((product, dim) => product * dim, 1)
      const order: StatisticsOrder = { name, dtype, elements, data: constant.data }
      return new Promise((resolve) => {
        const worker = new Worker(entry, { workerData: order })
        const finish = (answer: Result<WeightStatistics>) => {
          if (stop === cancel) stop = null
          resolve(answer)
          void worker.terminate()
        }
        const cancel = () =>
          finish(fail({ code: 'cancelled', message: { id: 'problem.lookingCancelled', tensor: name } }))
        stop = cancel
        worker.once('message', finish)
        worker.once('error', (error) =>
          finish(
            fail({
              code: 'internal/bug',
              message: { id: 'problem.lookingFailed', tensor: name, detail: error.message },
            }),
          ),
        )
      })
    },
    cancel: () => stop?.(),
  }
}
