// SPDX-License-Identifier: Apache-2.0
import { CATEGORIES } from '#contract/categories'
import type { Setting } from '#contract/configuration'
import { CATEGORY_LABELS } from '../../lib/labels'
import { categoryColour } from '../../lib/palette'
import { Swatch } from '../../ui/Swatch'
import type { LadderGroup, LadderPoint } from './ladder-rows'
import { hiddenName } from './line-names'

interface LadderKeyProps {
  readonly points: readonly LadderPoint[]
  readonly others: readonly LadderGroup[]
  readonly setting: Setting | null
}

/** Names the areas and lines of the chart. */
export function LadderKey({ points, others, setting }: LadderKeyProps) {
  const present = CATEGORIES.filter((category) => points.some((point) => point[category] > 0))
  return (
    <div className="releases-key">
      {present.map((category) => (
        <span key={category}>
          <Swatch colour={categoryColour(category)} />
          {CATEGORY_LABELS[category]}
        </span>
      ))}
      {others.map((group) => (
        <span key={group.values.join()} className="releases-line">
          {hiddenName(group, setting)}
        </span>
      ))}
    </div>
  )
}
