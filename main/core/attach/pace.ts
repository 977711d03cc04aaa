// SPDX-License-Identifier: Apache-2.0

/**
 * How long to pause after each turn of something that may take `share` of the time, in the unit of its turns. On a busy
 * machine a turn may have waited for a processor: the shorter of two tells what one costs.
 */
export function createPace(share: number): (took: number) => number {
  let last = Number.POSITIVE_INFINITY
  return (took) => {
    const cost = Math.min(last, took)
    last = took
    return cost * (1 / share - 1)
  }
}
