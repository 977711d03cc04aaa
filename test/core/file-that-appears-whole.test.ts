// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { wholeFile } from '#core/whole-file'
import { temporaryFolder } from './model/support/temporary-folder'

const folder = temporaryFolder()
const bytes = (text: string) => new TextEncoder().encode(text)

function place(name: string): string {
  mkdirSync(folder(name))
  return folder(`${name}/report.html`)
}
const beside = (path: string) => readdirSync(dirname(path))

describe('a file that appears whole', () => {
  it('is not there before it is finished, and then is, without a trace of its making', async () => {
    const path = place('new')
    const sink = wholeFile(path)
    await sink.write(bytes('one '))
    await sink.write(bytes('two'))
    await sink.flush()
    expect(beside(path)).not.toContain(basename(path))
    await sink.finish()
    expect(readFileSync(path, 'utf8')).toBe('one two')
    expect(beside(path)).toEqual([basename(path)])
  })

  it('leaves the one that was there until it is finished, and as it was where it is given up', async () => {
    const path = place('old')
    writeFileSync(path, 'before', { mode: 0o640 })
    const given = wholeFile(path)
    await given.write(bytes('half'))
    await given.discard()
    expect(readFileSync(path, 'utf8')).toBe('before')
    expect(beside(path)).toEqual([basename(path)])
    const sink = wholeFile(path)
    await sink.write(bytes('after'))
    expect(readFileSync(path, 'utf8')).toBe('before')
    await sink.flush()
    await sink.finish()
    expect(readFileSync(path, 'utf8')).toBe('after')
    expect(statSync(path).mode & 0o777).toBe(0o640)
  })

  it('is where a link leads, and the link stays', async () => {
    const path = place('linked')
    const target = `${dirname(path)}/target.html`
    writeFileSync(target, 'before')
    symlinkSync(target, path)
    const sink = wholeFile(path)
    await sink.write(bytes('after'))
    await sink.flush()
    await sink.finish()
    expect(readFileSync(target, 'utf8')).toBe('after')
    expect(beside(path).sort()).toEqual([basename(path), 'target.html'])
  })

  it('cannot be in a folder that is not there, nor in the place of a folder; then there is nothing to give up', async () => {
    for (const path of [folder('missing/report.html'), dirname(place('taken'))]) {
      const sink = wholeFile(path)
      await expect(sink.write(bytes('x'))).rejects.toThrow()
      await sink.discard()
    }
    expect(readdirSync(folder('taken'))).toEqual([])
  })

  it('may be empty', async () => {
    const path = place('empty')
    const sink = wholeFile(path)
    await sink.flush()
    await sink.finish()
    expect(statSync(path).size).toBe(0)
  })
})
