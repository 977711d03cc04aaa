// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launch, type RunningApp } from './app'

let running: RunningApp

test.beforeEach(async () => {
  running = await launch()
  const { page } = running
  await page.getByTestId('sample-squeezenet').click()
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  await page.getByTestId('tab-map').click()
})

test.afterEach(async () => {
  await running.close()
  expect(running.pageErrors).toEqual([])
})

test('Map: every byte has an area, areas lead to layers, what is forced is hatched, and all of it is saved', async () => {
  const { page } = running
  const total = await page.getByTestId('total-bytes').getAttribute('data-bytes')
  const parts = page.getByTestId('map-part')
  await expect(page.getByTestId('map-panel')).toHaveAttribute('data-bytes', total ?? '')
  const sizes = await parts.evaluateAll((areas) => areas.map((area) => Number(area.getAttribute('data-bytes'))))
  expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBe(Number(total))

  // By pointer: what it is, and the layer.
  const largest = parts.first()
  await largest.hover()
  await expect(page.getByTestId('map-tooltip')).toContainText('of the total')
  await largest.click()
  const inspector = page.getByTestId('inspector')
  await expect(inspector).toContainText('layer ')
  await expect(largest).toHaveAttribute('aria-selected', 'true')

  // By keyboard: one level further in, the next part, its layer, and back.
  const map = page.getByRole('listbox', { name: 'Memory map' })
  const path = page.getByTestId('map-path')
  await map.focus()
  await page.keyboard.press('+')
  await expect(path).toContainText('Packed weights')
  await page.keyboard.press('+')
  await expect(path).toContainText('fire')
  await page.keyboard.press('ArrowRight')
  const active = await map.getAttribute('aria-activedescendant')
  await page.keyboard.press('Enter')
  await expect(page.locator(`[id="${active}"]`)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('-')
  await page.keyboard.press('-')
  await expect(path).toContainText('Everything')

  // What if.
  await expect(page.locator('[data-hatch]')).toHaveCount(0)
  await page.locator('[data-testid="map-part"][aria-label*="expand3x3, "]').first().click()
  await page.getByTestId('override-select').click()
  await page.getByRole('option', { name: /^Tiled im2col: / }).click()
  await expect(page.locator('[data-hatch]').first()).toBeVisible()

  // In figures, and out.
  const forced = await page.getByTestId('total-bytes').getAttribute('data-bytes')
  await page.getByTestId('map-view').getByText('Table').click()
  await expect(page.getByTestId('map-table').locator('tfoot')).toContainText('100.0 %')
  const csv = join(running.settings, 'memory.csv')
  await running.save(csv, () => page.getByTestId('map-csv').click())
  await expect.poll(() => readFileSync(csv, 'utf8')).toContain(`total,,,,,,${forced},1`)
  await page.getByTestId('map-view').getByText('Map', { exact: true }).click()
  const svg = join(running.settings, 'memory.svg')
  await running.save(svg, () => page.getByTestId('map-svg').click())
  await expect.poll(() => readFileSync(svg, 'utf8')).toContain('</svg>')
})
