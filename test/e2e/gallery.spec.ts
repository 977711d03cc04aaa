import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launch, ROOT, SCREENSHOTS } from './app'

// Pictures of the states a user meets, in both colour schemes and two sizes, to be looked at.

const README_PICTURE = join(ROOT, 'test/e2e/founding-case.png')
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
]

async function chooseProfile(page: Page, name: string): Promise<void> {
  await page.getByTestId('config-profile').click()
  await page.getByRole('option', { name, exact: true }).click()
}

for (const scheme of ['light', 'dark'] as const) {
  for (const { width, height } of SIZES) {
    test(`gallery, ${scheme}, ${width}×${height}`, async () => {
      mkdirSync(SCREENSHOTS, { recursive: true })
      const { app, page, pageErrors } = await launch()
      await app.evaluate(
        ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height),
        { width, height },
      )
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
      const shot = (name: string) => join(SCREENSHOTS, `${name}-${scheme}-${width}.png`)
      const shoot = (name: string) => page.screenshot({ path: shot(name), animations: 'disabled' })

      await expect(page.getByTestId('open-button')).toBeVisible()
      await shoot('welcome')

      await page.getByTestId('sample-iresnet100').click()
      await chooseProfile(page, 'MNN 1.0.1')
      await page.getByTestId('config-memory-low').click()
      await page.getByTestId('config-isa').click()
      await page.getByRole('option', { name: 'AVX2', exact: true }).click()
      await expect(page.getByTestId('graph-node-0')).toBeVisible()
      await page.getByTestId('tab-layers').click()
      await page.waitForTimeout(500)
      await shoot('layers')

      await page.getByTestId('keep-a').click()
      await chooseProfile(page, 'MNN 2.8.1')
      await page.getByTestId('tab-compare').click()
      await expect(page.getByTestId('compare-total-delta')).toBeVisible()
      await page.waitForTimeout(500)
      await shoot('compare')
      await page.locator('[data-testid^="compare-row-"]').first().click()
      await page.waitForTimeout(800)
      await shoot('compare-selected')
      if (scheme === 'light' && width === 1440) copyFileSync(shot('compare-selected'), README_PICTURE)

      await page.getByTestId('run-button').click()
      await page.getByTestId('tab-timeline').click()
      await expect(page.getByTestId('measured-peak')).toBeVisible({ timeout: 120_000 })
      await page.waitForTimeout(500)
      await shoot('timeline')
      await app.close()
      expect(pageErrors).toEqual([])
    })
  }
}
