// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest'
import { hasForeign } from '#core/model/foreign-file-systems'

/** Lines as proc(5) shows them. */
const LOCAL = [
  '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
  '25 22 0:5 / /proc rw,nosuid - proc proc rw',
  '31 25 0:30 / /proc/sys/fs/binfmt_misc rw,relatime shared:16 - autofs systemd-1 rw,fd=29',
  '36 22 0:32 / /sys/fs/fuse/connections rw - fusectl fusectl rw',
  '90 22 8:17 / /media/ntfs rw,nosuid shared:9 - fuseblk /dev/sdb1 rw,user_id=0',
]

test.each([
  '41 22 0:40 / /mnt/models rw,relatime shared:20 - nfs4 server:/models rw,vers=4.2',
  '41 22 0:40 / /mnt/with\\040blank rw,relatime - cifs //server/share rw',
  '41 22 0:40 / /home/u/remote rw,nosuid shared:20 master:3 - fuse.sshfs u@server: rw',
  '41 22 0:40 / /mnt/auto rw,relatime - autofs /etc/auto.misc rw',
])('a file system that others answer for: %s', (line) => {
  expect(hasForeign([...LOCAL, line, ''].join('\n'))).toBe(true)
})

test('disks and the system itself are none', () => {
  expect(hasForeign(LOCAL.join('\n'))).toBe(false)
  expect(hasForeign('')).toBe(false)
})
