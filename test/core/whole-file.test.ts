// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process'
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UNFINISHED, writeWhole, writeWholeNow } from '#core/whole-file'
import { bundle } from '../cli-process/bundle'

describe.each([
  ['writeWhole', writeWhole],
  ['writeWholeNow', writeWholeNow],
])('%s', (name, write) => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'convscope-whole-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  it('makes folders, and leaves no other file', async () => {
    await write(join(folder, 'deep', 'er', 'value.json'), 'ä')
    expect(readFileSync(join(folder, 'deep', 'er', 'value.json'), 'utf8')).toBe('ä')
    expect(readdirSync(join(folder, 'deep', 'er'))).toEqual(['value.json'])
  })

  it('writes where a link leads, and keeps the permissions of what is there', async () => {
    writeFileSync(join(folder, 'real'), 'old')
    chmodSync(join(folder, 'real'), 0o640)
    symlinkSync('real', join(folder, 'link'))
    await write(join(folder, 'link'), 'new')
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('new')
    expect(statSync(join(folder, 'real')).mode & 0o777).toBe(0o640)
  })

  // A disk takes what still has room before it refuses the rest; a limit of file sizes does the same.
  it.runIf(process.platform === 'linux')('keeps what is there where a part of the new text has no room', async () => {
    await bundle('whole-file', 'main/core/whole-file.ts', folder)
    const path = join(folder, 'value.json')
    writeFileSync(path, 'old')
    const script = `process.on('SIGXFSZ', () => {})
      void (async () => require(process.argv[1]).${name}(process.argv[2], 'x'.repeat(5000)))().catch(({ code }) => console.log(code))`
    const args = ['-e', script, join(folder, 'out/main/whole-file.cjs'), path]
    const { stdout } = await promisify(execFile)('bash', [
      '-c',
      'ulimit -f 1; exec "$@"',
      'bash',
      process.execPath,
      ...args,
    ])
    expect(stdout).toBe('EFBIG\n')
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(readdirSync(folder).filter((each) => UNFINISHED.test(each))).toEqual([])
  })
})
