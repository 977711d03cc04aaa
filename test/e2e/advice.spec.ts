// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, test } from '@playwright/test'
import { launch, PAGE_ONLY, type RunningApp } from './app'

let running: RunningApp

test.beforeEach(async () => {
  running = await launch()
  const { page } = running
  await page.getByTestId('sample-iresnet100').click()
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  await page.getByTestId('config-profile').click()
  await page.getByRole('option', { name: 'MNN 2.8.1', exact: true }).click()
  await page.getByTestId('config-memory-low').click()
})

test.afterEach(async () => {
  await running.close()
  expect(running.pageErrors).toEqual([])
})

async function bytesOf(locator: Locator, attribute = 'data-bytes'): Promise<number> {
  return Number(await locator.getAttribute(attribute))
}

test('Advice: the ignored memory mode is told, the first remedy keeps its promise', { tag: PAGE_ONLY }, async () => {
  const { page } = running
  await page.getByTestId('advice-chip').click()
  const ignored = page.locator('[data-testid="lint"][data-kind="setting-ignored"]')
  await expect(ignored).toContainText('MiB')
  await expect(page.getByTestId('advice-settings')).toContainText('MNN 2.8.1')

  const total = page.getByTestId('total-bytes')
  const before = await bytesOf(total)
  const first = page.getByTestId('remedy').first()
  const promised = await bytesOf(first, 'data-total')
  expect(promised).toBe(before - (await bytesOf(first)))
  await first.locator('button').first().click()
  await expect(first).toContainText('createSession(schedule)')
  await first.getByTestId('remedy-compare').click()
  await expect.poll(() => bytesOf(total)).toBe(promised)
  await expect(page.getByTestId('compare-total-delta')).toHaveAttribute('data-bytes', String(promised - before))
  await expect(page.getByTestId('rule-differences')).toContainText('low is looked at first')
  await expect(ignored).toHaveCount(0)
})

test('Overrides: one layer forced, an impossible one refused with its reason, all removed', {
  tag: PAGE_ONLY,
}, async () => {
  const { page } = running
  const total = page.getByTestId('total-bytes')
  const before = await bytesOf(total)
  await page.getByTestId('advice-chip').click()
  const largest = page.locator('[data-kind="setting-ignored"] button').first()
  const name = (await largest.locator('span').first().textContent()) ?? ''
  await largest.click()
  await page.getByTestId('override-select').click()
  await page.getByRole('option', { name: /^Tiled im2col/ }).click()
  await expect(page.getByTestId('decision-reason')).toContainText(`Forced by the override “${name}”`)
  await expect.poll(() => bytesOf(total)).toBeLessThan(before)

  await page.getByTestId('overrides').click()
  await expect(page.getByTestId('override')).toHaveCount(1)
  await page.getByTestId('override-layers').fill(name)
  await page.getByTestId('override-algorithm').click()
  await page.getByRole('option', { name: 'Strassen 1×1', exact: true }).click()
  await page.getByTestId('override-add').click()
  await expect(page.getByTestId('override-refusal')).toContainText(`“${name}” cannot be Strassen 1×1`)
  await expect(page.getByTestId('override')).toHaveCount(1)

  await page.getByTestId('overrides-reset').click()
  await expect(page.getByTestId('override')).toHaveCount(0)
  await expect.poll(() => bytesOf(total)).toBe(before)
})

test('Budget: the choice found stays within it', { tag: PAGE_ONLY }, async () => {
  const { page } = running
  await page.getByTestId('tab-advice').click()
  await page.getByTestId('budget-mib').fill('600')
  await page.getByTestId('budget-find').click()
  const result = page.getByTestId('budget-result')
  await expect(result).toBeVisible({ timeout: 30_000 })
  // What the engine can be told comes before what only Convscope can show, and fits.
  expect(await bytesOf(result.getByTestId('remedy').first(), 'data-total')).toBeLessThanOrEqual(600 * 2 ** 20)
  const found = result.getByTestId('remedy').last()
  await expect(result.locator('ol').last()).toContainText('Another algorithm for')
  const promised = await bytesOf(found, 'data-total')
  expect(promised).toBeLessThanOrEqual(600 * 2 ** 20)
  await found.getByTestId('remedy-apply').click()
  await expect.poll(() => bytesOf(page.getByTestId('total-bytes'))).toBe(promised)
})

test('Memory and time: the budget is dragged, a point is applied and taken back', {
  tag: PAGE_ONLY,
}, async () => {
  const { page } = running
  await page.getByTestId('tab-advice').click()
  await page.getByTestId('advice-view').getByText('Memory and time').click()
  const points = page.getByTestId('trade-point')
  await expect(points.first()).toBeVisible({ timeout: 30_000 })
  await expect(page.getByTestId('pareto-line')).toHaveCount(1)

  // By pointer and by keyboard.
  const limit = page.getByTestId('budget-line')
  const before = await bytesOf(limit)
  const box = await limit.boundingBox()
  if (box === null) throw new Error('the line is not drawn')
  await page.mouse.move(box.x + 40, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + 60, box.y + box.height / 2 - 40)
  await page.mouse.up()
  await expect.poll(() => bytesOf(limit)).toBeGreaterThan(before)
  await limit.focus()
  const dragged = await bytesOf(limit)
  await page.keyboard.press('PageDown')
  await page.keyboard.press('PageDown')
  await page.keyboard.press('PageDown')
  await expect.poll(() => bytesOf(limit)).toBeLessThan(dragged)
  const budget = await bytesOf(limit)
  for (const point of await points.all()) {
    const beyond = (await bytesOf(point)) > budget
    await expect(point).toHaveAttribute('data-beyond', String(beyond))
  }

  // One point by keyboard: what it is, and its effect.
  await page.getByRole('listbox', { name: 'What was tried' }).focus()
  await page.keyboard.press('End')
  await expect(page.getByTestId('trade-tooltip')).toContainText('×')
  const total = page.getByTestId('total-bytes')
  const was = await bytesOf(total)
  await page.getByTestId('trade-apply').last().click()
  await expect.poll(() => bytesOf(total)).toBeLessThan(was)
  await page.getByTestId('undo').click()
  await expect.poll(() => bytesOf(total)).toBe(was)

  const csv = join(running.settings, 'points.csv')
  await running.save(csv, () => page.getByTestId('trade-csv').click())
  await expect.poll(() => readFileSync(csv, 'utf8')).toContain('As it is now,modelled,')
})

test('A run lands beside what is modelled, and both say whose engine it is', { tag: PAGE_ONLY }, async () => {
  const { page } = running
  await page.getByTestId('open-button').hover()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('SqueezeNet')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('model-name')).toContainText('squeezenet')
  await page.getByTestId('run-button').click()
  await expect(page.getByTestId('measured-peak')).toBeVisible({ timeout: 60_000 })
  await page.getByTestId('strip-stairs').click()
  await expect(page.getByTestId('strip-measured')).toContainText('measured by Convscope')
  await expect(page.getByTestId('strip-measured')).toContainText('as it chooses itself')
  await page.keyboard.press('Escape')
  await page.getByTestId('tab-advice').click()
  await page.getByTestId('advice-view').getByText('Memory and time').click()
  const run = page.locator('[data-testid="trade-point"][data-mark="measured"]')
  await expect(run).toBeVisible({ timeout: 30_000 })
  await run.hover()
  await expect(page.getByTestId('trade-tooltip')).toContainText('Convscope’s engine')
})
