// SPDX-License-Identifier: Apache-2.0
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launch, PAGE_ONLY, type RunningApp } from './app'
import { inStages } from './made-models'

let running: RunningApp

test.afterEach(async () => {
  await running.close()
  expect(running.pageErrors).toEqual([])
})

async function opened(): Promise<Page> {
  running = await launch()
  await running.page.getByTestId('sample-squeezenet').click()
  await expect(running.page.getByTestId('total-bytes')).toBeVisible()
  return running.page
}

async function figure(page: Page, testid: string, attribute = 'data-bytes'): Promise<number> {
  return Number(await page.getByTestId(testid).getAttribute(attribute))
}

test('Arena: drawn to the pool, told by pointer and keys, why it is larger, as a table and saved; measured too', {
  tag: PAGE_ONLY,
}, async () => {
  const page = await opened()
  await page.getByTestId('tab-arena').click()
  const chart = page.getByTestId('arena-chart')
  await expect(chart).toBeVisible()
  const pool = await figure(page, 'arena-chart')
  await expect(page.getByTestId('arena-why')).toContainText('The most in use at once')
  expect(await figure(page, 'arena-why', 'data-slack')).toBeLessThan(pool)

  // By pointer: what lies there, and its layer.
  const box = await chart.boundingBox()
  if (box === null) throw new Error('no chart')
  await page.mouse.move(box.x + 90, box.y + box.height * 0.62)
  await expect(page.getByTestId('arena-tooltip')).toContainText('from ')
  await page.mouse.click(box.x + 90, box.y + box.height * 0.62)
  await expect(page.getByTestId('arena-selected')).toContainText('Made by')
  await expect(page.getByTestId('inspector')).toContainText('layer ')

  // By keyboard: what lies above, and the view.
  const before = await chart.getAttribute('data-selected')
  await chart.focus()
  await page.keyboard.press('.')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await expect(chart).not.toHaveAttribute('data-selected', before ?? '')
  await page.keyboard.press('w')
  await expect.poll(() => figure(page, 'arena-chart', 'data-from')).toBeGreaterThanOrEqual(0)
  const whole = await figure(page, 'arena-chart', 'data-to')
  await page.keyboard.press('f')
  await expect.poll(() => figure(page, 'arena-chart', 'data-to')).toBeGreaterThan(whole)

  // Who blocks whom: the press shows the moment.
  const growth = page.getByTestId('arena-growth').first()
  if ((await growth.count()) > 0) {
    await growth.getByRole('button').click()
    await expect(page.getByTestId('arena-alive')).toBeVisible()
    await growth.getByRole('button').click()
  }

  // In figures, and out.
  await page.getByTestId('arena-view').getByText('Table').click()
  await expect(page.getByTestId('arena-table')).toContainText('workspace')
  const csv = join(running.settings, 'arena.csv')
  await running.save(csv, () => page.getByTestId('arena-csv').click())
  await expect.poll(() => readFileSync(csv, 'utf8')).toContain('kind,name,shape,bytes,heldBytes,pool,offset')
  await page.getByTestId('arena-view').getByText('Drawing').click()
  const svg = join(running.settings, 'arena.svg')
  await running.save(svg, () => page.getByTestId('arena-svg').click())
  await expect.poll(() => readFileSync(svg, 'utf8')).toContain('The most in use at once')

  // What has run: our own engine's arena holds what the run has tracked.
  await page.getByTestId('config-profile').click()
  await page.getByRole('option', { name: 'Convscope engine', exact: true }).click()
  await page.getByTestId('run-button').click()
  await expect(page.getByTestId('measured-peak')).toBeVisible({ timeout: 60_000 })
  await page.getByTestId('tab-arena').click()
  await page.getByTestId('arena-origin').getByText('Measured run').click()
  await expect(page.getByTestId('arena-panel')).toHaveAttribute('data-origin', 'measured')
  const tracked = await figure(page, 'arena-tracked')
  expect(await figure(page, 'arena-chart')).toBe(tracked)

  // Of a run in stages all of them are drawn, one after the other.
  const staged = join(running.settings, 'staged.onnx')
  writeFileSync(staged, inStages())
  await running.open(staged, () => page.getByTestId('open-button').click())
  await expect(page.getByTestId('model-name')).toContainText('staged')
  await page.getByTestId('run-button').click()
  await page.getByTestId('tab-arena').click()
  await page.getByTestId('arena-origin').getByText('Measured run').click()
  await page.getByTestId('arena-view').getByText('Table').click()
  await expect(page.getByTestId('arena-table')).toContainText('Stage 1: ')
  await expect(page.getByTestId('arena-table')).toContainText('Stage 2: ')
})

