// SPDX-License-Identifier: Apache-2.0
import { expect, type Page, test } from '@playwright/test'
import { launch, PAGE_ONLY, type RunningApp } from './app'

// What Convscope's own engine does beside choosing kernels: fusing operations, and measuring kernels.

let running: RunningApp

test.afterEach(async () => {
  await running.close()
  expect(running.pageErrors).toEqual([])
})

async function openUnder(page: Page, profile: string): Promise<void> {
  await page.getByTestId('sample-squeezenet').click()
  await expect(page.getByTestId('graph-node-0')).toBeVisible()
  await chooseProfile(page, profile)
}

async function chooseProfile(page: Page, name: string): Promise<void> {
  await page.getByTestId('config-profile').click()
  await page.getByRole('option', { name, exact: true }).click()
}

test('Fusions: an operation computed as part of another says so, in the graph and in both inspectors', {
  tag: PAGE_ONLY,
}, async () => {
  running = await launch()
  const { page } = running
  await openUnder(page, 'Convscope engine')
  const convolution = page.getByTestId('graph-node-0')
  const activation = page.getByTestId('graph-node-1')
  await expect(activation).toHaveAttribute('data-fused', 'true')
  await expect(activation).toContainText('in conv1')
  await activation.click()
  await expect(page.getByTestId('fused')).toContainText('conv1')
  await page.getByTestId('fused').getByRole('button').first().click()
  await expect(convolution).toHaveAttribute('data-selected', 'true')
  await expect(page.getByTestId('fused')).toBeVisible()

  // MNN's converter decides about fusions, so that its profiles tell of none.
  await chooseProfile(page, 'MNN 2.8.1')
  await expect(activation).not.toHaveAttribute('data-fused')
})

test('Tuning: kernels are measured with progress, choices then rest on it, and times can be forgotten, and had again', async () => {
  running = await launch()
  const { page } = running
  await openUnder(page, 'Convscope engine')
  await expect(page.getByTestId('tuning')).toHaveCount(0)
  await page.getByTestId('config-memory-high').click()
  await expect(page.getByTestId('tuning')).toHaveText('Estimated')
  await page.getByTestId('graph-node-0').click()
  await expect(page.getByTestId('decision-reason')).toContainText('Estimated fastest')

  await page.getByTestId('tuning').click()
  await page.getByTestId('tuning-start').click()
  // The bar is as wide as what is done, which is nothing at first, and a small model is measured in a second.
  await expect(page.getByTestId('tuning-panel').locator('.ui-task')).toContainText('%')
  await expect(page.getByTestId('tuning')).toHaveText('Measured', { timeout: 150_000 })
  await expect(page.getByTestId('tuning-start')).toBeDisabled()
  await expect(page.getByTestId('decision-reason')).toContainText('Measured fastest on this machine')

  await page.getByTestId('tuning-clear').click()
  await expect(page.getByTestId('tuning')).toHaveText('Estimated')
  await expect(page.getByTestId('decision-reason')).toContainText('Estimated fastest')
  await page.keyboard.press('Control+z')
  await expect(page.getByTestId('tuning')).toHaveText('Measured')
  await expect(page.getByTestId('decision-reason')).toContainText('Measured fastest on this machine')
})
