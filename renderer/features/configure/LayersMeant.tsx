// SPDX-License-Identifier: Apache-2.0
import { t } from '../../i18n'
import { layersMeant } from '../../lib/overrides'
import { useApp } from '../../store'

/** How many layers a name or pattern means, before it is forced and after. */
export function LayersMeant({ layers }: { readonly layers: string }) {
  const plan = useApp((state) => state.plan)
  const model = useApp((state) => state.model)
  if (plan === null || model === null) return null
  return (
    <span className="ui-muted" data-testid="layers-meant">
      {t('configure:overrides.means', { count: layersMeant(layers, plan, model) })}
    </span>
  )
}
