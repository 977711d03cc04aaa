// SPDX-License-Identifier: Apache-2.0
import { expect, test } from '@playwright/test'
import { launch, type RunningApp } from './app'

let running: RunningApp | null = null

test.afterEach(async () => {
  expect(running?.pageErrors ?? []).toEqual([])
  await running?.close()
  running = null
})

test('what was decided is taken back and done again, by keys and by buttons that say what; deletion too', async () => {
  running = await launch()
  const { page } = running
  await page.getByTestId('sample-squeezenet').click()
  const total = page.getByTestId('total-bytes')
  await expect(total).toBeVisible()
  const before = await total.getAttribute('data-bytes')
  await page.getByTestId('tab-advice').click()
  await page.getByTestId('remedy-apply').first().click()
  await expect(total).not.toHaveAttribute('data-bytes', before ?? '')
  const after = await total.getAttribute('data-bytes')
  await expect(page.getByTestId('undo')).toHaveAccessibleName('Undo: apply the remedy')
  await page.keyboard.press('Control+z')
  await expect(total).toHaveAttribute('data-bytes', before ?? '')
  await expect(page.getByTestId('undo')).toHaveAccessibleName('Undo: nothing yet')
  await page.keyboard.press('Control+Shift+z')
  await expect(total).toHaveAttribute('data-bytes', after ?? '')

  // A text that is being written has its own undo.
  await page.getByTestId('tab-layers').click()
  await page.getByTestId('layers-filter').fill('fire2')
  await page.keyboard.press('Control+z')
  await expect(total).toHaveAttribute('data-bytes', after ?? '')

  // Looking at configurations has left no row; what is kept, deleted and brought back has one.
  await page.getByTestId('tab-runs').click()
  const rows = page.getByTestId('history-row')
  await expect(rows).toHaveCount(0)
  await page.getByTestId('keep-plan').click()
  await expect(rows).toHaveCount(1)
  await page.getByTestId('history-delete').click()
  await expect(rows).toHaveCount(0)
  await page.getByTestId('notice-undo').click()
  await expect(rows).toHaveCount(1)
  await page.getByTestId('redo').click()
  await expect(rows).toHaveCount(0)
  await page.getByTestId('undo').click()
  await expect(rows).toHaveCount(1)
  const name = page.getByTestId('history-name')
  const unnamed = (await name.textContent()) ?? ''
  await name.click()
  await page.getByTestId('history-name-input').fill('before the upgrade')
  await page.keyboard.press('Enter')
  await expect(name).toHaveText('before the upgrade')
  await expect(name).toBeFocused()
  await page.keyboard.press('Control+z')
  await expect(name).toHaveText(unnamed)
  await page.keyboard.press('Control+y')
  await expect(name).toHaveText('before the upgrade')

  // What has no room is told whole by its tooltip, before what that says anyway; with room it says that alone.
  await expect(name).toHaveAttribute('title', 'Rename')
  await name.click()
  const long = 'as it was on the phone of a colleague before the upgrade, with all that he had changed in the meantime'
  await page.getByTestId('history-name-input').fill(long)
  await page.keyboard.press('Enter')
  await page.mouse.move(2, 2)
  await name.hover()
  await expect(name).toHaveAttribute('title', `${long}\nRename`)
  await page.keyboard.press('Control+z')
  await page.mouse.move(2, 2)
  await name.hover()
  await expect(name).toHaveAttribute('title', 'Rename')
})
