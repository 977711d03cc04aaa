// SPDX-License-Identifier: Apache-2.0
import { Worker } from 'node:worker_threads'
import { fail, type Result } from '#contract/errors'
import type { ModelId } from '#contract/model'
import type { WeightStatistics } from '#contract/statistics'
import type { OpenModelParts } from '../thread/threaded-core'

export interface WeightStatisticsService {
  /** Of one constant tensor, in a thread of its own; an earlier order that is still at work is cancelled. */
  compute(modelId: ModelId, tensor: number): Promise<Result<WeightStatistics>>
  /** Gives up the order under way, which then answers "cancelled". */
  cancel(): void
}

/** `entry`: absolute path of the built statistics worker. */
export function createWeightStatistics(model: Pick<OpenModelParts, 'weights'>, entry: string): WeightStatisticsService {
  let stop: (() => void) | null = null

  return {
    async compute(modelId, tensor) {
      stop?.()
      let given = false
      const giveUp = () => {
        given = true
      }
      stop = giveUp
      const order = await model.weights(modelId, tensor)
      if (stop === giveUp) stop = null
      if (!order.ok) return order
      const { name } = order.value
      const cancelled = fail({ code: 'cancelled', message: { id: 'problem.lookingCancelled', tensor: name } })
      if (given) return cancelled
      return new Promise((resolve) => {
        const worker = new Worker(entry, { workerData: order.value })
        const finish = (answer: Result<WeightStatistics>) => {
          if (stop === cancel) stop = null
          resolve(answer)
          void worker.terminate()
        }
        const cancel = () => finish(cancelled)
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
