// SPDX-License-Identifier: Apache-2.0
import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { isForeign } from '#core/model/foreign-file-systems'
import { temporaryFolder } from './support/temporary-folder'

const folder = temporaryFolder()

/** Lines as proc(5) shows them. */
const LOCAL = [
  '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
  '25 22 0:5 / /proc rw,nosuid - proc proc rw',
  '31 25 0:30 / /proc/sys/fs/binfmt_misc rw,relatime shared:16 - autofs systemd-1 rw,fd=29',
  '36 22 0:32 / /sys/fs/fuse/connections rw - fusectl fusectl rw',
  '90 22 8:17 / /media/ntfs rw,nosuid shared:9 - fuseblk /dev/sdb1 rw,user_id=0',
]

test.each([
  ['/mnt/models', '41 22 0:40 / /mnt/models rw,relatime shared:20 - nfs4 server:/models rw,vers=4.2'],
  ['/mnt/with blank', '41 22 0:40 / /mnt/with\\040blank rw,relatime - cifs //server/share rw'],
  ['/home/u/remote', '41 22 0:40 / /home/u/remote rw,nosuid shared:20 master:3 - fuse.sshfs u@server: rw'],
  ['/mnt/auto', '41 22 0:40 / /mnt/auto rw,relatime - autofs /etc/auto.misc rw'],
])('what lies on a file system that others answer for is foreign, and nothing else: %s', async (place, line) => {
  const mountinfo = [...LOCAL, line, ''].join('\n')
  for (const path of [place, `${place}/a/b.onnx`, `${place}/../a.onnx`])
    expect(await isForeign(path, mountinfo), path).toBe(true)
  for (const path of [`${place}s/a.onnx`, '/media/ntfs/a.onnx', '/', '/proc/sys/fs/binfmt_misc/x'])
    expect(await isForeign(path, mountinfo), path).toBe(false)
})

test('without any nothing is', async () => {
  expect(await isForeign('/mnt/models/a.onnx', LOCAL.join('\n'))).toBe(false)
  expect(await isForeign('/a', '')).toBe(false)
})

test('where all of the system is one, everything is', async () => {
  expect(await isForeign('/home/a', '22 1 0:33 / / rw - 9p host rw')).toBe(true)
})

describe('through links', () => {
  test('to it, whether they name it wholly or from where they lie', async () => {
    const root = realpathSync(folder(''))
    for (const name of ['far', 'near']) mkdirSync(`${root}/${name}`)
    writeFileSync(`${root}/near/a.onnx`, '')
    symlinkSync(`${root}/far`, `${root}/near/whole`)
    symlinkSync('../far/model.onnx', `${root}/near/model.onnx`)
    symlinkSync('whole/b.onnx', `${root}/near/twice.onnx`)
    symlinkSync('circle', `${root}/near/circle`)
    symlinkSync('near', `${root}/again`)
    const mountinfo = `${LOCAL[0]}\n41 22 0:40 / ${root}/far rw - nfs4 server:/ rw\n`
    const at = (name: string) => isForeign(`${root}/${name}`, mountinfo)
    for (const name of ['near/whole/x', 'near/model.onnx', 'near/twice.onnx', 'again/model.onnx'])
      expect(await at(name), name).toBe(true)
    for (const name of ['near/a.onnx', 'again/a.onnx', 'near/circle', 'near/none/../a.onnx'])
      expect(await at(name), name).toBe(false)
  })
})
