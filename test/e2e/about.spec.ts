// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { isBrowser, launch, ROOT, type RunningApp } from './app'

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }
let running: RunningApp

test.afterEach(() => running.close())

/** The ways to it, that of the menu in a window only. */
function ways(page: Page): readonly (() => Promise<void>)[] {
  return [
    async () => {
      await page.getByTestId('settings').click()
      await page.getByTestId('settings-about').click()
    },
    async () => {
      await page.keyboard.press('Control+K')
      await page.getByTestId('palette-about').click()
    },
    ...(isBrowser()
      ? []
      : [
          () =>
            running.app.evaluate(({ Menu }) => {
              const help = Menu.getApplicationMenu()?.items.find(({ role }) => (role as string) === 'help')
              help?.submenu?.items.find(({ label }) => label.replace('&', '') === 'About Convscope')?.click()
            }),
        ]),
  ]
}

test('About tells versions and the licence of every bundled package, by settings, palette and menu', async () => {
  running = await launch(isBrowser() ? [ROOT] : [])
  const { page } = running
  const about = page.getByRole('dialog', { name: 'About Convscope' })
  await expect(page.getByTestId('open-button')).toBeVisible()
  for (const open of ways(page)) {
    await open()
    await expect(about).toBeVisible()
    await expect(about).toContainText(version)
    await expect(page.locator('[data-package="zustand"]').first()).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(about).toHaveCount(0)
  }
  await ways(page)[0]?.()
  await expect(about.getByText('Node.js', { exact: true })).toBeVisible()
  await expect(about.getByText('Chromium', { exact: true })).toHaveCount(isBrowser() ? 0 : 1)
  await about.getByRole('textbox').fill('react-dom')
  await page.locator('[data-package="react-dom"] summary').click()
  await expect(page.locator('[data-package="react-dom"] pre')).toContainText('Permission is hereby granted')
  expect(running.pageErrors).toEqual([])
})

test('The application log is named in About, shown by the Help menu, and tells of models without their folders', async () => {
  running = await launch(isBrowser() ? [ROOT] : [])
  const { page } = running
  const log = join(running.dataFolder, 'logs/convscope.log')
  await page.getByTestId('sample-squeezenet').click()
  await expect(page.getByTestId('graph-node-0')).toBeVisible()
  await ways(page)[0]?.()
  await expect(page.getByRole('dialog', { name: 'About Convscope' })).toContainText(log)
  const text = readFileSync(log, 'utf8')
  expect(text).toMatch(/info model opened file=squeezenet\.onnx format=onnx/)
  expect(text).not.toContain(running.dataFolder)
  if (isBrowser()) return
  const shown = await running.app.evaluate(({ Menu, shell }) => {
    let path = ''
    shell.showItemInFolder = (item) => {
      path = item
    }
    const help = Menu.getApplicationMenu()?.items.find(({ role }) => (role as string) === 'help')
    help?.submenu?.items.find(({ label }) => label.replace('&', '') === 'Show Log')?.click()
    return path
  })
  expect(shown).toBe(log)
})
