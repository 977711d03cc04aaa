// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launch, PAGE_ONLY, type RunningApp, SCREENSHOTS, share } from './app'

let running: RunningApp

test.beforeEach(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true })
})

test.afterEach(async () => {
  await running.close()
  expect(running.pageErrors).toEqual([])
})

async function openSample(page: Page, id: string): Promise<void> {
  await page.getByTestId(`sample-${id}`).click()
  await expect(page.getByTestId('total-bytes')).toBeVisible()
}

async function chooseProfile(page: Page, name: string): Promise<void> {
  await page.getByTestId('config-profile').click()
  await page.getByRole('option', { name, exact: true }).click()
}

async function runOnce(page: Page): Promise<void> {
  await page.getByTestId('run-button').click()
  await expect(page.getByTestId('measured-peak')).toBeVisible({ timeout: 60_000 })
}

async function figure(page: Page, testid: string, attribute = 'data-bytes'): Promise<number> {
  return Number(await page.getByTestId(testid).getAttribute(attribute))
}

test('timeline: zoom, pan, a range with its high-water mark and layers, layers as axis, picture', {
  tag: PAGE_ONLY,
}, async () => {
  running = await launch()
  const { page } = running
  await openSample(page, 'squeezenet')
  await chooseProfile(page, 'Convscope engine')
  await runOnce(page)
  await page.getByTestId('tab-timeline').click()
  const chart = page.getByTestId('timeline-chart')
  await expect(chart).toHaveAttribute('data-live', 'false')
  const peak = await figure(page, 'timeline-chart', 'data-peak-bytes')
  expect(await figure(page, 'measured-peak')).toBe(peak)
  await expect(page.getByTestId('alive-list').locator('li')).not.toHaveCount(0)

  const end = await figure(page, 'timeline-chart', 'data-to')
  const box = await chart.boundingBox()
  if (box === null) throw new Error('no chart')
  const at = (share: number) => [box.x + 80 + (box.width - 110) * share, box.y + box.height / 2] as const
  await page.mouse.move(...at(0.5))
  await page.mouse.wheel(0, -300)
  await expect.poll(() => figure(page, 'timeline-chart', 'data-from')).toBeGreaterThan(0)
  const from = await figure(page, 'timeline-chart', 'data-from')
  await chart.focus()
  await page.keyboard.press('a')
  await expect.poll(() => figure(page, 'timeline-chart', 'data-from')).toBeLessThan(from)
  await page.keyboard.press('Escape')
  await expect.poll(() => figure(page, 'timeline-chart', 'data-to')).toBe(end)

  // The whole run: its high-water mark is the peak.
  await page.mouse.move(...at(0.001))
  await page.mouse.down()
  await page.mouse.move(...at(0.999), { steps: 4 })
  await page.mouse.up()
  await expect.poll(() => figure(page, 'range-high-water')).toBe(peak)
  await expect(page.getByTestId('range-layers').locator('tbody tr').first()).toBeVisible()
  await page.screenshot({ path: join(SCREENSHOTS, 'timeline-range.png') })

  await page.getByTestId('timeline-axis').getByText('Layers').click()
  await expect(chart).toHaveAttribute('data-axis', 'layers')
  expect(await figure(page, 'timeline-chart', 'data-peak-bytes')).toBeLessThanOrEqual(peak)

  const path = join(mkdtempSync(join(tmpdir(), 'convscope-timeline-')), 'timeline.svg')
  await running.save(path, async () => {
    await page.getByTestId('timeline-save').click()
    await page.getByTestId('timeline-svg').click()
  })
  expect(readFileSync(path, 'utf8')).toContain('<path')
})

