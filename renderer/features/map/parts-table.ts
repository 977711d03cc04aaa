// SPDX-License-Identifier: Apache-2.0
import { stringify } from 'csv-stringify/browser/esm/sync'
import type { ModelView } from '#contract/model'
import { groupName, ownerName, partAlgorithm, partName } from './map-words'
import type { MapPart } from './memory-map'

/** Headings of the exported table. Stable. */
const HEADINGS = ['category', 'stage', 'layer', 'part', 'algorithm', 'forced', 'bytes', 'share'] as const

/** Every part as CSV, the largest first, and the total: the column of bytes adds up to it. */
export function partsText(model: ModelView, parts: readonly MapPart[], totalBytes: number): string {
  const records = largestFirst(parts).map((part) => [
    groupName(part.group),
    part.stage ?? '',
    ownerName(model, part) ?? '',
    partName(part),
    partAlgorithm(model, part),
    part.whatIf ? 'yes' : '',
    part.bytes,
    Number((part.bytes / totalBytes).toPrecision(6)),
  ])
  const total = ['total', '', '', '', '', '', totalBytes, 1]
  return stringify([[...HEADINGS], ...records, total], { escape_formulas: true })
}

export function largestFirst(parts: readonly MapPart[]): readonly MapPart[] {
  return [...parts].sort((a, b) => b.bytes - a.bytes)
}
