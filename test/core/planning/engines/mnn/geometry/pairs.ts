// SPDX-License-Identifier: Apache-2.0
import type { Region } from '#core/planning/engines/mnn/geometry/region'

/** What is copied, element by element: target index → source index. */
export function pairs({ sourceOffset, targetOffset, axes }: Region): Map<number, number> {
  let found: [number, number][] = [[targetOffset, sourceOffset]]
  for (const { size, source, target } of axes) {
    found = found.flatMap(([to, from]) =>
      Array.from({ length: size }, (_, step): [number, number] => [to + step * target, from + step * source]),
    )
  }
  return new Map(found)
}
