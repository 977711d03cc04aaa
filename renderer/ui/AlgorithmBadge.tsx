// SPDX-License-Identifier: Apache-2.0
import type { CSSProperties } from 'react'
import type { Algorithm } from '#contract/plan'
import { t } from '../i18n'
import { algorithmName } from '../lib/labels'
import { algorithmColour } from '../lib/palette'

interface AlgorithmBadgeProps {
  /** null: there is no choice that has a name, and no badge. */
  readonly algorithm: Algorithm | null
  readonly unit: number | null
  /** Edge k of a Winograd kernel. */
  readonly kernel?: number | null
  /** An override forced it. */
  readonly whatIf?: boolean
}

export function AlgorithmBadge({ algorithm, unit, kernel = null, whatIf = false }: AlgorithmBadgeProps) {
  if (algorithm === null) return null
  return (
    <span
      className="ui-badge"
      data-what-if={whatIf || undefined}
      title={whatIf ? t('common:whatIfExplained') : undefined}
      style={{ '--badge': algorithmColour(algorithm) } as CSSProperties}
    >
      {algorithmName(algorithm, unit, kernel)}
    </span>
  )
}
