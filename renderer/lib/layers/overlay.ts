// SPDX-License-Identifier: Apache-2.0
import type { NodeOverlay, NodeValue } from '#contract/history'
import { grouped } from '#messages/figures'
import { oncePer } from './lookups'

/** Values of a node data file by node id; of several for one node, the last. */
export const overlayByNode = oncePer(
  (overlay: NodeOverlay): ReadonlyMap<number, NodeValue['value']> =>
    new Map(overlay.values.map(({ node, value }) => [node, value])),
)

/** The file's numbers as colours take them: the largest without its sign, and whether there are any below 0. */
export const overlayRange = oncePer((overlay: NodeOverlay) => {
  let largest = 0
  let signed = false
  for (const { value } of overlay.values) {
    if (typeof value !== 'number') continue
    largest = Math.max(largest, Math.abs(value))
    signed ||= value < 0
  }
  return { largest, signed }
})

/** Numbers have no unit that the file would tell; fractions are shown with four significant digits. */
export function overlayText(value: NodeValue['value']): string {
  if (typeof value === 'string') return value
  return Number.isInteger(value) ? grouped(value) : String(Number(value.toPrecision(4)))
}
