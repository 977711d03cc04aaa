// SPDX-License-Identifier: Apache-2.0

/**
 * Ranges of the smaller padded side for which x86 prefers another tile than 4, as the engine's authors measured them.
 * Rows by input channels, columns by output channels, both from the named number of channels up to the next.
 * 20260526:x86/convolution_x86.cpp, test_prefer_winograd63, test_prefer_winograd23; the same since 20230223.
 */
interface UnitTable {
  /** Channels at which rows and columns begin, rising. */
  readonly from: readonly number[]
  /** Channels from which the table says nothing. */
  readonly below: number
  /** By row and column: "3-8 11-12". */
  readonly ranges: readonly (readonly string[])[]
}

const ALWAYS = '0-1000000000'

const PREFERS_6: UnitTable = {
  from: [8, 16, 32],
  below: 64,
  ranges: [
    ['', '31-32 39-44 47-212', '7-14 17-20 23-26 31-38 43-162'],
    [
      '19-20 33-38 43-44 47-128 155-210',
      '11-14 27-38 43-44 47-74 81-110 117-170 177-182',
      '11-14 19-20 23-44 47-92 95-188',
    ],
    ['11-14 19-20 31-38 43-44 55-162', '13-14 19-20 23-38 43-44 47-140', '11-14 19-20 23-44 47-56 63-130'],
  ],
}

const PREFERS_2: UnitTable = {
  from: [8, 16, 32, 64, 128, 256, 512],
  below: Number.POSITIVE_INFINITY,
  ranges: [
    [ALWAYS, '3-6 9-14 47-212', '3-6 15-16', '3-4 7-14 47-48', '', '', ''],
    ['3-8 11-12', '3-10', '3-4 9-10', '3-4 7-8 11-12 15-18', '3-6 9-18', '3-12', '11-12'],
    ['3-10', '7-8', '7-8', '3-8', '3-4 7-16', '3-6 11-12', '3-6 11-12'],
    ['3-12', '3-12', '3-12', '3-12', '3-8 19-22', '7-8', '3-8 11-12 15-20'],
    ['3-6', '3-6', '3-10', '3-8', '3-10', '3-8 11-12', '3-14'],
    ['3-6', '3-8', '3-8', '3-4', '3-12', '3-14', '3-14'],
    ['3-6', '3-8', '3-8', '3-8 11-12', '3-14', '3-14', '3-14'],
  ],
}

/** `side`: the smaller of the padded width and height, which is the output's plus 2. */
export function prefersUnit(unit: 2 | 6, inChannels: number, outChannels: number, side: number): boolean {
  const { from, below, ranges } = unit === 6 ? PREFERS_6 : PREFERS_2
  if (inChannels >= below || outChannels >= below) return false
  const at = (channels: number) => from.filter((first) => channels >= first).length - 1
  const cell = ranges[at(inChannels)]?.[at(outChannels)] ?? ''
  return cell.split(' ').some((range) => {
    const [first = '', last = ''] = range.split('-')
    return range !== '' && side >= Number(first) && side <= Number(last)
  })
}
