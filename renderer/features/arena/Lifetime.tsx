// SPDX-License-Identifier: Apache-2.0
import type { Placed } from '#contract/arena'
import type { ModelView } from '#contract/model'
import { layerTitles } from '#messages/plain-text'
import { t } from '../../i18n'

/** From what makes it to its last use, in words. */
export function Lifetime({ model, placed: { node, until } }: { readonly model: ModelView; readonly placed: Placed }) {
  const titles = layerTitles(model.nodes)
  return (
    <span className="ui-muted">
      {t('arena:lifetime', {
        from: node === null ? t('arena:input') : (titles[node] ?? ''),
        to: until === null ? t('arena:stays') : (titles[until] ?? ''),
      })}
    </span>
  )
}
