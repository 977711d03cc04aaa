// SPDX-License-Identifier: Apache-2.0
import { parentPort, workerData } from 'node:worker_threads'
import type { ToCore } from './protocol'
import { type CorePlace, createCoreService } from './service'

// A thread that opens one model and plans it: whatever a file makes it do, the process that started it goes on answering,
// and can end it.

const port = parentPort
if (port !== null) {
  const receive = createCoreService(workerData as CorePlace, (message) => port.postMessage(message))
  port.on('message', (message: ToCore) => receive(message))
}
