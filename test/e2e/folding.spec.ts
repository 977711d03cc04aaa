// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { GraphWriter } from '../../main/core/model/samples/graph-writer'
import { launch, PAGE_ONLY, type RunningApp } from './app'

let running: RunningApp | null = null

test.afterEach(async () => {
  expect(running?.pageErrors ?? []).toEqual([])
  await running?.close()
  running = null
})

/** Stages of residual blocks: about 3,000 nodes. */
function longModel(): string {
  const graph = new GraphWriter('long', 'data', [1, 8, 16, 16])
  let value = 'data'
  for (let stage = 1; stage <= 12; stage++) {
    for (let block = 0; block < 50; block++) {
      const name = (part: string) => `stage${stage}/block${block}/${part}`
      const weights = graph.fill(name('weights'), [8, 8, 3, 3], 0.01)
      const conv = graph.node('Conv', name('conv'), [value, weights], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] })
      const relu = graph.node('Relu', name('relu'), [conv])
      const gate = graph.node('Sigmoid', name('gate'), [relu])
      const gated = graph.node('Mul', name('mul'), [relu, gate])
      value = graph.node('Add', name('add'), [value, gated])
    }
  }
  const path = join(mkdtempSync(join(tmpdir(), 'convscope-folding-')), 'long.onnx')
  writeFileSync(path, graph.finish(value, [1, 8, 16, 16]))
  return path
}

/** In the page: how many boxes of the graph have been drawn so far. */
function countDrawnNodes(): void {
  const { dataset } = document.documentElement
  let drawn = 0
  new MutationObserver((changes) => {
    for (const added of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
      if (!(added instanceof Element)) continue
      drawn += Number(added.matches('.react-flow__node')) + added.querySelectorAll('.react-flow__node').length
    }
    dataset['drawn'] = String(drawn)
  }).observe(document.body, { childList: true, subtree: true })
}

test('3,000 nodes are seen as a whole, folded to stages with their bytes, opened block by block and closed again', {
  tag: PAGE_ONLY,
}, async () => {
  running = await launch()
  const { page } = running
  await page.evaluate(countDrawnNodes)
  await running.open(longModel(), () => page.getByTestId('open-button').click())
  const graph = page.getByTestId('graph')
  await expect(graph).toBeVisible({ timeout: 60_000 })
  await expect(page.getByTestId('graph-node-0')).toBeVisible()
  // What is not in sight is not drawn, not even once.
  expect(Number(await page.locator('html').getAttribute('data-drawn'))).toBeLessThan(300)
  const boxes = async () => Number(await graph.getAttribute('data-nodes'))
  expect(await boxes()).toBeGreaterThan(3000)
  await graph.focus()
  await page.keyboard.press('f')
  await expect(page.getByTestId('silhouette')).toBeVisible()
  const whole = await page.getByTestId('silhouette').boundingBox()
  const canvas = await graph.boundingBox()
  if (whole === null || canvas === null) throw new Error('nothing is drawn')
  expect(whole.y).toBeGreaterThanOrEqual(canvas.y)
  expect(whole.y + whole.height).toBeLessThanOrEqual(canvas.y + canvas.height)

  await page.getByTestId('fold-to-fit').click()
  await expect.poll(boxes).toBe(14)
  const stage = page.getByTestId('graph-fold-scope:stage7')
  await expect(stage).toBeInViewport()
  await expect(stage).toContainText('stage7')
  await expect(stage).toContainText('KiB')
  await expect(page.getByTestId('graph-fold-scope:stage12')).toBeInViewport()

  await stage.click()
  await expect.poll(boxes).toBe(63)
  // A node that is gone to is shown; where it is says so, and draws its block as one box again.
  await page.keyboard.press('Control+f')
  await page.getByTestId('search-field').fill('name:stage3/block4/conv')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  const path = page.getByTestId('scope-path')
  await expect(path).toHaveText('stage3›block4')
  await expect(page.locator('.graph-node[data-selected="true"]')).toBeInViewport()
  await path.getByRole('button', { name: 'block4' }).click()
  await expect(page.getByTestId('graph-fold-scope:stage3/block4')).toHaveAttribute('data-selected', 'true')
  await graph.focus()
  await page.keyboard.press('[')
  await expect.poll(boxes).toBe(14)
})
