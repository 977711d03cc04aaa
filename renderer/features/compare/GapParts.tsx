// SPDX-License-Identifier: Apache-2.0
import { t } from '../../i18n'
import { formatBytesDelta } from '../../lib/bytes'
import { CATEGORY_LABELS } from '../../lib/labels'
import { categoryColour } from '../../lib/palette'
import { actions, useApp } from '../../store'
import { BytesDelta } from '../../ui/Bytes'
import { LayerName } from '../../ui/LayerName'
import { Swatch } from '../../ui/Swatch'
import type { GapPart } from './gap'

const SHOWN = 60

/** The shares of the gap, the largest first; the rest in one line, so that the list adds up. */
export function GapParts({ parts }: { readonly parts: readonly GapPart[] }) {
  const nodes = useApp((state) => state.model?.nodes)
  const rest = parts.slice(SHOWN)
  const restBytes = rest.reduce((sum, { bytes }) => sum + bytes, 0)
  return (
    <ul className="compare-parts" data-testid="gap-parts">
      {parts.slice(0, SHOWN).map(({ layer, category, bytes }) => {
        const node = layer === null ? undefined : nodes?.find(({ name }) => name === layer)
        return (
          <li key={`${layer ?? ''} ${category}`}>
            <Swatch colour={categoryColour(category)} />
            <span title={CATEGORY_LABELS[category]}>
              {node === undefined ? (
                (layer ?? CATEGORY_LABELS[category])
              ) : (
                <button type="button" className="ui-link" onClick={() => actions.reveal(node.id)}>
                  <LayerName name={node.name} />
                </button>
              )}
            </span>
            <BytesDelta value={bytes} />
          </li>
        )
      })}
      {rest.length === 0 ? null : (
        <li className="ui-muted">
          {t('compare:gap.more', { count: rest.length, bytes: formatBytesDelta(restBytes) })}
        </li>
      )}
    </ul>
  )
}
