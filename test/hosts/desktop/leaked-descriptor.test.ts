// SPDX-License-Identifier: Apache-2.0
import { closeSync, openSync, readlinkSync } from 'node:fs'
import { expect, it } from 'vitest'
import { notingLeaks } from '#hosts/desktop/leaked-descriptor'

it.runIf(process.platform === 'linux')('closes what a start has left open of /dev/null, once, and nothing else', () => {
  // The number of a closed one may be another file's at once: other tests run in this process.
  const isNull = (descriptor: number) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`) === '/dev/null'
    } catch {
      return false
    }
  }
  const mine = openSync('/dev/null', 'r')
  const { started, closeLeaks } = notingLeaks(() => openSync('/dev/null', 'r'))
  expect([mine, started].map(isNull)).toEqual([true, true])
  closeLeaks()
  expect([mine, started].map(isNull)).toEqual([true, false])
  const again = openSync('/dev/null', 'r')
  closeLeaks()
  expect(isNull(again)).toBe(true)
  for (const descriptor of [mine, again]) closeSync(descriptor)
})
