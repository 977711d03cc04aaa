// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'
import { launch, ROOT, type RunningApp, share } from './app'

let running: RunningApp

test.afterEach(async () => {
  await running.close()
  expect(running.pageErrors).toEqual([])
})

test('a colleague opens a saved comparison without the model: graph, plans and differences, and nothing to plan anew', async () => {
  running = await launch()
  const { page } = running
  await page.getByTestId('sample-squeezenet').click()
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  await page.getByTestId('keep-a').click()
  await page.getByTestId('config-profile').click()
  await page.getByRole('option', { name: 'MNN 1.0.1', exact: true }).click()
  await page.getByTestId('tab-compare').click()
  const figures = ['total-bytes', 'compare-total-a', 'compare-total-b', 'compare-total-delta']
  const read = async (from: RunningApp) =>
    Promise.all(figures.map((id) => from.page.getByTestId(id).getAttribute('data-bytes')))
  await expect(page.getByTestId('compare-total-delta')).toBeVisible()
  const saved = await read(running)
  const file = join(mkdtempSync(join(tmpdir(), 'convscope-document-')), 'two.convscope')
  await running.save(file, () => share(page, 'document'))
  await running.close()

  running = await launch([file])
  const colleague = running.page
  await expect(colleague.getByTestId('document-controls')).toContainText('read only')
  await expect(colleague.getByTestId('compare-total-delta')).toBeVisible()
  expect(await read(running)).toEqual(saved)
  await expect(colleague.getByTestId('run-button')).toHaveCount(0)
  await expect(colleague.getByTestId('config-profile')).toHaveCount(0)
  // Every plan of it can be looked at, with the layers of the graph.
  await colleague.getByTestId('document-plan').click()
  await colleague.getByRole('option', { name: /^MNN 2\.8\.1/ }).click()
  await expect(colleague.getByTestId('total-bytes')).toHaveAttribute('data-bytes', saved[1] ?? '')
  await colleague.getByTestId('tab-layers').click()
  await colleague.getByRole('row', { name: /fire2\.expand3x3/ }).click()
  await expect(colleague.getByTestId('decision-reason')).toBeVisible()
  // Where everything lies is in it; documents of an earlier version say that it is not.
  await colleague.getByTestId('tab-arena').click()
  await expect(colleague.getByTestId('arena-panel')).toBeVisible()
  const earlier = gunzipSync(readFileSync(join(ROOT, 'test/fixtures/documents/version-2-plans.convscope.gz')))
  const old = join(dirname(file), 'earlier.convscope')
  writeFileSync(old, earlier)
  await running.open(old, () => colleague.getByTestId('open-button').click())
  await expect(colleague.getByTestId('compare-total-delta')).toBeVisible()
  await colleague.getByTestId('tab-arena').click()
  await expect(colleague.getByText('This document does not keep where tensors lie')).toBeVisible()
})
