// SPDX-License-Identifier: Apache-2.0
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { animated, type Frame } from './animation'
import { launch, ROOT } from './app'
import { dress } from './gallery'

// The founding question from the start page to its answer, as a moving picture for the README.

const WALK_THROUGH = join(ROOT, 'test/e2e/walk-through.gif')
const MOST_BYTES = 3 * 1024 ** 2
const LOOK = { scheme: 'light', width: 1280, height: 800 } as const
const READING_MS = 2600
const CLICKING_MS = 700

/** Takes frames of the page, with what they show written below, and with a ring where one clicks. */
function recorder(page: Page) {
  const frames: Frame[] = []
  const frame = async (shownMs: number) => {
    frames.push({ png: await page.screenshot({ animations: 'disabled' }), shownMs })
  }
  const say = (text: string) =>
    page.evaluate((words) => {
      const caption = document.getElementById('walk-caption') ?? document.createElement('div')
      caption.id = 'walk-caption'
      caption.textContent = words
      Object.assign(caption.style, {
        ...{ position: 'fixed', left: '50%', bottom: '18px', transform: 'translateX(-50%)', zIndex: '9999' },
        ...{ padding: '8px 16px', borderRadius: '8px', background: '#1f2937', color: '#fff' },
        ...{ font: '600 17px system-ui, sans-serif', whiteSpace: 'nowrap', boxShadow: '0 2px 10px #0006' },
      })
      document.body.append(caption)
    }, text)
  const ring = (at: { x: number; y: number } | null) =>
    page.evaluate((place) => {
      document.getElementById('walk-ring')?.remove()
      if (place === null) return
      const mark = document.createElement('div')
      mark.id = 'walk-ring'
      Object.assign(mark.style, {
        ...{ position: 'fixed', left: `${place.x - 17}px`, top: `${place.y - 17}px`, zIndex: '9999' },
        ...{ width: '34px', height: '34px', borderRadius: '50%', pointerEvents: 'none' },
        ...{ border: '3px solid #e11d48', background: '#e11d4833', boxSizing: 'border-box' },
      })
      document.body.append(mark)
    }, at)
  return {
    frames,
    /** What is on the page now. */
    async show(text: string): Promise<void> {
      await page.mouse.move(2, 2)
      // For charts, which have no end that could be waited for.
      await page.waitForTimeout(700)
      await say(text)
      await frame(READING_MS)
    },
    async click(target: Locator): Promise<void> {
      await target.scrollIntoViewIfNeeded()
      const box = await target.boundingBox()
      if (box !== null) await ring({ x: box.x + box.width / 2, y: box.y + box.height / 2 })
      await frame(CLICKING_MS)
      await ring(null)
      await target.click()
    },
  }
}

test('walk-through', async () => {
  const running = await launch()
  await dress(running, LOOK)
  const { page } = running
  const { frames, show, click } = recorder(page)
  const option = (name: string) => page.getByRole('option', { name, exact: true })

  await show('An upgrade of MNN more than doubled the memory of a model. Why?')
  await click(page.getByTestId('sample-iresnet100'))
  await expect(page.getByTestId('graph-node-0')).toBeVisible()
  await page.getByTestId('config-profile').click()
  await option('MNN 1.0.1').click()
  await page.getByTestId('config-memory-low').click()
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  await show('ResNet100 under MNN 1.0.1: the algorithm and the bytes of every layer')
  await click(page.getByTestId('keep-a'))
  await page.getByTestId('config-profile').click()
  await click(option('MNN 2.8.1'))
  await page.getByTestId('tab-compare').click()
  await expect(page.getByTestId('compare-total-delta')).toBeVisible()
  await show('Under 2.8.1, against it: what changed, grouped by cause')
  await click(page.getByTestId('compare-group').first())
  await page.locator('[data-testid^="compare-row-"]').first().click()
  await show('One of those layers: what the engine chose, and why')
  await click(page.getByTestId('tab-map'))
  await expect(page.getByTestId('map-part').first()).toBeVisible()
  await show('Every byte has an address: the map of the total')
  await click(page.getByTestId('tab-releases'))
  await expect(page.getByTestId('releases-helps')).toBeVisible({ timeout: 30_000 })
  await show('Every release between: which one changed it, by which rule')
  await click(page.getByTestId('tab-advice'))
  await expect(page.getByTestId('remedy').first()).toBeVisible({ timeout: 30_000 })
  await show('What helps, what it costs in time, and the code for it')
  await click(page.getByTestId('remedy-apply').first())
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  await page.getByTestId('tab-layers').click()
  await show('Applied. Ctrl+Z takes it back')

  await running.close()
  expect(running.pageErrors).toEqual([])
  writeFileSync(WALK_THROUGH, animated(frames))
  expect(statSync(WALK_THROUGH).size).toBeLessThan(MOST_BYTES)
})
