// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { isBrowser, launch, type RunningApp, share } from './app'
import { findings } from './axe'
import { twoExports } from './made-models'

let running: RunningApp

test.afterEach(async () => {
  await running.close()
  expect(running.pageErrors).toEqual([])
})

/** A box of the open graph, or of the one beside it, by what it says to a screen reader. */
const box = (graph: Locator, name: string) => graph.getByRole('button', { name, exact: true })

async function middleOf(graph: Locator, node: Locator): Promise<number> {
  const [canvas, place] = [await graph.boundingBox(), await node.boundingBox()]
  if (canvas === null || place === null) return Number.POSITIVE_INFINITY
  return Math.abs(place.y + place.height / 2 - (canvas.y + canvas.height / 2)) / canvas.height
}

async function twoFiles(page: Page, before: string, after: string): Promise<void> {
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  await page.getByTestId('keep-a').click()
  await running.open(after, () => page.getByTestId('open-button').click())
  await expect(page.getByTestId('model-name')).toContainText('after')
  await expect(page.getByTestId('graph-beside')).toBeVisible()
  await expect(page.getByTestId('graph-head-a')).toContainText(before)
}

test('two files side by side: what differs is marked in both graphs, a selection in one is found in the other, and a document has both', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'convscope-two-'))
  const [before, after] = [join(folder, 'before.onnx'), join(folder, 'after.onnx')]
  const [first, second] = twoExports()
  writeFileSync(before, first)
  writeFileSync(after, second)
  running = await launch([before])
  const { page } = running
  await twoFiles(page, 'before.onnx', after)
  const [open, beside] = [page.getByTestId('graph'), page.getByTestId('graph-beside')]
  // A stands on the left.
  const [left, right] = [await beside.boundingBox(), await open.boundingBox()]
  expect((left?.x ?? 0) + (left?.width ?? 0)).toBeLessThanOrEqual((right?.x ?? 0) + 1)

  // The counts say it in words, and lead to what they count.
  await expect(page.getByTestId('graph-a-removed')).toHaveText('1 only in A')
  await expect(page.getByTestId('graph-b-added')).toHaveText('1 only in B')
  await expect(page.getByTestId('graph-b-changed')).toHaveText('1 changed')
  await page.getByTestId('graph-b-changed').click()
  const sigmoid = box(open, 'Sigmoid block18/act')
  const relu = box(beside, 'Relu block18/act')
  await expect(sigmoid).toHaveAttribute('aria-pressed', 'true')
  await expect(relu).toHaveAttribute('aria-pressed', 'true')
  for (const node of [sigmoid, relu]) {
    await expect(node).toHaveAttribute('data-difference', 'changed')
    await expect(node).toContainText('changed')
  }
  await expect.poll(() => middleOf(open, sigmoid)).toBeLessThan(0.1)
  await expect.poll(() => middleOf(beside, relu)).toBeLessThan(0.1)

  await expect(page.getByTestId('against-a')).toContainText('against before.onnx, another model')

  // What only A has is selected there alone; keys go on from it.
  await page.getByTestId('graph-a-removed').click()
  const gone = box(beside, 'Conv gone/conv')
  await expect(gone).toHaveAttribute('aria-pressed', 'true')
  await expect(gone).toContainText('only in A')
  await expect(open.locator('[aria-pressed="true"]')).toHaveCount(0)
  // The inspector tells of it all the same, and whose it is.
  await expect(page.getByTestId('inspector')).toContainText('gone/conv')
  await expect(page.getByTestId('inspector-whose')).toHaveText('A only in A: before.onnx')
  await expect(page.getByTestId('decision-reason')).toBeVisible()
  await page.keyboard.press('N')
  await expect(sigmoid).toHaveAttribute('aria-pressed', 'true')
  await beside.focus()
  await page.keyboard.press('ArrowDown')
  await expect(box(open, 'Conv block19/conv')).toHaveAttribute('aria-pressed', 'true')
  // A click beside brings the match to the middle of the open one.
  await box(beside, 'Conv block18/conv').click()
  const match = box(open, 'Conv block18/conv')
  await expect(match).toHaveAttribute('aria-pressed', 'true')
  await expect.poll(() => middleOf(open, match)).toBeLessThan(0.1)

  // Bars of both are on one scale, though the largest layer is in one of them alone.
  const bars = (graph: Locator) =>
    box(graph, 'Conv block18/conv')
      .locator('.ui-sizebar > span')
      .evaluateAll((all) => all.map((bar) => (bar as HTMLElement).style.width))
  expect(await bars(open)).toEqual(await bars(beside))
  expect(await bars(open)).not.toContain('100%')

  // The search stands above both, and covers neither.
  await page.keyboard.press('Control+f')
  await page.getByTestId('search-field').fill('block1')
  const search = await page.getByTestId('search').boundingBox()
  for (const graph of [open, beside]) {
    expect((search?.y ?? 0) + (search?.height ?? 0)).toBeLessThanOrEqual((await graph.boundingBox())?.y ?? 0)
  }
  await page.keyboard.press('Escape')

  // They move together, until that is not wanted.
  const place = async (node: Locator) => Math.round((await node.boundingBox())?.y ?? 0)
  const pull = async () => {
    await beside.hover()
    await page.mouse.wheel(0, 60)
  }
  const was = await place(relu)
  await pull()
  await expect.poll(() => place(relu)).not.toBe(was)
  expect(Math.abs((await place(sigmoid)) - (await place(relu)))).toBeLessThanOrEqual(1)
  await page.getByTestId('graph-together').click()
  const [still, moving] = [await place(sigmoid), await place(relu)]
  await pull()
  await expect.poll(() => place(relu)).not.toBe(moving)
  expect(await place(sigmoid)).toBe(still)

  // The page is the same in both hosts; two graphs have many elements to look at.
  if (!isBrowser()) {
    expect(await findings(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    expect(await findings(page, ['color-contrast'])).toEqual([])
  }

  await page.getByTestId('graph-one').click()
  await expect(beside).toHaveCount(0)
  await page.getByTestId('graph-two').click()
  await expect(beside).toBeVisible()

  // A colleague has the document, and neither of the models.
  const figures = ['compare-total-a', 'compare-total-b', 'compare-total-delta']
  await page.getByTestId('tab-compare').click()
  const read = () => Promise.all(figures.map((id) => running.page.getByTestId(id).getAttribute('data-bytes')))
  await expect(page.getByTestId('compare-total-delta')).toBeVisible()
  const saved = await read()
  const file = join(mkdtempSync(join(tmpdir(), 'convscope-two-')), 'two.convscope')
  await running.save(file, () => share(page, 'document'))
  const { settings } = running
  await running.close()

  // Whoever goes on the next day has both, though A was in no file.
  running = await launch([after], settings)
  await expect(running.page.getByTestId('graph-head-a')).toContainText('before.onnx')
  await expect(running.page.getByTestId('compare-total-delta')).toBeVisible()
  expect(await read()).toEqual(saved)
  await running.close()

  running = await launch([file])
  const colleague = running.page
  await expect(colleague.getByTestId('document-controls')).toContainText('read only')
  await expect(colleague.getByTestId('model-name')).toContainText('after')
  await expect(colleague.getByTestId('graph-head-a')).toContainText('before.onnx')
  await expect(colleague.getByTestId('compare-total-delta')).toBeVisible()
  expect(await read()).toEqual(saved)
  await colleague.getByTestId('graph-a-removed').click()
  await expect(box(colleague.getByTestId('graph-beside'), 'Conv gone/conv')).toHaveAttribute('aria-pressed', 'true')
})
