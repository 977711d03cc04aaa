// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launch, PAGE_ONLY, type RunningApp } from './app'

let running: RunningApp

test.beforeEach(async () => {
  running = await launch()
  await expect(running.page.getByTestId('question-form')).toBeVisible()
})

test.afterEach(async () => {
  await running.close()
  expect(running.pageErrors).toEqual([])
})

async function takeSample(page: Page, title: string): Promise<void> {
  await page.getByTestId('question-model').click()
  await page.getByRole('option', { name: title }).click()
}

const NETWORK = `7767517
2 2
Input data 0 1 data 0=8 1=8 2=3
Convolution conv 1 1 data conv 0=4 1=3 5=1 6=108
`

test('Start: an upgrade is compared in one step, and both sides share what was not asked about until they are unlocked', {
  tag: PAGE_ONLY,
}, async () => {
  const { page } = running
  await takeSample(page, 'SqueezeNet 1.1')
  await page.getByTestId('config-memory-low').click()
  await page.getByTestId('config-threads').fill('3')
  await page.getByTestId('question-ask').click()
  const sides = page.getByTestId('compare-sides')
  await expect(sides).toContainText('MNN 1.0.1')
  await expect(sides).toContainText('MNN 2.8.1')
  const shared = page.locator('.compare-shared')
  await expect(shared).toContainText('memory low · 3 threads')

  await page.getByTestId('config-threads').fill('2')
  await expect(shared).toContainText('2 threads')
  await page.getByTestId('sides-link').click()
  await page.getByTestId('config-threads').fill('4')
  await expect(shared).not.toContainText('threads')
  await expect(sides).toContainText('4 threads')
})

test('Start: what costs memory opens the map of a file that is asked for', async () => {
  const { page } = running
  const file = join(mkdtempSync(join(tmpdir(), 'convscope-ask-')), 'small.param')
  writeFileSync(file, NETWORK)
  await page.getByTestId('question-costs').click()
  // No model has been named yet.
  await running.open(file, () => page.getByTestId('question-ask').click())
  await expect(page.getByTestId('map-panel')).toBeVisible()
  await expect(page.getByTestId('model-name')).toContainText('small.param')
})

test('Start: on another device, and on every engine before there is a baseline', { tag: PAGE_ONLY }, async () => {
  const { page } = running
  await page.getByTestId('question-target').click()
  await takeSample(page, 'SqueezeNet 1.1')
  await page.getByTestId('config-isa').click()
  await page.getByRole('option', { name: 'ARM64', exact: false }).first().click()
  await page.getByTestId('question-engines').click()
  await expect(page.getByTestId('engines')).toContainText('ncnn', { timeout: 60_000 })

  // The same two ways from the empty comparison.
  await page.getByTestId('tab-compare').click()
  await page.getByTestId('compare-all-releases').click()
  await expect(page.getByTestId('engines')).toBeVisible()
  await page.getByTestId('tab-compare').click()
  await page.getByTestId('compare-every-engine').click()
  await expect(page.getByTestId('compare-side-d')).toBeVisible({ timeout: 20_000 })
})

test('Tour: six steps point at controls that work, it can be left, and begun again by name', {
  tag: PAGE_ONLY,
}, async () => {
  const { page } = running
  await page.getByTestId('tour-start').click()
  const tour = page.getByTestId('tour')
  const next = page.getByTestId('tour-next')
  await expect(page.getByTestId('total-bytes')).toBeVisible({ timeout: 30_000 })
  // What figures there are says what they are.
  await expect(page.locator('.graph-node-figures').first()).toContainText(/packed.*work/)
  await expect(page.getByTestId('inspector')).toContainText('together they add')
  await next.click()
  await expect(page.getByTestId('map-panel')).toBeVisible()
  await next.click()
  await expect(page.getByTestId('compare-total-delta')).toBeVisible({ timeout: 20_000 })
  // Rows of layers and the total of the category are one figure.
  const [rows, beside] = await Promise.all(
    ['compare-packed-delta', 'compare-packed-beside'].map((id) => page.getByTestId(id).getAttribute('data-bytes')),
  )
  const total = (Number(rows) + Number(beside)) / 2 ** 20
  await expect(page.getByTestId('compare-summary')).toContainText(`packed weights +${total.toFixed(1)} MiB`)
  await next.click()
  await expect(page.getByTestId('decision-reason')).toContainText('memory mode')
  // What it points at can be used meanwhile.
  await page.getByTestId('term-winograd').click()
  await expect(page.getByTestId('glossary-winograd')).toContainText('fewer multiplications')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('glossary-winograd')).toHaveCount(0)
  await expect(page.getByTestId('decision-reason')).toBeVisible()
  await next.click()
  await expect(page.getByTestId('remedy').first()).toBeVisible({ timeout: 30_000 })
  await next.click()
  await expect(tour).toHaveAttribute('data-step', 'yours')
  await page.getByTestId('tour-leave').click()
  await expect(tour).toHaveCount(0)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('Tour of ninety')
  await page.keyboard.press('Enter')
  await expect(tour).toHaveAttribute('data-step', 'total')
  await page.keyboard.press('Escape')
  await expect(tour).toHaveCount(0)
})
