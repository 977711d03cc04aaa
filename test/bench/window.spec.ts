// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { answerOpenDialog, launch, sharedModel } from '../e2e/app'
import { writeLongNetwork } from './long-network'
import { finelyTimed, processorTime } from './processor-time'

// How the real window copes with large models. Prints a table; figures depend on the machine, so that
// nothing is asserted of them.

interface Figures {
  readonly what: string
  readonly nodes: number | string
  readonly value: string
}

const table: Figures[] = []
const report = (what: string, nodes: number | string, value: string) => table.push({ what, nodes, value })
test.afterAll(() => console.table(table))

async function open(page: Page, path: string, app: Awaited<ReturnType<typeof launch>>['app']): Promise<number> {
  await answerOpenDialog(app, path)
  await page.evaluate(() => performance.clearMeasures())
  await page.getByTestId('open-button').click()
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const look = () => {
          const [measure] = performance.getEntriesByName('graph layout')
          if (measure) resolve(measure.duration)
          else setTimeout(look, 20)
        }
        look()
      }),
  )
}

/** Milliseconds from frame to frame while `step` is done before each. */
async function frames(page: Page, move: 'pan' | 'zoom', count: number): Promise<number[]> {
  return page.evaluate(
    ({ move, count }) =>
      new Promise<number[]>((resolve) => {
        const pane = document.querySelector('.react-flow__renderer, .react-flow__pane') as HTMLElement
        const { left, top, width, height } = pane.getBoundingClientRect()
        const at = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true }
        const times: number[] = []
        let previous = 0
        const frame = (now: number) => {
          if (previous > 0) times.push(now - previous)
          previous = now
          if (times.length >= count) return resolve(times)
          const half = times.length < count / 2
          const wheel =
            move === 'pan' ? { deltaX: 0, deltaY: half ? 160 : -160 } : { deltaY: half ? 12 : -12, ctrlKey: true }
          pane.dispatchEvent(new WheelEvent('wheel', { ...at, ...wheel }))
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

test('graph: layout, panning and zooming', async () => {
  test.setTimeout(110_000)
  const long = join(mkdtempSync(join(tmpdir(), 'convscope-bench-')), 'long.onnx')
  writeLongNetwork(long, 3000)
  const models = [sharedModel('mnn/benchmark/nasnet.mnn'), sharedModel('onnx/light_densenet121.onnx'), long]
  const { app, page } = await launch()
  for (const path of models) {
    if (path === null) continue
    const layout = await open(page, path, app)
    const name = path.split('/').at(-1) ?? path
    const count = Number(await page.getByTestId('graph').getAttribute('data-nodes'))
    report(`${name}: layout`, count, `${layout.toFixed(0)} ms`)
    await page.waitForTimeout(300)
    report(`${name}: panning`, count, summary(await frames(page, 'pan', 120)))
    await page.getByLabel('Fit the graph').click()
    await page.waitForTimeout(300)
    report(`${name}: panning, fitted`, count, summary(await frames(page, 'pan', 120)))
    report(`${name}: zooming`, count, summary(await frames(page, 'zoom', 120)))
  }
  await app.close()
})

test('processor time from the click to the drawn graph, all processes', async () => {
  test.setTimeout(240_000)
  test.skip(process.platform !== 'linux', 'times are read from /proc')
  const long = join(mkdtempSync(join(tmpdir(), 'convscope-bench-')), 'long.onnx')
  writeLongNetwork(long, 2000)
  const named = ['mnn/ch_PP-OCRv4_det_infer.mnn', 'mnn/benchmark/nasnet.mnn'].map(sharedModel)
  for (const path of [...named, process.env['CONVSCOPE_LARGE_MODEL'] ?? null, long]) {
    if (path === null) continue
    const { app, page, pid } = await launch()
    // What the start takes is over.
    await page.waitForTimeout(3000)
    const before = processorTime(pid)
    await open(page, path, app)
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 100))))
    const parts = [...processorTime(pid)].map(([kind, seconds]) => [kind, seconds - (before.get(kind) ?? 0)] as const)
    const total = parts.reduce((sum, [, seconds]) => sum + seconds, 0)
    const told = parts
      .filter(([, seconds]) => seconds >= 0.05)
      .map(([kind, seconds]) => `${kind} ${seconds.toFixed(2)}`)
    const nodes = (await page.getByTestId('graph').getAttribute('data-nodes')) ?? ''
    report(`${path.split('/').at(-1)}: processor time`, nodes, `${total.toFixed(2)} s (${told.join(', ')})`)
    await app.close()
  }
})

/** Of page and main process together, in milliseconds. */
function ofPageAndMain(pid: number): number {
  const times = finelyTimed(pid)
  return 1000 * ((times.get('renderer') ?? 0) + (times.get('main') ?? 0))
}

function median(figures: readonly number[]): number {
  return [...figures].sort((a, b) => a - b)[figures.length >> 1] ?? 0
}

test('ResNet100: another memory mode until it is on screen', async () => {
  test.skip(process.platform !== 'linux', 'times are read from /proc')
  const { app, page, pid } = await launch()
  await page.getByTestId('sample-iresnet100').click()
  await expect(page.getByTestId('graph-node-0')).toBeVisible()
  await page.waitForTimeout(1000)
  /** Milliseconds until it is on screen, of processors until then, and with what follows. */
  const changeTo = async (mode: string) => {
    const before = ofPageAndMain(pid)
    const wall = await page.evaluate(
      (mode) =>
        new Promise<number>((resolve) => {
          const total = document.querySelector('[data-testid="total-bytes"]') as HTMLElement
          const control = document.querySelector(`[data-testid="config-memory-${mode}"]`) as HTMLElement
          const started = performance.now()
          // Looking again and again takes longer than what is looked for.
          const changes = new MutationObserver(() => {
            if (total.dataset['settings']?.includes('low') !== (mode === 'low')) return
            changes.disconnect()
            // The task after the frame in which the new plan is there.
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)))
          })
          changes.observe(total, { attributes: true })
          control.click()
        }),
      mode,
    )
    const drawn = ofPageAndMain(pid) - before
    await page.waitForTimeout(600)
    return [wall, drawn, ofPageAndMain(pid) - before] as const
  }
  const tell = (what: string, changes: readonly (readonly [number, number, number])[]) => {
    const [wall, drawn, all] = [0, 1, 2].map((at) => `${median(changes.map((each) => each[at] ?? 0)).toFixed(0)} ms`)
    const figures = `${wall}; processor time of page and main ${drawn}, with what follows ${all}`
    report(`ResNet100: memory mode until repainted, ${what}`, 103, figures)
  }
  // Under another number of threads no mode was seen before.
  const first = []
  for (const threads of ['3', '5', '6', '7', '9']) {
    await page.locator('#config-threads').fill(threads)
    await page.waitForTimeout(1000)
    first.push(await changeTo(first.length % 2 === 0 ? 'low' : 'normal'))
  }
  tell('for the first time', first)
  const again = []
  for (let at = 0; at < 13; at++) again.push(await changeTo(at % 2 === 0 ? 'normal' : 'low'))
  // The first of these is a new plan too.
  tell('seen before', again.slice(1))
  await app.close()
})
