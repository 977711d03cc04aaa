// SPDX-License-Identifier: Apache-2.0
/** Answers where a series is lowest and highest between two rows, in time that hardly grows with the series. */
export interface Extremes {
  /** Rows of the lowest and the highest value from `begin` up to, not including, `end`; of equal ones the first. */
  between(begin: number, end: number): { readonly low: number; readonly high: number }
}

/** Rows to a block of the lowest level, blocks to a block of the next. */
const FAN = 32

/** Each level holds, block by block, the rows of the lowest and the highest value of the level below. */
interface Level {
  readonly low: Int32Array
  readonly high: Int32Array
}

/** Reads `values` once; they must not change afterwards. */
export function createExtremes(values: Float64Array, count: number): Extremes {
  const levels: Level[] = []
  const at = (row: number) => values[row] as number
  for (let below = count; below > FAN; below = Math.ceil(below / FAN)) {
    const source = levels.at(-1)
    const blocks = Math.ceil(below / FAN)
    const level = { low: new Int32Array(blocks), high: new Int32Array(blocks) }
    for (let block = 0; block < blocks; block++) {
      const first = block * FAN
      let low = source === undefined ? first : (source.low[first] as number)
      let high = source === undefined ? first : (source.high[first] as number)
      for (let item = first + 1; item < Math.min(below, first + FAN); item++) {
        const lowItem = source === undefined ? item : (source.low[item] as number)
        const highItem = source === undefined ? item : (source.high[item] as number)
        if (at(lowItem) < at(low)) low = lowItem
        if (at(highItem) > at(high)) high = highItem
      }
      level.low[block] = low
      level.high[block] = high
    }
    levels.push(level)
  }

  return {
    between(begin, end) {
      let low = begin
      let high = begin
      const take = (lowRow: number, highRow: number) => {
        if (at(lowRow) < at(low)) low = lowRow
        if (at(highRow) > at(high)) high = highRow
      }
      let row = begin
      while (row < end) {
        // The largest block that begins here and lies within the range.
        let depth = 0
        let size = 1
        while (depth < levels.length && row % (size * FAN) === 0 && row + size * FAN <= end) {
          size *= FAN
          depth++
        }
        const level = levels[depth - 1]
        if (level === undefined) take(row, row)
        else take(level.low[row / size] as number, level.high[row / size] as number)
        row += size
      }
      return { low, high }
    },
  }
}
