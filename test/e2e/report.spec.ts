// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, expect, test } from '@playwright/test'
import { electronArguments } from '../../main/hosts/launch/electron.mjs'
import { ROOT } from './app'
import { findChromium } from './chromium.mjs'

test('the report of the founding case prints on three sheets at most, and has the rest on screen', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'convscope-report-'))
  const file = join(folder, 'report.html')
  const sides = ['sample:iresnet100', 'mnn-1.0.1', 'mnn-2.8.1', '--memory', 'low', '--threads', '2', '--isa', 'avx2']
  execFileSync(process.execPath, [join(ROOT, 'out/main/cli.cjs'), 'report', ...sides, '-o', file])
  const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: electronArguments() })
  try {
    const page = await browser.newPage()
    await page.goto(pathToFileURL(file).href)
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0
    expect(pages).toBeGreaterThan(0)
    expect(pages).toBeLessThanOrEqual(3)
    await expect(page.getByRole('heading', { level: 1 })).toContainText('MNN 2.8.1 than under MNN 1.0.1?')
    await expect(page.locator('.remedy pre').first()).toContainText('MNN_LOW_MEMORY')
    const layers = page.locator('details', { hasText: 'Every layer of B' })
    await expect(layers.getByRole('table')).toBeHidden()
    await layers.locator('summary').first().click()
    await expect(layers.getByRole('table')).toBeVisible()
  } finally {
    await browser.close()
  }
})
