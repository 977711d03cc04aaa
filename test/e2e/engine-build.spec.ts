// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { launch, type RunningApp, SCREENSHOTS } from './app'

// The window while the native engine is compiled behind it: by a builder that prints what a real one prints, and waits.

let running: RunningApp

test.afterEach(async () => {
  await running.close()
  expect(running.pageErrors).toEqual([])
})

/** Starts with a builder that ends as soon as a file says with which code; `end` writes it. */
async function launchBuilding(): Promise<{ page: Page; end(code: number): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'convscope-builder-'))
  const outcome = join(folder, 'outcome')
  const script = join(folder, 'builder.cjs')
  writeFileSync(
    script,
    `const { readFileSync, existsSync } = require('node:fs')
     console.log('[61/115] Building CXX object CMakeFiles/engine.dir/engine/conv/winograd.cc.o')
     setInterval(() => {
       if (!existsSync(${JSON.stringify(outcome)})) return
       const code = Number(readFileSync(${JSON.stringify(outcome)}, 'utf8'))
       if (code !== 0) console.error('winograd.cc:7:3: error: expected a semicolon')
       process.exit(code)
     }, 50)`,
  )
  const builder = JSON.stringify([process.execPath, script])
  running = await launch([], undefined, { CONVSCOPE_ENGINE_BUILDER: builder })
  return { page: running.page, end: (code) => writeFileSync(outcome, String(code)) }
}

async function chooseProfile(page: Page, name: string): Promise<void> {
  await page.getByTestId('config-profile').click()
  await page.getByRole('option', { name, exact: true }).click()
}

test('Engine being compiled: models open meanwhile; what waited for it goes on by itself when it is there', async () => {
  const { page, end } = await launchBuilding()
  await page.getByTestId('sample-squeezenet').click()
  await expect(page.getByTestId('graph-node-0')).toBeVisible()
  await expect(page.getByTestId('engine-strip')).toContainText('61 of 115')
  await page.getByTestId('run-button').hover()
  await expect(page.getByRole('tooltip')).toContainText('still being compiled')
  await page.screenshot({ path: join(SCREENSHOTS, 'engine-being-compiled.png') })
  await chooseProfile(page, 'Convscope engine')
  await expect(page.getByTestId('problem-banner')).toContainText('still being compiled')

  end(0)
  await expect(page.getByTestId('engine-strip')).toHaveCount(0)
  await expect(page.getByTestId('problem-banner')).toHaveCount(0)
  await page.getByTestId('graph-node-0').click()
  await expect(page.getByTestId('decision-reason')).toContainText('fastest')
  await page.getByTestId('run-button').click()
  await expect(page.getByTestId('measured-peak')).toBeVisible({ timeout: 60_000 })
})

test('Engine that cannot be compiled: one sentence says why and where the log is, and nothing else suffers', async () => {
  const { page, end } = await launchBuilding()
  await page.getByTestId('sample-squeezenet').click()
  await expect(page.getByTestId('graph-node-0')).toBeVisible()
  end(1)
  const banner = page.getByTestId('problem-banner')
  await expect(banner).toContainText('expected a semicolon')
  const log = join(running.dataFolder, 'logs/engine-build.log')
  await expect(banner).toContainText(log)
  expect(readFileSync(log, 'utf8')).toContain('[61/115]')
  await chooseProfile(page, 'MNN 3.6.1')
  await expect(page.getByTestId('config-profile')).toHaveValue('MNN 3.6.1')
  await expect(page.getByTestId('total-bytes')).toBeVisible()
})
