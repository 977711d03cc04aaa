// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { userDataFolder } from '#app/files/user-data-folder'

test('the folder is the one that Electron makes of the product’s name', () => {
  const { productName } = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../../package.json'), 'utf8')) as {
    productName: string
  }
  expect(basename(userDataFolder({}))).toBe(productName)
})

test.runIf(process.platform === 'linux')('the folder is where the user keeps configuration', () => {
  expect(userDataFolder({ XDG_CONFIG_HOME: '/settings' })).toBe(join('/settings', 'Convscope'))
})
