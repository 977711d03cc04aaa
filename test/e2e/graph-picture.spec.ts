// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launch, PAGE_ONLY, type RunningApp } from './app'

let running: RunningApp

test.afterEach(async () => {
  await running.close()
  expect(running.pageErrors).toEqual([])
})

test('the whole graph is saved as a drawing, a layer with its neighbours by a right click, its values as a file of NumPy', {
  tag: PAGE_ONLY,
}, async () => {
  running = await launch()
  const { page } = running
  const folder = mkdtempSync(join(tmpdir(), 'convscope-graph-'))
  await page.getByTestId('sample-mobilenet-v2').click()
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  const boxes = Number(await page.getByTestId('graph').getAttribute('data-nodes'))
  const whole = join(folder, 'whole.svg')
  await running.save(whole, async () => {
    await page.getByTestId('share').click()
    await page.getByTestId('share-graph-svg').click()
  })
  const drawn = readFileSync(whole, 'utf8')
  // Boxes without a colour of their own are one rectangle each, layers two, and the legend has some.
  expect(drawn.match(/<rect /g)?.length).toBeGreaterThan(boxes)
  expect(drawn).not.toMatch(/var\(|class=/)

  const layer = page.locator('[data-testid^=graph-node-][data-kind=convolution]').first()
  await layer.click({ button: 'right' })
  const part = join(folder, 'part.svg')
  await running.save(part, () => page.getByTestId('graph-context-svg').click())
  const name = /^Conv (.*)$/.exec((await layer.getAttribute('aria-label')) ?? '')?.[1] ?? ''
  const some = readFileSync(part, 'utf8')
  expect(some).toContain(name)
  expect(some.length).toBeLessThan(drawn.length / 4)

  await layer.click()
  // Names of its tensors have room, also those that say which constant it is.
  const cut = await page
    .locator('.inspector-tensor .ui-layer-name bdi')
    .evaluateAll((names) =>
      names
        .filter((text) => text.scrollWidth > text.clientWidth && text.clientWidth > 0)
        .map((text) => text.textContent),
    )
  expect(await page.locator('.inspector-tensor .ui-layer-name').count()).toBeGreaterThan(2)
  expect(cut).toEqual([])
  await page.getByTestId('weights-values').click()
  await expect(page.getByTestId('weights-table').getByRole('row').first()).toContainText('[0, 0, 0, 0]')
  const values = join(folder, 'values.npy')
  await running.save(values, () => page.getByTestId('weights-npy').click())
  expect(readFileSync(values).subarray(1, 6).toString()).toBe('NUMPY')
})
