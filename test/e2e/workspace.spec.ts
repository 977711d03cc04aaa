// SPDX-License-Identifier: Apache-2.0
import { expect, test } from '@playwright/test'
import { launch, type RunningApp } from './app'

let running: RunningApp | null = null

test.afterEach(async () => {
  expect(running?.pageErrors ?? []).toEqual([])
  await running?.close()
  running = null
})

test('a model is found as it was left: over tabs, over another model and over a restart', async () => {
  running = await launch()
  const { page, settings } = running
  await page.getByTestId('sample-squeezenet').click()
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  await page.getByTestId('keep-a').click()
  await page.getByTestId('config-memory-low').click()
  await page.getByTestId('layers-filter').fill('fire')
  await page.locator('.layers-sort', { hasText: 'Packed' }).click()
  await page.getByTestId('choose-columns').click()
  await page.getByTestId('column-macs').click()
  await page.keyboard.press('Escape')
  const first = page.locator('[data-testid^="layer-row-"]').first()
  const top = await first.getAttribute('data-testid')
  await page.getByTestId('graph').focus()
  await page.keyboard.press('[')
  const boxes = await expect.poll(async () => Number(await page.getByTestId('graph').getAttribute('data-nodes')))
  await boxes.toBeLessThan(30)
  await page.getByTestId('tab-attach').click()
  await page.getByTestId('attach-command').fill('my-program --model "x y"')
  await page.getByTestId('layout-table').click()
  const asLeft = async () => {
    await expect(page.getByTestId('attach-command')).toHaveValue('my-program --model "x y"')
    await page.getByTestId('tab-layers').click()
    await expect(page.getByTestId('layers-filter')).toHaveValue('fire')
    await expect(page.getByRole('columnheader', { name: 'Packed' })).toHaveAttribute('aria-sort', 'descending')
    await expect(page.getByRole('columnheader', { name: 'MACs' })).toHaveCount(0)
    expect(await first.getAttribute('data-testid')).toBe(top)
    await page.getByTestId('tab-attach').click()
  }
  await page.getByTestId('tab-compare').click()
  await page.getByTestId('tab-attach').click()
  await asLeft()

  await page.keyboard.press('Control+k')
  await page.getByTestId('palette-field').fill('Open sample MobileNet')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('model-name')).toContainText('mobilenet')
  await expect(page.getByTestId('tab-layers')).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Control+k')
  await page.getByTestId('palette-field').fill('Open sample SqueezeNet')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('model-name')).toContainText('squeezenet')
  await asLeft()

  await running.close()
  running = await launch([], settings)
  const again = running.page
  await again.getByTestId('sample-squeezenet').click()
  await expect(again.getByTestId('total-bytes')).toHaveAttribute('data-settings', '{"memory":"low"}')
  await expect(again.getByTestId('attach-command')).toHaveValue('my-program --model "x y"')
  await expect(again.getByTestId('layout-table')).toHaveAttribute('aria-pressed', 'true')
  await again.getByTestId('tab-compare').click()
  await expect(again.getByTestId('compare-total-delta')).toHaveAttribute('data-letter', 'B')
  await again.getByTestId('layout-graph').click()
  await expect.poll(async () => Number(await again.getByTestId('graph').getAttribute('data-nodes'))).toBeLessThan(30)
})
