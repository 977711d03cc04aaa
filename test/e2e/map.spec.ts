// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launch, PAGE_ONLY, type RunningApp } from './app'

let running: RunningApp

test.afterEach(async () => {
  await running.close()
  expect(running.pageErrors).toEqual([])
})

test('Map: every byte has an area, areas lead to layers, what is forced is hatched, and all of it is saved', {
  tag: PAGE_ONLY,
}, async () => {
  running = await launch()
  const { page } = running
  await page.getByTestId('sample-squeezenet').click()
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  await page.getByTestId('tab-map').click()
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
  await page.keyboard.press('Shift++')
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
  const candidate = inspector.getByTestId('candidate').filter({ hasText: 'Tiled im2col' })
  const foretold = candidate.getByTestId('candidate-total')
  await expect(foretold).toContainText('the whole model')
  const foretoldBytes = await foretold.getAttribute('data-bytes')
  await page.getByTestId('override-select').click()
  await page.getByRole('option', { name: /^Tiled im2col: / }).click()
  await expect(page.locator('[data-hatch]').first()).toBeVisible()
  await expect(page.getByTestId('what-if')).toHaveText('what if: 1 layer forced')
  await expect(inspector.locator('.ui-badge[data-what-if]').first()).toHaveText('Tiled im2col')

  await expect(page.getByTestId('total-bytes')).toHaveAttribute('data-bytes', foretoldBytes ?? '')

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

/** A convolution, and a layer that no profile counts. */
const PARTLY_KNOWN = `7767517
3 3
Input data 0 1 data 0=8 1=8 2=3
Convolution conv 1 1 data conv 0=4 1=3 5=1 6=108
PriorBox priors 1 1 conv priors
`

test('Totals say what they lack, and a setting that does nothing says so', { tag: PAGE_ONLY }, async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'convscope-part-')), 'part.param')
  writeFileSync(file, PARTLY_KNOWN)
  running = await launch([file])
  const { page } = running
  await expect(page.getByTestId('total-bytes')).toContainText('≥')
  await expect(page.getByTestId('staircase').locator('[data-stair="stairs.held"]')).toContainText('≥')
  await expect(page.getByTestId('not-counted')).toContainText('nodes not counted')
  // The same in the strip, with the way to measure that engine.
  await page.getByTestId('strip-stairs').click()
  const all = page.locator('.app-stairs-all')
  await expect(all.locator('[data-stair="stairs.held"]')).toContainText('≥')
  await expect(all).toContainText('not MNN 2.8.1')
  await page.getByTestId('strip-attach').click()
  await expect(page.getByTestId('attach-command')).toBeVisible()
  await expect(all).toHaveCount(0)
  await page.getByTestId('not-counted').click()
  await page.getByRole('button', { name: 'priors', exact: true }).click()
  await expect(page.getByTestId('inspector')).toContainText('PriorBox')
  await page.getByTestId('tab-map').click()
  await expect(page.getByTestId('map-lacks')).toBeVisible()
  await expect(page.getByTestId('config-memory-idle')).toHaveText('no effect here')
})
