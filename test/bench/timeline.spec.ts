// SPDX-License-Identifier: Apache-2.0
import { test } from '@playwright/test'
import type { Configuration } from '#contract/configuration'
import type { RunReport } from '#contract/timeline'
import { launch, type RunningApp } from '../e2e/app'

// How smooth a timeline of a million events is in the real window. Prints a table; figures depend on
// the machine, so that nothing is asserted of them.

const EVENTS = 1_000_000
const EVENTS_PER_BATCH = 100_000

interface Figures {
  readonly what: string
  readonly events: number
  readonly value: string
}

test('timeline of a million events: zooming, panning, selecting', async () => {
  const table: Figures[] = []
  const report = (what: string, value: string) => table.push({ what, events: EVENTS, value })
  const running = await launch()
  const { page } = running
  await page.getByTestId('sample-squeezenet').click()
  await page.getByTestId('total-bytes').waitFor()
  const feeding = Date.now()
  await feedRun(running)
  await page.getByTestId('timeline-axis').waitFor()
  report('until the finished run is on screen', `${Date.now() - feeding} ms`)
  report('zooming', summary(await framesWhile(running, 'zoom', 90)))
  report('panning, zoomed in', summary(await framesWhile(running, 'pan', 90)))
  const chart = page.getByTestId('timeline-chart')
  await chart.focus()
  await page.keyboard.press('Escape')
  const box = await chart.boundingBox()
  if (box === null) throw new Error('no chart')
  await page.mouse.move(box.x + 90, box.y + 60)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width - 30, box.y + 60)
  const selecting = Date.now()
  await page.mouse.up()
  await page.getByTestId('range-high-water').waitFor()
  report('summary of the whole run as a range', `${Date.now() - selecting} ms`)
  await running.app.close()
  console.table(table)
})

/** A run that main makes up, sent the way a real one is: layers that allocate and free, over and over. */
async function feedRun({ app, page }: RunningApp): Promise<void> {
  await app.evaluate(({ ipcMain }) => {
    ipcMain.removeHandler('run:start')
    ipcMain.handle('run:start', (_, { configuration }) => {
      // A report is kept under the configuration of its run.
      Object.assign(globalThis, { benchConfiguration: configuration })
      return { ok: true, value: 'bench' }
    })
  })
  await page.getByTestId('run-button').click()
  await app.evaluate(
    async ({ BrowserWindow }, { events, perBatch }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      const nodes = 60
      let timeNs = 0
      for (let first = 0; first < events; first += perBatch) {
        const batch = {
          firstSequence: first,
          dropped: 0,
          timeNs: new Float64Array(perBatch),
          kind: new Uint8Array(perBatch),
          category: new Uint8Array(perBatch),
          node: new Int32Array(perBatch),
          bytes: new Float64Array(perBatch),
        }
        for (let index = 0; index < perBatch; index++) {
          const event = first + index
          timeNs += 900 + ((event * 7919) % 1000)
          const node = Math.floor(event / 4) % nodes
          batch.timeNs[index] = timeNs
          // Begin of the layer, its workspace, the workspace freed, end of the layer.
          batch.kind[index] = [2, 0, 1, 3][event % 4] ?? 0
          batch.category[index] = 1
          batch.node[index] = node
          batch.bytes[index] = event % 4 === 1 || event % 4 === 2 ? 2 ** 20 * (1 + (node % 7)) : 0
        }
        contents?.send('run:events', { runId: 'bench', batch })
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    },
    { events: EVENTS, perBatch: EVENTS_PER_BATCH },
  )
  await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (contents === undefined) return
    const configuration: Configuration = Reflect.get(globalThis, 'benchConfiguration')
    const nothing = { packedWeights: 0, workspace: 0, activations: 0, modelBuffer: 0, inputsOutputs: 0, other: 0 }
    const report: RunReport = {
      runId: 'bench',
      modelId: 'model-1',
      configuration,
      startedAt: 0,
      durationNs: 1,
      inferenceNs: 1,
      iterations: 1,
      executedIsa: configuration.isa,
      peak: nothing,
      peakTrackedBytes: 0,
      baselineRssBytes: 0,
      peakRssBytes: 0,
      trackedAtPeakRss: nothing,
      layers: [],
      outputs: [],
      droppedEvents: 0,
      notes: [],
    }
    contents.send('run:end', { runId: 'bench', outcome: 'finished', report })
  })
}

/** Milliseconds from frame to frame while the chart is moved before each. */
async function framesWhile({ page }: RunningApp, move: 'zoom' | 'pan', count: number): Promise<number[]> {
  return page.evaluate(
    ({ move, count }) =>
      new Promise<number[]>((resolve) => {
        const chart = document.querySelector('[data-testid="timeline-chart"]') as HTMLElement
        const { left, top, width, height } = chart.getBoundingClientRect()
        const at = { clientX: left + width * 0.5, clientY: top + height / 2, bubbles: true, cancelable: true }
        const times: number[] = []
        let previous = 0
        const frame = (now: number) => {
          if (previous > 0) times.push(now - previous)
          previous = now
          if (times.length >= count) return resolve(times)
          const half = times.length < count / 2
          const wheel = move === 'zoom' ? { deltaY: times.length % 30 < 20 ? -1 : 1 } : { deltaX: half ? 1 : -1 }
          chart.dispatchEvent(new WheelEvent('wheel', { ...at, ...wheel }))
          requestAnimationFrame(frame)
        }
        requestAnimationFrame(frame)
      }),
    { move, count },
  )
}

function summary(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number) => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1)
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length
  return `${(1000 / mean).toFixed(0)} frames/s; median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms`
}
