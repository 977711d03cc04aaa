// SPDX-License-Identifier: Apache-2.0
import { parentPort, workerData } from 'node:worker_threads'
import { tensorStatistics } from './tensor-statistics'
import { firstValues, npyFile, type TensorOrder } from './tensor-values'

/** What is to be told of a tensor. */
const LOOKS = { statistics: tensorStatistics, values: firstValues, npy: npyFile } as const
export type Look = keyof typeof LOOKS

export interface LookOrder {
  readonly look: Look
  readonly tensor: TensorOrder
}

// One order, one answer: whoever started this thread ends it.
const { look, tensor } = workerData as LookOrder
void LOOKS[look](tensor).then((answer) => parentPort?.postMessage(answer))
