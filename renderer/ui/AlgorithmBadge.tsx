// SPDX-License-Identifier: Apache-2.0
import type { CSSProperties } from 'react'
import type { Algorithm } from '#contract/plan'
import { algorithmName } from '../lib/labels'
import { algorithmColour } from '../lib/palette'

interface AlgorithmBadgeProps {
  /** null: there is no choice that has a name, and no badge. */
  readonly algorithm: Algorithm | null
  readonly unit: number | null
  /** Edge k of a Winograd kernel. */
  readonly kernel?: number | null
}

export function AlgorithmBadge({ algorithm, unit, kernel = null }: AlgorithmBadgeProps) {
  if (algorithm === null) return null
  return (
    <span className="ui-badge" style={{ '--badge': algorithmColour(algorithm) } as CSSProperties}>
      {algorithmName(algorithm, unit, kernel)}
    </span>
  )
}
