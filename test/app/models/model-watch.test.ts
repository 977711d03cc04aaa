// SPDX-License-Identifier: Apache-2.0
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createModelWatch } from '#app/models/model-watch'

const folder = mkdtempSync(join(tmpdir(), 'convscope-watch-'))
const heard: string[] = []
const gone: string[] = []
const watch = createModelWatch(
  (path) => heard.push(path),
  (path) => gone.push(path),
)
afterEach(async () => {
  await watch.follow(null)
  heard.length = 0
})

describe('a watched model', () => {
  it('is reported once it has been rewritten, replaced or deleted, and no longer when another is followed', async () => {
    const path = join(folder, 'a.onnx')
    const other = join(folder, 'b.onnx')
    writeFileSync(path, 'one')
    writeFileSync(other, 'one')
    await watch.follow(path)
    writeFileSync(path, 'two, longer')
    await vi.waitFor(() => expect(heard).toEqual([path]), { timeout: 20_000 })
    writeFileSync(join(folder, 'new'), 'three, longer still')
    renameSync(join(folder, 'new'), path)
    await vi.waitFor(() => expect(heard.length).toBeGreaterThanOrEqual(2), { timeout: 20_000 })
    await watch.follow(other)
    heard.length = 0
    writeFileSync(path, 'four')
    writeFileSync(other, 'and this one')
    await vi.waitFor(() => expect(heard).toEqual([other]), { timeout: 20_000 })
    // Neither file was away for longer than it takes to replace one.
    expect(gone).toEqual([])
    rmSync(other)
    await vi.waitFor(() => expect(gone).toEqual([other]), { timeout: 20_000 })
  }, 70_000)
})
