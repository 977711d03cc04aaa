// SPDX-License-Identifier: Apache-2.0
import { CATEGORIES, type CategoryBytes } from '#contract/plan'
import { formatBytes } from '../lib/bytes'
import { CATEGORY_LABELS } from '../lib/labels'
import { categoryColour } from '../lib/palette'

interface StackedBarProps {
  readonly bytes: CategoryBytes
  /** What the full width stands for. */
  readonly scale: number
  readonly height?: number
}

/** Memory by category in one horizontal bar. */
export function StackedBar({ bytes, scale, height = 10 }: StackedBarProps) {
  const shown = CATEGORIES.filter((category) => bytes[category] > 0)
  const label = shown.map((category) => `${CATEGORY_LABELS[category]} ${formatBytes(bytes[category])}`).join(', ')
  return (
    <div className="ui-stacked" style={{ height }} role="img" aria-label={label}>
      {shown.map((category) => (
        <span
          key={category}
          title={`${CATEGORY_LABELS[category]} ${formatBytes(bytes[category])}`}
          style={{ width: `${(bytes[category] / Math.max(1, scale)) * 100}%`, background: categoryColour(category) }}
        />
      ))}
    </div>
  )
}
