// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { beforeEach, describe, expect, it } from 'vitest'
import { openRecentFiles } from '#app/models/recent-files'
import { openSettings, settingsChange } from '#app/settings/settings'
import { DEFAULT_SETTINGS } from '#contract/settings'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'convscope-settings-'))
})

describe('settings', () => {
  it('begin with the defaults and outlast the program', async () => {
    const first = openSettings(folder)
    expect(first.get()).toEqual(DEFAULT_SETTINGS)
    await first.change({ theme: 'dark', threads: 3 })
    expect(openSettings(folder).get()).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', threads: 3 })
  })

  it('keep what is sound of a spoiled file', async () => {
    writeFileSync(join(folder, 'settings.json'), '{"theme": "dark", "units": "furlongs", "threads": 99, "extra": 1}')
    expect(openSettings(folder).get()).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark' })
    writeFileSync(join(folder, 'settings.json'), 'not JSON')
    expect(openSettings(folder).get()).toEqual(DEFAULT_SETTINGS)
  })

  it('end in the file as they were set last', async () => {
    const settings = openSettings(folder)
    await Promise.all([1, 2, 3, 4].map((threads) => settings.change({ threads })))
    expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toMatchObject({ threads: 4 })
  })

  it('say where they could not be written', async () => {
    writeFileSync(join(folder, 'file'), '')
    const settings = openSettings(join(folder, 'file'))
    expect(await settings.change({ watch: true })).toMatchObject({ ok: false, problem: { code: 'file/unwritable' } })
    expect(settings.get().watch).toBe(true)
  })

  it('are changed only by fields that exist', () => {
    expect(v.safeParse(settingsChange, { theme: 'light' }).success).toBe(true)
    expect(v.safeParse(settingsChange, { theme: 'pink' }).success).toBe(false)
    expect(v.safeParse(settingsChange, { surprise: 1 }).success).toBe(false)
  })
})

describe('recent files', () => {
  it('are the latest twelve, each once, the latest first', async () => {
    let changes = 0
    const recent = openRecentFiles(folder, () => changes++)
    for (let i = 0; i < 14; i++) await recent.add(`/models/${i}.onnx`, i)
    await recent.add('/models/9.onnx', 99)
    const reopened = openRecentFiles(folder, () => {})
    expect(reopened.list()).toHaveLength(12)
    expect(reopened.list()[0]).toEqual({ path: '/models/9.onnx', fileName: '9.onnx', openedAt: 99 })
    expect(new Set(reopened.list().map(({ path }) => path)).size).toBe(12)
    await recent.forget('/models/9.onnx')
    expect(recent.list()[0]?.fileName).toBe('13.onnx')
    await recent.forget(null)
    expect(recent.list()).toEqual([])
    expect(changes).toBe(17)
  })
})
