// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launch, PAGE_ONLY, type RunningApp } from './app'

let running: RunningApp

test.beforeEach(async () => {
  running = await launch()
  const { page } = running
  await page.getByTestId('sample-squeezenet').click()
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  await page.getByTestId('tab-sweep').click()
})

test.afterEach(async () => {
  await running.close()
  expect(running.pageErrors).toEqual([])
})

test('Sweep: sizes with their changes and gaps, a session that is resized, threads, and all figures as data', {
  tag: PAGE_ONLY,
}, async () => {
  const { page } = running
  await page.getByTestId('sweep-values').fill('16..48')
  await page.getByTestId('sweep-step').fill('8')
  await page.getByTestId('sweep-plan').click()
  const chart = page.getByTestId('sweep-chart')
  await expect(chart.getByTestId('sweep-gap')).toHaveCount(2)
  await expect(chart.getByTestId('sweep-mark')).toHaveCount(2)
  await chart.getByTestId('sweep-mark').last().locator('circle').click()
  const open = page.getByTestId('sweep-change').last()
  await expect(open).toContainText('40 → 48')
  await open.getByTestId('sweep-group').first().getByRole('button').first().click()
  await expect(page.getByTestId('inspector')).toContainText('fire')

  await page.getByTestId('sweep-view').getByText('Table').click()
  await expect(page.getByTestId('sweep-table').locator('tr[data-planned="false"]').first()).toContainText('MaxPool')
  const csv = join(running.settings, 'sweep.csv')
  await running.save(csv, () => page.getByTestId('sweep-csv').click())
  await expect.poll(() => readFileSync(csv, 'utf8').split('\r\n').length).toBe(7)

  await page.getByTestId('sweep-values').fill('224,320,224')
  await page.getByTestId('sweep-resized').check()
  await page.getByTestId('sweep-plan').click()
  const session = page.getByTestId('sweep-session')
  await expect(session).toContainText('at most, at 320')
  expect(Number(await session.getAttribute('data-bytes'))).toBeGreaterThan(20 * 2 ** 20)

  await page.getByTestId('sweep-subject').click()
  await page.getByRole('option', { name: 'Threads', exact: true }).click()
  await page.getByTestId('sweep-values').fill('1,32')
  await page.getByTestId('sweep-plan').click()
  await page.getByTestId('sweep-view').getByText('change').click()
  await page.getByTestId('sweep-compare').click()
  await expect(page.getByTestId('tab-compare')).toHaveAttribute('aria-selected', 'true')
})
