// SPDX-License-Identifier: Apache-2.0
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { isBrowser, launch, type RunningApp, SCREENSHOTS } from './app'

const MIB = 2 ** 20
let running: RunningApp

test.afterEach(async () => {
  await running.close()
  expect(running.pageErrors).toEqual([])
})

test('a program is started after a question, never by a page in a browser; its memory stands beside the modelled', async () => {
  test.skip(process.platform !== 'linux', 'memory of other programs is read from /proc')
  running = await launch()
  const { page } = running
  const answer = (response: number) =>
    running.app.evaluate(({ dialog }, chosen) => {
      dialog.showMessageBox = async () => ({ response: chosen, checkboxChecked: false })
    }, response)
  await page.getByTestId('sample-squeezenet').click()
  await page.getByTestId('tab-attach').click()
  const script =
    'const held = []; const step = () => { held.push(Buffer.alloc(16e6, 1)); if (held.length < 8) setTimeout(step, 60); else setTimeout(() => process.exit(3), 100) }; step()'
  await page.getByTestId('attach-command').fill(`"${process.execPath}" -e "${script}"`)

  if (isBrowser()) {
    await page.getByTestId('attach-start').click()
    await expect(page.getByText('A page in a browser may not start programs.')).toBeVisible()
    await expect(page.getByTestId('attach-chart')).toHaveCount(0)
    return
  }
  await answer(1)
  await page.getByTestId('attach-start').click()
  await expect(page.getByTestId('attach-chart')).toHaveCount(0)

  await answer(0)
  await page.getByTestId('attach-start').click()
  await expect(page.getByTestId('attach-state')).toContainText('3', { timeout: 30_000 })
  const peak = Number(await page.getByTestId('attach-peak').getAttribute('data-bytes'))
  expect(peak).toBeGreaterThan(8 * 16e6)
  expect(peak).toBeLessThan(8 * 16e6 + 150 * MIB)
  // What it holds of a GPU, which it never opened.
  await expect(page.getByTestId('attach-gpu')).toHaveText('no driver tells of any')

  // The staircase goes on to what the system reports.
  const panel = page.locator('.attach-figures')
  await expect(panel.locator('[data-stair="stairs.held"]')).toBeVisible()
  await expect(panel.locator('[data-stair="stairs.beyond"]')).toContainText('+')
  await expect(panel.locator('[data-stair="stairs.reported"]')).toContainText('reported by the OS')

  // The last held block came near the end: the first half's high-water mark is lower.
  const chart = page.getByTestId('attach-chart')
  const box = await chart.boundingBox()
  if (box === null) throw new Error('no chart')
  await page.mouse.move(box.x + 80, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2, { steps: 4 })
  await page.mouse.up()
  const high = Number(await page.getByTestId('attach-range-high-water').getAttribute('data-bytes'))
  expect(high).toBeGreaterThan(16e6)
  expect(high).toBeLessThan(peak)
  mkdirSync(SCREENSHOTS, { recursive: true })
  await page.screenshot({ path: join(SCREENSHOTS, 'attach.png') })
})
