// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { parse } from 'csv-parse/sync'
import { launch, PAGE_ONLY, type RunningApp, share } from './app'

let running: RunningApp

test.afterEach(async () => {
  await running.close()
  expect(running.pageErrors).toEqual([])
})

async function chooseProfile(page: Page, name: string): Promise<void> {
  await page.getByTestId('config-profile').click()
  await page.getByRole('option', { name, exact: true }).click()
}

const figure = async (page: Page, id: string) => Number(await page.getByTestId(id).getAttribute('data-bytes'))

/** Beyond the rows on screen only by scrolling: whether a layer of the table is among those of a file. */
async function shownDeltas(page: Page): Promise<readonly (readonly [string, number])[]> {
  const closed = page.locator('[data-testid="compare-group"] [aria-expanded="false"]')
  while ((await closed.count()) > 0) await closed.first().click()
  return page.locator('[data-testid^="compare-row-"]').evaluateAll((rows) =>
    rows.map((row) => {
      const name = row.querySelector('td')?.getAttribute('title') ?? ''
      return [name, Number(row.getAttribute('data-packed-delta'))] as const
    }),
  )
}

test('two further sides: D against A layer by layer and over the run, exported by its letter; B stays what it is', {
  tag: PAGE_ONLY,
}, async () => {
  running = await launch()
  const { page } = running
  await page.getByTestId('sample-squeezenet').click()
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  await page.getByTestId('config-memory-low').click()
  await chooseProfile(page, 'MNN 3.6.1')
  await page.getByTestId('tab-runs').click()
  await page.getByTestId('keep-plan').click()
  const newest = page.getByTestId('history-row').filter({ hasText: 'MNN 3.6.1 · memory low' })
  await expect(newest).toHaveCount(1)
  await chooseProfile(page, 'MNN 1.0.1')
  await page.getByTestId('keep-a').click()
  await chooseProfile(page, 'MNN 2.8.1')

  await page.getByTestId('tab-compare').click()
  await expect(page.getByTestId('compare-total-delta')).toHaveAttribute('data-letter', 'B')
  const current = await figure(page, 'total-bytes')
  expect(await figure(page, 'compare-total-b')).toBe(current)
  await page.getByTestId('add-side').click()
  await page.getByTestId('add-engine-mnn-2.8.1-low-memory').click()
  await expect(page.getByTestId('compare-side-c')).toContainText('MNN 2.8.1 low-memory')
  await page.getByTestId('tab-runs').click()
  await newest.getByRole('checkbox').check()
  await page.getByTestId('tab-compare').click()

  const sides = page.getByTestId('compare-sides')
  await expect(sides.getByRole('radio')).toHaveCount(3)
  await expect(sides.getByRole('radio', { name: /^B: / })).toBeChecked()
  await page.getByTestId('compare-side-d').locator('label').click()
  const delta = page.getByTestId('compare-total-delta')
  await expect(delta).toHaveAttribute('data-letter', 'D')
  const [totalA, totalD] = [await figure(page, 'compare-total-a'), await figure(page, 'compare-total-d')]
  expect(await figure(page, 'compare-total-delta')).toBe(totalD - totalA)
  await expect(page.getByRole('columnheader', { name: 'A → D' })).toBeVisible()
  await expect(page.getByTestId('compare-summary')).toContainText('D needs')
  await expect(page.getByTestId('compare-summary')).not.toContainText(/\bB\b/)

  const folder = mkdtempSync(join(tmpdir(), 'convscope-sides-'))
  const csv = join(folder, 'comparison.csv')
  await running.save(csv, () => share(page, 'csv'))
  const rows: Record<string, string>[] = parse(readFileSync(csv, 'utf8'), { columns: true })
  const layers = rows.filter(({ record }) => record === 'layer')
  const sum = (column: string) => layers.reduce((total, row) => total + Number(row[column]), 0)
  const packed = sum('packed_weights_delta_modelled_bytes')
  expect(packed).toBe(sum('d_packed_weights_modelled_bytes') - sum('a_packed_weights_modelled_bytes'))
  expect(packed).toBe(await figure(page, 'compare-packed-delta'))
  const total = rows.find(({ record, name }) => record === 'total' && name === 'total')
  expect([total?.['a_total_modelled_bytes'], total?.['d_total_modelled_bytes']].map(Number)).toEqual([totalA, totalD])
  const named = new Map(layers.map((row) => [row['name'], Number(row['packed_weights_delta_modelled_bytes'])]))
  const shown = await shownDeltas(page)
  expect(shown.length).toBeGreaterThan(0)
  for (const [name, bytes] of shown) expect(named.get(name)).toBe(bytes)

  const report = join(folder, 'report.html')
  await running.save(report, () => share(page, 'report'))
  const html = readFileSync(report, 'utf8')
  for (const letter of ['B', 'C', 'D']) expect(html).toContain(`${letter} − A`)

  await page.getByTestId('compare-view').getByText('Over the run').click()
  await expect(page.getByTestId('gap-panel')).toHaveAttribute('data-letter', 'D')
  await expect(page.getByTestId('gap-others')).toHaveText('B C')
  expect(await figure(page, 'gap-total')).not.toBe(0)

  // By the keyboard to C, without touching the configuration.
  await sides.getByRole('radio', { name: /^D: / }).focus()
  await page.keyboard.press('ArrowUp')
  await expect(delta).toHaveAttribute('data-letter', 'C')
  await expect(page.getByTestId('gap-panel')).toHaveAttribute('data-letter', 'C')
  await expect(page.getByTestId('config-profile')).toHaveValue('MNN 2.8.1')
  expect(await figure(page, 'total-bytes')).toBe(current)
  expect(await figure(page, 'compare-total-b')).toBe(current)

  await page.getByTestId('compare-menu-c').click()
  await page.getByTestId('side-remove').click()
  await expect(delta).toHaveAttribute('data-letter', 'B')
  await expect(sides.getByRole('radio')).toHaveCount(2)
  // What was D is C now, and becomes B only when that is asked for.
  expect(await figure(page, 'compare-total-c')).toBe(totalD)
  await page.getByTestId('compare-menu-c').click()
  await page.getByTestId('side-make-b').click()
  await expect(page.getByTestId('config-profile')).toHaveValue('MNN 3.6.1')
  await expect.poll(() => figure(page, 'total-bytes')).toBe(totalD)

  // B no different from A: the others are still held against it.
  await chooseProfile(page, 'MNN 1.0.1')
  await expect(delta).toHaveAttribute('data-letter', 'C')
  await expect(page.getByTestId('compare-side-b')).toContainText('the same as A')
  expect(await figure(page, 'compare-total-delta')).toBe(totalD - totalA)
})