test('runs are kept: named, there after a restart, loaded with their measurements, deleted; damage is told', async () => {
  running = await launch()
  const { page } = running
  await openSample(page, 'squeezenet')
  await chooseProfile(page, 'Convscope engine')
  await runOnce(page)
  const peak = await figure(page, 'measured-peak')
  await page.getByTestId('tab-runs').click()
  const kept = keptRuns(page)
  await expect(kept).toHaveCount(1)
  await kept.getByTestId('history-name').click()
  await page.getByTestId('history-name-input').fill('Before the upgrade')
  await page.keyboard.press('Enter')
  await expect(kept.getByTestId('history-name')).toHaveText('Before the upgrade')
  await running.close()

  const folder = join(running.dataFolder, 'history')
  const [model = ''] = readdirSync(folder)
  writeFileSync(join(folder, model, 'run-damaged.history'), '{"name": "half a')
  running = await launch([], running.settings)
  const again = running.page
  await openSample(again, 'squeezenet')
  await again.getByTestId('tab-runs').click()
  await expect(keptRuns(again)).toHaveCount(1)
  await expect(again.getByText('damaged')).toBeVisible()
  await expect(again.getByTestId('measured-peak')).toHaveCount(0)
  await again.screenshot({ path: join(SCREENSHOTS, 'runs.png') })
  await keptRuns(again).getByTestId('history-load').click()
  await expect.poll(() => figure(again, 'measured-peak')).toBe(peak)
  await again.getByTestId('tab-timeline').click()
  await expect.poll(() => figure(again, 'timeline-chart', 'data-peak-bytes')).toBe(peak)
  await again.getByTestId('tab-runs').click()
  await keptRuns(again).getByTestId('history-delete').click()
  await expect(keptRuns(again)).toHaveCount(0)
})

function keptRuns(page: Page) {
  return page.locator('[data-testid="history-row"][data-kind="run"]')
}

test('saved plans are opened again as A; the gap adds up, the verdict follows the limit, the report is written', async () => {
  running = await launch()
  const { page } = running
  const folder = mkdtempSync(join(tmpdir(), 'convscope-saved-'))
  await openSample(page, 'squeezenet')
  await chooseProfile(page, 'MNN 1.0.1')
  await page.getByTestId('config-memory-low').click()
  await page.getByTestId('keep-a').click()
  await chooseProfile(page, 'MNN 2.8.1')
  await page.getByTestId('tab-compare').click()
  await expect(page.getByTestId('compare-total-delta')).toBeVisible()
  const delta = await figure(page, 'compare-total-delta')
  const totalA = await figure(page, 'compare-total-a')

  await page.getByTestId('compare-view').getByText('Over the run').click()
  await expect(page.getByTestId('gap-panel')).toBeVisible()
  expect(await figure(page, 'gap-total')).not.toBe(0)
  await page.screenshot({ path: join(SCREENSHOTS, 'gap.png') })

  // Nobody has asked for one yet.
  await expect(page.getByTestId('verdict')).toHaveAttribute('data-outcome', '')
  await page.getByTestId('growth-limit').fill('0')
  await expect(page.getByTestId('verdict')).toHaveAttribute('data-outcome', delta <= 0 ? 'within' : 'over')
  await page.getByTestId('growth-limit').fill('900')
  await expect(page.getByTestId('verdict')).toHaveAttribute('data-outcome', 'within')

  const saved = join(folder, 'saved.json')
  await running.save(saved, () => share(page, 'document'))
  const report = join(folder, 'report.html')
  await running.save(report, () => share(page, 'report'))
  expect(readFileSync(report, 'utf8')).toContain('is within the limit')

  await page.getByTestId('tab-runs').click()
  await running.open(saved, () => page.getByTestId('open-document').click())
  await expect(page.getByTestId('document-row')).toHaveCount(2)
  await page.getByTestId('document-baseline').first().click()
  await page.getByTestId('tab-compare').click()
  await expect.poll(() => figure(page, 'compare-total-a')).toBe(totalA)
  expect(await figure(page, 'compare-total-delta')).toBe(delta)

  const nodeData = join(folder, 'node-data.json')
  await page.getByTestId('tab-runs').click()
  await running.save(nodeData, async () => {
    await page.getByTestId('node-data').click()
    await page.getByTestId('node-data-workspace').click()
  })
  await running.open(nodeData, async () => {
    await page.getByTestId('node-data').click()
    await page.getByTestId('node-data-open').click()
  })
  await page.locator('[data-testid^="graph-node-"][data-algorithm]:not([data-algorithm=""])').first().click()
  await expect(page.getByTestId('overlay-value')).toContainText('node-data.json')
  await page.getByTestId('tab-layers').click()
  await expect(page.getByRole('columnheader', { name: 'node-data.json' })).toBeVisible()
  await page.getByTestId('colour-by').click()
  await page.getByRole('option', { name: 'Node data', exact: true }).click()
  await expect(page.getByTestId('tint-scale')).toHaveAttribute('data-by', 'overlay')

  writeFileSync(saved, '{"schema": "convscope-document", "schemaVersion": 1}')
  await page.getByTestId('tab-runs').click()
  await running.open(saved, () => page.getByTestId('open-document').click())
  await expect(page.getByTestId('notice-failure')).toContainText('saved.json cannot be opened as a saved document')
})
