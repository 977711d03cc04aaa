// SPDX-License-Identifier: Apache-2.0
import { parentPort, workerData } from 'node:worker_threads'
import { type StatisticsOrder, tensorStatistics } from './tensor-statistics'

// One order, one answer: whoever started this thread ends it.
void tensorStatistics(workerData as StatisticsOrder).then((answer) => parentPort?.postMessage(answer))
