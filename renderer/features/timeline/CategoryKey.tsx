import { CATEGORIES, type Category } from '#contract/plan'
import { CATEGORY_LABELS } from '../../lib/labels'
import { categoryColour } from '../../lib/palette'
import { Swatch } from '../../ui/Swatch'

interface CategoryKeyProps {
  readonly hidden: ReadonlySet<Category>
  readonly onToggle: (category: Category) => void
  /** null where the chart has no resident set. */
  readonly residentSetShown: boolean | null
  readonly onToggleResidentSet: () => void
}

/** Names the areas; pressing one hides it, so that small ones are seen without the large. */
export function CategoryKey({ hidden, onToggle, residentSetShown, onToggleResidentSet }: CategoryKeyProps) {
  return (
    <fieldset className="timeline-key" aria-label="Categories shown">
      {CATEGORIES.map((category) => (
        <button
          key={category}
          type="button"
          aria-pressed={!hidden.has(category)}
          title={`${hidden.has(category) ? 'Show' : 'Hide'} ${CATEGORY_LABELS[category].toLowerCase()}`}
          onClick={() => onToggle(category)}
        >
          <Swatch colour={categoryColour(category)} />
          {CATEGORY_LABELS[category]}
        </button>
      ))}
      {residentSetShown === null ? null : (
        <button type="button" aria-pressed={residentSetShown} onClick={onToggleResidentSet}>
          <span className="timeline-line" aria-hidden="true" />
          RSS (reported by the OS)
        </button>
      )}
    </fieldset>
  )
}
