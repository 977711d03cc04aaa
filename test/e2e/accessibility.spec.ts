// SPDX-License-Identifier: Apache-2.0
import { expect, type Page, test } from '@playwright/test'
import { launch, PAGE_ONLY } from './app'
import { findings } from './axe'

/** Of the dark scheme only what goes by colours: all else is the same as in the light one. */
const RULES = { light: null, dark: ['color-contrast', 'link-in-text-block'] } as const

/** Where a step changes the tab alone, or opens something above the page, the rest has been looked at. */
const TAB = '.app-tabs'
const OVERLAY = '[data-portal]'

/** Looks at a state of the page in both schemes. */
function looksAt(page: Page) {
  const found: string[] = []
  const look = async (state: string, within: string | null = null) => {
    for (const scheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme)
      await page.waitForTimeout(300)
      const wrong = await findings(page, RULES[scheme], within)
      found.push(...wrong.map((finding) => `${state}, ${scheme}: ${finding}`))
    }
  }
  return { found, look }
}

test('axe finds nothing wrong, light and dark', { tag: PAGE_ONLY }, async () => {
  const { close, page } = await launch()
  const { found, look } = looksAt(page)
  await expect(page.getByTestId('open-button')).toBeVisible()
  await look('welcome')
  await page.getByTestId('settings').click()
  await look('settings', OVERLAY)
  await page.keyboard.press('Escape')
  await page.getByTestId('sample-squeezenet').click()
  await expect(page.getByTestId('graph-node-0')).toBeVisible()
  await look('layers')
  await page.getByTestId('tab-map').click()
  await expect(page.getByTestId('map-part').first()).toBeVisible()
  await look('map', TAB)
  await page.getByTestId('map-view').getByText('Table').click()
  await look('map as a table', TAB)
  await page.getByTestId('tab-arena').click()
  await page.keyboard.press('.')
  await expect(page.getByTestId('arena-alive')).toBeVisible()
  await look('arena', TAB)
  await page.getByTestId('scrubber-clear').click()
  await page.getByTestId('tab-sweep').click()
  await page.getByTestId('sweep-plan').click()
  await expect(page.getByTestId('sweep-mark').first()).toBeVisible()
  await look('sweep', TAB)
  await page.getByTestId('tab-releases').click()
  await expect(page.getByTestId('releases-helps')).toBeVisible({ timeout: 20_000 })
  await look('releases', TAB)
  await page.getByTestId('keep-a').click()
  await page.getByTestId('config-memory-low').click()
  await page.getByTestId('config-profile').click()
  await page.getByRole('option', { name: 'Convscope engine', exact: true }).click()
  await page.getByTestId('tab-compare').click()
  await expect(page.getByTestId('compare-total-delta')).toBeVisible()
  await page.getByTestId('compare-group').first().click()
  await page.locator('[data-testid^="compare-row-"]').first().click()
  await look('compare')
  await page.getByTestId('add-side').click()
  await expect(page.getByTestId('keep-side')).toBeVisible()
  await look('further sides on offer', OVERLAY)
  await page.getByTestId('add-every-engine').click()
  await page.getByTestId('compare-side-d').locator('label').click()
  await page.getByTestId('compare-view').getByText('Over the run').click()
  await expect(page.getByTestId('gap-others')).toBeVisible()
  await look('sides over the run', TAB)
  await page.getByTestId('compare-menu-d').click()
  await expect(page.getByRole('menuitem').first()).toBeVisible()
  await look('menu of a side', OVERLAY)
  await page.keyboard.press('Escape')
  await page.getByTestId('tab-layers').click()
  await page.getByTestId('choose-columns').click()
  await expect(page.getByRole('menuitemcheckbox').first()).toBeVisible()
  await look('columns on offer', OVERLAY)
  await page.keyboard.press('Escape')
  await page.getByTestId('run-button').click()
  await page.getByTestId('tab-timeline').click()
  await expect(page.getByTestId('measured-peak')).toBeVisible({ timeout: 60_000 })
  await look('timeline and inspector')
  expect(found).toEqual([])
  await close()
})

test('axe finds nothing wrong with what asks, explains and advises, light and dark', { tag: PAGE_ONLY }, async () => {
  const { close, page } = await launch()
  const { found, look } = looksAt(page)
  await page.getByTestId('question-target').click()
  await look('another question')
  await page.getByTestId('glossary-open').click()
  await expect(page.getByTestId('glossary-arena')).toBeVisible()
  await look('words explained', OVERLAY)
  await page.keyboard.press('Escape')
  await page.getByTestId('tour-start').click()
  await expect(page.getByTestId('total-bytes')).toBeVisible({ timeout: 30_000 })
  await look('tour')
  await page.getByTestId('tour-leave').click()
  await page.getByTestId('term-workspace').click()
  await expect(page.getByTestId('glossary-workspace')).toBeVisible()
  await look('a word explained', OVERLAY)
  await page.keyboard.press('Escape')
  await page.getByTestId('tab-advice').click()
  await page.getByTestId('advice-view').getByText('Memory and time').click()
  await expect(page.getByTestId('trade-point').first()).toBeVisible({ timeout: 30_000 })
  await look('memory and time', TAB)
  await page.getByTestId('strip-stairs').click()
  await expect(page.locator('.app-stairs-all')).toBeVisible()
  await look('the staircase', OVERLAY)
  await page.keyboard.press('Escape')
  await page.getByTestId('tab-compare').click()
  await look('nothing to compare yet', TAB)
  expect(found).toEqual([])
  await close()
})
