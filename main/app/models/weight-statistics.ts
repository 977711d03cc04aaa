// SPDX-License-Identifier: Apache-2.0
import { Worker } from 'node:worker_threads'
import { fail, ok, type Result } from '#contract/errors'
import type { ModelId } from '#contract/model'
import type { FirstValues, WeightStatistics } from '#contract/statistics'
import type { Look, LookOrder } from '#core/model/statistics/worker'
import { THREAD_LIMITS } from '../thread/thread-limits'
import type { OpenModelParts } from '../thread/threaded-core'

export interface WeightStatisticsService {
  /** Of one constant tensor, in a thread of its own; an earlier one of the kind that is still at work is cancelled. */
  compute(modelId: ModelId, tensor: number): Promise<Result<WeightStatistics>>
  /** Its first values; otherwise the same. */
  values(modelId: ModelId, tensor: number): Promise<Result<FirstValues>>
  /** All of it as a file of NumPy, with the name of the tensor; otherwise the same. */
  npy(modelId: ModelId, tensor: number): Promise<Result<{ readonly name: string; readonly bytes: Uint8Array }>>
  /** Gives up the orders under way, which then answer "cancelled". */
  cancel(): void
}

/** `entry`: absolute path of the built statistics worker. */
export function createWeightStatistics(model: Pick<OpenModelParts, 'weights'>, entry: string): WeightStatisticsService {
  /** By kind: who looks at statistics does not give up the values that are asked for beside them. */
  const stops = new Map<Look, () => void>()

  async function look<T>(of: Look, modelId: ModelId, tensor: number): Promise<Result<{ name: string; answer: T }>> {
    stops.get(of)?.()
    let given = false
    const giveUp = () => {
      given = true
    }
    stops.set(of, giveUp)
    const order = await model.weights(modelId, tensor)
    if (stops.get(of) === giveUp) stops.delete(of)
    if (!order.ok) return order
    const { name } = order.value
    const cancelled = fail({ code: 'cancelled', message: { id: 'problem.lookingCancelled', tensor: name } })
    if (given) return cancelled
    return new Promise((resolve) => {
      const worker = new Worker(entry, {
        workerData: { look: of, tensor: order.value } satisfies LookOrder,
        resourceLimits: THREAD_LIMITS,
      })
      const finish = (answer: Result<T>) => {
        if (stops.get(of) === cancel) stops.delete(of)
        resolve(answer.ok ? ok({ name, answer: answer.value }) : answer)
        void worker.terminate()
      }
      const cancel = () => finish(cancelled)
      stops.set(of, cancel)
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
  }

  return {
    async compute(modelId, tensor) {
      const found = await look<WeightStatistics>('statistics', modelId, tensor)
      return found.ok ? ok(found.value.answer) : found
    },
    async values(modelId, tensor) {
      const found = await look<FirstValues>('values', modelId, tensor)
      return found.ok ? ok(found.value.answer) : found
    },
    async npy(modelId, tensor) {
      const found = await look<Uint8Array>('npy', modelId, tensor)
      return found.ok ? ok({ name: found.value.name, bytes: found.value.answer }) : found
    },
    cancel() {
      for (const stop of [...stops.values()]) stop()
    },
  }
}
