// SPDX-License-Identifier: Apache-2.0
import { stringify } from 'csv-stringify/browser/esm/sync'
import type { TradePoint } from './trade-points'

/** Headings of the exported table. Stable. */
const HEADINGS = [
  'what',
  'origin',
  'configuration',
  'bytes',
  'at least',
  'what if',
  'time',
  'inference ns',
  'on the line',
] as const

/** Every point as CSV, in the order of its time. */
export function pointsText(
  points: readonly TradePoint[],
  line: readonly TradePoint[],
  titleOf: (point: TradePoint) => string,
): string {
  const records = [...points]
    .sort((a, b) => a.time - b.time || a.bytes - b.bytes)
    .map((point) => [
      titleOf(point),
      point.inferenceNs === null ? 'modelled' : 'measured by Convscope',
      JSON.stringify(point.configuration),
      point.bytes,
      point.lowerBound ? 'yes' : '',
      point.whatIf ? 'yes' : '',
      Number(point.time.toPrecision(6)),
      point.inferenceNs ?? '',
      line.includes(point) ? 'yes' : '',
    ])
  return stringify([[...HEADINGS], ...records], { escape_formulas: true })
}
