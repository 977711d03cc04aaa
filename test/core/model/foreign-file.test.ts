// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ForeignFile } from '#core/model/foreign-file'
import { temporaryFolder } from './support/temporary-folder'

const folder = temporaryFolder()

describe.runIf(process.platform === 'linux')('a file that a program of its own reads', () => {
  it('is read wherever it is asked for, and to its end', async () => {
    const content = Buffer.from(Uint8Array.from({ length: 3_000_001 }, (_, i) => (i * 31) % 251))
    const path = folder("a 'name' of=x")
    writeFileSync(path, content)
    const file = new ForeignFile(path)
    const into = Buffer.alloc(3_000_010)
    for (const [position, length] of [
      [0, 100],
      [100, 2_500_000],
      [2_500_100, 10],
      [7, 1000],
      [2_999_999, 50],
      [3_000_001, 5],
      [9_000_000, 5],
      [0, 3_000_010],
    ] as const) {
      const { bytesRead } = await file.read(into, 3, length - 3, position)
      const wanted = content.subarray(position, position + length - 3)
      expect({ position, bytesRead }).toEqual({ position, bytesRead: wanted.length })
      expect(into.subarray(3, 3 + bytesRead).equals(wanted)).toBe(true)
    }
    file.close()
  })

  it('is an error of the system where it cannot be read', async () => {
    const file = new ForeignFile(folder('none'))
    await expect(file.read(Buffer.alloc(8), 0, 8, 0)).rejects.toMatchObject({ code: 'ENOENT' })
    file.close()
  })
})
