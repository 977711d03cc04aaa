// SPDX-License-Identifier: Apache-2.0
import { t } from '../i18n'

/** Where a group of figures comes from. */
export type OriginKind = 'modelled' | 'measured' | 'reported by the OS'

export function Origin({ kind }: { readonly kind: OriginKind }) {
  return (
    <span className="ui-origin" data-origin={kind} title={t(`common:originExplained.${kind}`)}>
      {t(`common:origin.${kind}`)}
    </span>
  )
}
