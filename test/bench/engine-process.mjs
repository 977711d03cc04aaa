// SPDX-License-Identifier: Apache-2.0
// The process that one engine lives in while models are measured. The parent says what to load and
// when to run; figures are about this process alone.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpuUsage, memoryUsage, resourceUsage } from 'node:process'

const require = createRequire(import.meta.url)
let baseline = 0
let infer = async () => {}

/** Loads the library, notes the resident set, then opens the model. */
const OPEN = {
  async convscope({ addon, program, inputs }) {
    const { Session } = require(addon)
    baseline = memoryUsage.rss()
    const session = new Session()
    const start = performance.now()
    await session.prepare(program)
    const prepareMs = performance.now() - start
    const values = inputs.map((input) => input.values)
    infer = async () => {
      for (const [input, each] of values.entries()) session.feed(input, each)
      return session.run()
    }
    return prepareMs
  },
  async onnxruntime({ path, threads, inputs }) {
    const { InferenceSession, Tensor } = require('onnxruntime-node')
    baseline = memoryUsage.rss()
    const start = performance.now()
    const session = await InferenceSession.create(path, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 3,
    })
    const prepareMs = performance.now() - start
    const feeds = Object.fromEntries(
      inputs.map(({ name, dims, values }) => [name, new Tensor('float32', values, dims)]),
    )
    infer = async () => {
      await session.run(feeds)
      return null
    }
    return prepareMs
  },
}

/** Milliseconds of every inference, of processors on average, and of every op in the last one where the engine tells. */
async function measure(count) {
  const ms = []
  let cpuMicroseconds = 0
  let layers = null
  for (let i = 0; i < count; i++) {
    const before = cpuUsage()
    const start = performance.now()
    layers = await infer()
    ms.push(performance.now() - start)
    const { user, system } = cpuUsage(before)
    cpuMicroseconds += user + system
    // Outputs that nobody reads any more are the script's, not the engine's.
    globalThis.gc({ type: 'minor' })
  }
  return { ms, cpuMs: cpuMicroseconds / 1e3 / count, layers, peakRssBytes: peakRss() - baseline }
}

/** Of this program alone: what getrusage tells begins with the parent's pages, from before the program was executed. */
function peakRss() {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : ''
  const kibibytes = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]
  return 1024 * (kibibytes === undefined ? resourceUsage().maxRSS : Number(kibibytes))
}

process.on('message', async (message) => {
  try {
    process.send(message.open ? await OPEN[message.open](message) : await measure(message.measure))
  } catch (error) {
    process.send({ failure: String(error) })
  }
})
process.on('disconnect', () => process.exit(0))
