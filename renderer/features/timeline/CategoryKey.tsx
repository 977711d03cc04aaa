import { CATEGORIES } from '#contract/plan'
import { CATEGORY_LABELS } from '../../lib/labels'
import { categoryColour } from '../../lib/palette'
import { Swatch } from '../../ui/Swatch'

export function CategoryKey({ withResidentSet }: { readonly withResidentSet: boolean }) {
  return (
    <div className="timeline-key" style={{ marginLeft: 'auto' }}>
      {CATEGORIES.map((category) => (
        <span key={category}>
          <Swatch colour={categoryColour(category)} />
          {CATEGORY_LABELS[category]}
        </span>
      ))}
      {withResidentSet ? (
        <span>
          <span className="timeline-line" aria-hidden="true" />
          RSS (reported by the OS)
        </span>
      ) : null}
    </div>
  )
}
