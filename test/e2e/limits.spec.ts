// SPDX-License-Identifier: Apache-2.0
import { expect, test } from '@playwright/test'
import { launch, PAGE_ONLY, type RunningApp } from './app'

let running: RunningApp | null = null

test.afterEach(async () => {
  expect(running?.pageErrors ?? []).toEqual([])
  await running?.close()
  running = null
})

test('what is out of range says so at the field and is not taken; the header stays in one row', {
  tag: PAGE_ONLY,
}, async () => {
  running = await launch()
  const { page } = running
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByTestId('sample-squeezenet').click()
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  await expect(page).toHaveTitle(/^squeezenet\.onnx – Convscope$/)
  const threads = page.getByTestId('config-threads')
  const before = await threads.inputValue()
  for (const wrong of ['64', '-3', '0']) {
    await threads.fill(wrong)
    await expect(page.getByRole('tooltip', { name: '1 to 32' })).toBeVisible()
    await expect(threads).toHaveValue(wrong)
    await expect(page.getByTestId('inspector')).toContainText(`${before} threads`)
  }
  // Digit by digit, the first of which is a number of threads already.
  await threads.fill('')
  await threads.pressSequentially('12')
  await expect(threads).toHaveValue('12')
  await expect(page.getByTestId('inspector')).toContainText('12 threads')
  await threads.fill('3')
  await expect(page.getByTestId('inspector')).toContainText('3 threads')
  await expect(page.getByRole('tooltip', { name: '1 to 32' })).toHaveCount(0)

  await page.getByTestId('keep-a').click()
  await page.getByTestId('config-profile').click()
  await page.getByRole('option', { name: 'MNN 3.6.1', exact: true }).click()
  const header = page.locator('.app-toolbar')
  const height = async () => (await header.boundingBox())?.height
  expect(await height()).toBeLessThan(64)
  // With an override too; where the selection is stands below the canvas, and no total is cut.
  await page.getByTestId('overrides').click()
  await page.getByTestId('override-layers').fill('*')
  await page.getByTestId('override-add').click()
  await expect(page.getByTestId('what-if')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByTestId('tab-layers').click()
  await page.locator('[data-testid^="layer-row-"]').nth(3).click()
  expect(await height()).toBeLessThan(64)
  await expect(page.locator('.react-flow').getByTestId('scope-path')).toHaveCount(0)
  const totals = page.getByTestId('layers-totals').locator('td')
  expect(await totals.evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth).length)).toBe(
    0,
  )
  await page.getByTestId('tab-compare').click()
  const bar = await page.locator('.app-tabs-bar').boundingBox()
  expect(bar?.height).toBeLessThan(44)
  const reason = page.locator('.compare-reason').first()
  await expect(reason).toBeInViewport()

  // A selection begins at the name of the layer, wherever the one before was scrolled to.
  await page.getByTestId('tab-layers').click()
  await page.locator('[data-testid^="layer-row-"]').first().click()
  await page.getByTestId('inspector').evaluate((element) => element.scrollTo(0, 400))
  await page.locator('[data-testid^="layer-row-"]').nth(3).click()
  await expect(page.getByTestId('inspector').getByRole('heading').first()).toBeInViewport()

  // Settings are taller than a low window, and all of them can be reached.
  await page.setViewportSize({ width: 1000, height: 620 })
  await page.getByTestId('settings').click()
  await page.getByTestId('settings-times-figures').locator('summary').click()
  const about = page.getByTestId('settings-about')
  await about.scrollIntoViewIfNeeded()
  await expect(about).toBeInViewport()
  expect(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight)).toBe(true)
})
