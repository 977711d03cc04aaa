// SPDX-License-Identifier: Apache-2.0
import { fail } from '../shape-rules/rule'
import type { Found, Searched } from './search'

/** Corners in any order, in single precision as the engines compute them. */
interface Box {
  readonly top: number
  readonly left: number
  readonly bottom: number
  readonly right: number
  readonly area: number
}

/**
 * ONNX NonMaxSuppression-11. boxes [b, n, 4], scores [b, c, n], [most of a class], [IoU], [score]: for every batch and
 * class the boxes of the highest scores that overlap none before them by more than the IoU, as [batch, class, box]. Of
 * equal scores the earlier box is first, and where the most is left out there is none, as in ONNX Runtime.
 */
export function selectBoxes(inputs: readonly (Searched | undefined)[], centred: boolean): Found {
  const [boxes, scores, most, overlap, least] = inputs
  const [batches = 0, count = 0, four] = boxes?.dims ?? []
  const [, classes = 0, scored] = scores?.dims ?? []
  if (boxes === undefined || scores === undefined || four !== 4 || scored !== count || scores.dims[0] !== batches) {
    return fail({ id: 'shape.misfit', role: 'scores', dims: scores?.dims ?? [], of: boxes?.dims ?? [] })
  }
  const limit = Math.min(most?.values[0] ?? 0, count)
  const [mostShared, lowest] = [Math.fround(overlap?.values[0] ?? 0), least?.values[0]]
  const selected: number[] = []
  for (let batch = 0; batch < batches; batch++) {
    const all = Array.from({ length: count }, (_, i) => boxAt(boxes.values, (batch * count + i) * 4, centred))
    for (let label = 0; label < classes; label++) {
      const score = (i: number) => scores.values[(batch * classes + label) * count + i] ?? 0
      const order: number[] = []
      for (let i = 0; i < count; i++) if (lowest === undefined || score(i) > lowest) order.push(i)
      order.sort((a, b) => score(b) - score(a) || a - b)
      const kept: Box[] = []
      for (const i of order) {
        if (kept.length >= limit) break
        const box = all[i] as Box
        if (kept.some((other) => shared(box, other) > mostShared)) continue
        kept.push(box)
        selected.push(batch, label, i)
      }
    }
  }
  return { dims: [selected.length / 3, 3], values: selected }
}

function boxAt(values: ArrayLike<number>, at: number, centred: boolean): Box {
  const [a = 0, b = 0, c = 0, d = 0] = [values[at], values[at + 1], values[at + 2], values[at + 3]]
  const [y0, x0, y1, x1] = centred
    ? [Math.fround(b - d / 2), Math.fround(a - c / 2), Math.fround(b + d / 2), Math.fround(a + c / 2)]
    : [a, b, c, d]
  const [top, bottom, left, right] = [Math.min(y0, y1), Math.max(y0, y1), Math.min(x0, x1), Math.max(x0, x1)]
  return { top, left, bottom, right, area: Math.fround(Math.fround(bottom - top) * Math.fround(right - left)) }
}

/** Intersection over union; 0 where one of the two has no area. */
function shared(a: Box, b: Box): number {
  const height = Math.fround(Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top))
  const width = Math.fround(Math.min(a.right, b.right) - Math.max(a.left, b.left))
  if (height <= 0 || width <= 0 || a.area <= 0 || b.area <= 0) return 0
  const both = Math.fround(height * width)
  return Math.fround(both / Math.fround(Math.fround(a.area + b.area) - both))
}