test('Playhead: keys, button and track move it, every view shows what is alive, and nothing is planned anew', {
  tag: PAGE_ONLY,
}, async () => {
  const page = await opened()
  const moment = page.getByTestId('scrubber-moment')
  await page.keyboard.press('.')
  await page.keyboard.press('.')
  await page.keyboard.press('.')
  await page.keyboard.press(',')
  await expect(moment).toHaveAttribute('data-step', '1')
  const node = await moment.getAttribute('data-node')
  await expect(page.getByTestId('scrubber-alive')).toContainText('alive')
  await expect(page.getByTestId(`graph-node-${node}`)).toHaveAttribute('data-moment', 'here')
  await expect(page.locator('.graph-node[data-moment="alive"]').first()).toBeVisible()
  await page.getByTestId('tab-layers').click()
  await expect(page.locator('tr[data-moment]').first()).toBeVisible()
  await page.getByTestId('tab-map').click()
  await expect(page.getByTestId('map-moment')).toContainText('at the playhead')

  // On the track, in the timeline and in the arena it is one and the same.
  const track = await page.getByTestId('scrubber-track').boundingBox()
  if (track === null) throw new Error('no track')
  await page.mouse.move(track.x + track.width * 0.3, track.y + 10)
  await page.mouse.down()
  await page.mouse.move(track.x + track.width * 0.7, track.y + 10, { steps: 6 })
  await page.mouse.up()
  await expect.poll(() => figure(page, 'scrubber-moment', 'data-step')).toBeGreaterThan(10)
  for (const tab of ['timeline', 'arena']) {
    await page.getByTestId(`tab-${tab}`).click()
    await expect(page.getByTestId('playhead')).toBeVisible()
  }
  const step = await figure(page, 'scrubber-moment', 'data-step')
  await expect(page.getByTestId('arena-alive')).toHaveAttribute('data-step', String(step))
  await expect(page.getByTestId('arena-alive')).toHaveAttribute(
    'data-count',
    (await page.getByTestId('scrubber-alive').getAttribute('data-count')) ?? '',
  )

  // The handle on the arena's ruler, and a range whose end is dragged.
  const chart = await page.getByTestId('arena-chart').boundingBox()
  if (chart === null) throw new Error('no chart')
  const at = (share: number, y: number) => [chart.x + 74 + (chart.width - 92) * share, chart.y + y] as const
  await page.mouse.click(...at(0.1, 8))
  await expect.poll(() => figure(page, 'scrubber-moment', 'data-step')).toBeLessThan(step)
  const range = page.locator('.arena-chart .memory-chart-range')
  const width = async () => (await range.boundingBox())?.width ?? 0
  await page.mouse.move(...at(0.4, 120))
  await page.mouse.down()
  await page.mouse.move(...at(0.6, 120), { steps: 4 })
  await page.mouse.up()
  const first = await width()
  expect(first).toBeGreaterThan(20)
  await page.mouse.move(...at(0.6, 120))
  await page.mouse.down()
  await page.mouse.move(...at(0.8, 120), { steps: 4 })
  await page.mouse.up()
  expect(await width()).toBeGreaterThan(first * 1.5)
  await page.keyboard.press('r')
  await expect(range).toHaveCount(0)

  // It plays, and stops.
  const playing = page.getByTestId('scrubber-play')
  const began = await figure(page, 'scrubber-moment', 'data-step')
  await page.getByTestId('arena-chart').focus()
  await page.keyboard.press(' ')
  await expect(playing).toHaveAttribute('aria-label', 'Pause (Space)')
  await expect.poll(() => figure(page, 'scrubber-moment', 'data-step')).toBeGreaterThan(began)
  await page.keyboard.press(' ')
  await expect(playing).toHaveAttribute('aria-label', 'Play (Space)')
  await page.getByTestId('scrubber-clear').click()
  await expect(page.getByTestId('playhead')).toHaveCount(0)
  await expect(page.locator('.graph-node[data-moment]')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled()
})
