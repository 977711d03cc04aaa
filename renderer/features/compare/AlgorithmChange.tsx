// SPDX-License-Identifier: Apache-2.0
import type { LayerDifference } from '#contract/comparison'
import { AlgorithmBadge } from '../../ui/AlgorithmBadge'

type Side = Pick<LayerDifference['a'], 'algorithm' | 'unit'>

interface AlgorithmChangeProps {
  readonly a: Side
  readonly b: Side
  /** Edge of the kernel; null where it is not known. */
  readonly kernel: number | null
}

/** From A's algorithm to the other side's; nothing for layers without a choice. */
export function AlgorithmChange({ a, b, kernel }: AlgorithmChangeProps) {
  if (a.algorithm === null && b.algorithm === null) return null
  return (
    <>
      <AlgorithmBadge algorithm={a.algorithm} unit={a.unit} kernel={kernel} />
      <span className="compare-arrow">→</span>
      <AlgorithmBadge algorithm={b.algorithm} unit={b.unit} kernel={kernel} />
    </>
  )
}
