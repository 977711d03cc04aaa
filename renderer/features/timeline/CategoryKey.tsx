// SPDX-License-Identifier: Apache-2.0
import { memo } from 'react'
import type { Category } from '#contract/plan'
import { t } from '../../i18n'
import { CATEGORY_LABELS } from '../../lib/labels'
import { categoryColour } from '../../lib/palette'
import { Swatch } from '../../ui/Swatch'

interface CategoryKeyProps {
  /** Those that the chart has anything of. */
  readonly present: readonly Category[]
  readonly hidden: ReadonlySet<Category>
  readonly onToggle: (category: Category) => void
  /** null where the chart has no resident set. */
  readonly residentSetShown: boolean | null
  readonly onToggleResidentSet: () => void
}

/** Names the areas; pressing one hides it, so that small ones are seen without the large. */
export const CategoryKey = memo(function CategoryKey({
  present,
  hidden,
  onToggle,
  residentSetShown,
  onToggleResidentSet,
}: CategoryKeyProps) {
  return (
    <fieldset className="timeline-key" aria-label={t('timeline:categoriesShown')}>
      {present.map((category) => (
        <button
          key={category}
          type="button"
          aria-pressed={!hidden.has(category)}
          title={t(hidden.has(category) ? 'timeline:show' : 'timeline:hide', {
            category: CATEGORY_LABELS[category].toLowerCase(),
          })}
          onClick={() => onToggle(category)}
        >
          <Swatch colour={categoryColour(category)} />
          {CATEGORY_LABELS[category]}
        </button>
      ))}
      {residentSetShown === null ? null : (
        <button type="button" aria-pressed={residentSetShown} onClick={onToggleResidentSet}>
          <span className="timeline-line" aria-hidden="true" />
          {t('timeline:residentSet')}
        </button>
      )}
    </fieldset>
  )
})
