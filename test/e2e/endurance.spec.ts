// SPDX-License-Identifier: Apache-2.0
import { readdirSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { isBrowser, launch, type RunningApp } from './app'
import { privateKilobytes } from './processes'

/** CONVSCOPE_RUNS=1000 is the endurance that is promised; a few show what grows with every run. */
const RUNS = Number(process.env['CONVSCOPE_RUNS'] ?? 12)
/** What is kept of runs (the latest 32, for comparison) and caches fill up in the first ones: main's within 150. */
const SETTLED = Math.min(RUNS / 2, 200)
/** Runs between two questions to the page: what drives a page leaves something in it with every question. */
const AT_ONCE = Math.min(Math.ceil(RUNS / 2), 50)

let running: RunningApp | null = null
test.afterEach(async () => {
  await running?.close()
  expect(running?.pageErrors ?? []).toEqual([])
})

test(`${RUNS} runs in one window leave no descriptor open and no process behind`, async () => {
  test.skip(process.platform !== 'linux', 'counts descriptors in /proc')
  test.skip(isBrowser(), 'asks Electron for its processes')
  test.setTimeout(180_000 + RUNS * 20_000)
  running = await launch()
  const { page, app, pid } = running
  await page.getByTestId('sample-squeezenet').click()
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  await page.getByTestId('run-options').click()
  await page.getByTestId('run-iterations').fill('1')
  await page.keyboard.press('Escape')
  const descriptors = () => readdirSync(`/proc/${pid}/fd`).length
  /** Kilobytes that main and the page have alone, after both have given back what they hold no more. */
  const memory = async () => {
    const session = await page.context().newCDPSession(page)
    await session.send('HeapProfiler.collectGarbage')
    await session.detach()
    const pids = await app.evaluate(({ app: electron }) => {
      process.mainModule?.require('node:v8').setFlagsFromString('--expose-gc')
      process.mainModule?.require('node:vm').runInNewContext('gc')()
      return electron.getAppMetrics().flatMap(({ type, pid: of }) => (type === 'Browser' || type === 'Tab' ? [of] : []))
    })
    return pids.map(privateKilobytes)
  }
  let settled = { run: 0, descriptors: 0, memory: [0, 0] }
  for (let run = AT_ONCE; run < RUNS + AT_ONCE; run += AT_ONCE) {
    await page.evaluate(pressRun, AT_ONCE)
    if (settled.run === 0 && run >= SETTLED) settled = { run, descriptors: descriptors(), memory: await memory() }
    if (run % 100 === 0) console.log(run, descriptors(), await memory())
  }
  await expect.poll(() => descriptors() - settled.descriptors, { timeout: 30_000 }).toBeLessThanOrEqual(2)
  const [main = 0, tab = 0] = await memory()
  const [mainBefore = 0, tabBefore = 0] = settled.memory
  console.log('main', mainBefore, main, 'page', tabBefore, tab)
  // Memory is judged where it has had the time to grow, and to be given back.
  if (RUNS < 1000) return
  expect(main / mainBefore).toBeLessThan(1.05)
  expect(tab / tabBefore).toBeLessThan(1.05)
})

/** In the page: so many runs one after the other, each by its button. A machine that does other work too is no fault of it. */
async function pressRun(times: number): Promise<void> {
  const button = () => document.querySelector<HTMLButtonElement>('[data-testid="run-button"]')
  const shown = async (isShown: boolean) => {
    const end = performance.now() + 180_000
    while ((button() !== null) !== isShown) {
      if (performance.now() > end) throw new Error(isShown ? 'a run does not end' : 'a run does not start')
      await new Promise((done) => setTimeout(done, 10))
    }
  }
  for (let i = 0; i < times; i++) {
    button()?.click()
    await shown(false)
    await shown(true)
  }
}
