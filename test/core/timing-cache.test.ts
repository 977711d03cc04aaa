// SPDX-License-Identifier: Apache-2.0
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTimingCache } from '#core/timing-cache'

describe('the cache of kernel times', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'convscope-timings-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const path = () => join(folder, 'deep', 'kernel-timings.json')

  it('keeps times between two starts, and adds to them', () => {
    createTimingCache(path(), 'set').add(new Map([['a', 1]]))
    createTimingCache(path(), 'set').add(
      new Map([
        ['a', 3],
        ['b', 2],
      ]),
    )
    expect([...createTimingCache(path(), 'set').entries()]).toEqual([
      ['a', 3],
      ['b', 2],
    ])
  })

  it('is plain JSON that says what it is, of which kernels and which processor', () => {
    createTimingCache(path(), 'set').add(new Map([['a', 1]]))
    expect(JSON.parse(readFileSync(path(), 'utf8'))).toMatchObject({
      schema: 'convscope-kernel-timings',
      schemaVersion: 1,
      kernelSet: 'set',
      processor: expect.any(String),
      ns: { a: 1 },
    })
  })

  it('begins anew for other kernels, another processor and a damaged file', () => {
    const entriesOf = (edit: (content: string) => string) => {
      createTimingCache(path(), 'set').add(new Map([['a', 1]]))
      writeFileSync(path(), edit(readFileSync(path(), 'utf8')))
      return createTimingCache(path(), 'set').entries().size
    }
    expect(entriesOf((content) => content)).toBe(1)
    expect(entriesOf((content) => content.replace('"set"', '"other"'))).toBe(0)
    expect(entriesOf((content) => content.replace(/"processor": "/, '"processor": "x'))).toBe(0)
    expect(entriesOf((content) => content.slice(0, 40))).toBe(0)
    expect(entriesOf((content) => content.replace('"a": 1', '"a": -1'))).toBe(0)
  })

  it('counts on with times that could not be written, and says so', () => {
    writeFileSync(join(folder, 'file'), '')
    const cache = createTimingCache(join(folder, 'file', 'kernel-timings.json'), 'set')
    expect(cache.add(new Map([['a', 1]]))).toMatchObject({ ok: false, problem: { code: 'file/unwritable' } })
    expect([...cache.entries()]).toEqual([['a', 1]])
  })

  it('forgets everything when it is cleared, and tells that plans may change', () => {
    const cache = createTimingCache(path(), 'set')
    const before = cache.revision()
    cache.add(new Map([['a', 1]]))
    const between = cache.revision()
    cache.clear()
    expect(new Set([before, between, cache.revision()]).size).toBe(3)
    expect(cache.entries().size).toBe(0)
    expect(existsSync(path())).toBe(false)
  })
})
