// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { parse } from 'csv-parse/sync'
import { launch, PAGE_ONLY } from './app'

test('Releases: the founding case as a step chart, its causes, the first bad release, and what is saved', {
  tag: PAGE_ONLY,
}, async () => {
  const running = await launch()
  const { page } = running
  await page.getByTestId('sample-iresnet100').click()
  await page.getByTestId('config-memory-low').click()
  await page.getByTestId('tab-releases').click()
  const labels = page.getByTestId('releases-labels')
  await expect(labels).toContainText('2.6.3', { timeout: 30_000 })
  await expect(labels.locator('[data-version="2.6.0"]')).toContainText('Memory mode')

  const first = page.getByTestId('releases-first')
  await expect(first).toHaveAttribute('data-version', '2.6.0')
  await expect(page.getByTestId('releases-helps')).toContainText('MiB', { timeout: 30_000 })
  await page.getByTestId('releases-from').click()
  await page.getByRole('option', { name: '2.6.0', exact: true }).click()
  await expect(first).toHaveAttribute('data-version', '2.6.3')

  // Without a memory mode 2.6.0 changes nothing.
  await page.getByTestId('releases-value').getByText('Normal', { exact: true }).click()
  await expect(labels.locator('[data-version="2.6.0"]')).toHaveCount(0)
  await page.getByTestId('releases-value').getByText('Low', { exact: true }).click()

  const folder = mkdtempSync(join(tmpdir(), 'convscope-releases-'))
  const save = async (kind: 'png' | 'svg' | 'csv' | 'json' | 'html') => {
    const path = join(folder, `releases.${kind}`)
    await running.save(path, () => page.getByTestId(`releases-${kind}`).click())
    await expect.poll(() => existsSync(path)).toBe(true)
    return readFileSync(path)
  }
  expect((await save('png')).subarray(1, 4).toString()).toBe('PNG')
  expect((await save('svg')).toString()).toContain('2.6.3')
  const rows = parse<Record<string, string>>(await save('csv'), { columns: true })
  expect(rows.length % 3).toBe(0)
  expect(JSON.parse((await save('json')).toString()).ladders).toHaveLength(3)
  expect((await save('html')).toString()).toContain('Memory over all releases')

  const step = page.locator('[data-testid="releases-step"][data-version="2.6.3"]')
  const change = await step.getAttribute('data-bytes')
  await page.getByTestId('releases-compare-2.6.3').click()
  await expect(page.getByTestId('compare-total-delta')).toHaveAttribute('data-bytes', change ?? '')
  await running.close()
  expect(running.pageErrors).toEqual([])
})

test('Releases: every engine beside the others, from load to a second run, and compared with the current one', {
  tag: PAGE_ONLY,
}, async () => {
  const running = await launch()
  const { page } = running
  await page.getByTestId('sample-iresnet100').click()
  await page.getByTestId('tab-releases').click()
  await page.getByTestId('releases-scope').getByText('All engines').click()
  const table = page.getByTestId('engines')
  const engines = table.locator('th[scope="rowgroup"]')
  await expect(engines.filter({ hasText: 'ncnn' })).toHaveCount(1, { timeout: 30_000 })
  await expect(engines.filter({ hasText: 'Convscope' })).toHaveCount(1)
  await expect(table.locator('tr[aria-current="true"]')).toContainText('MiB')
  await table.getByRole('button', { name: /with ncnn 20260526/ }).click()
  await expect(page.getByTestId('lifecycle')).toContainText('While it loads')
  await running.close()
  expect(running.pageErrors).toEqual([])
})
