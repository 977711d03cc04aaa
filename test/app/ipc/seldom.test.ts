// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { seldom } from '#app/ipc/seldom'

it('passes on the first thing told, and then at most one in a span of time', () => {
  let clock = 1000
  const passed: number[] = []
  const tell = seldom(
    50,
    (at: number) => passed.push(at),
    () => clock,
  )
  for (; clock < 1120; clock += 10) tell(clock)
  expect(passed).toEqual([1000, 1050, 1100])
})
