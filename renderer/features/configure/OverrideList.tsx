// SPDX-License-Identifier: Apache-2.0
import { Button, CloseButton } from '@mantine/core'
import type { Override } from '#contract/configuration'
import { t } from '../../i18n'
import { algorithmName } from '../../lib/labels'
import { overrideText } from '../../lib/overrides'
import { actions } from '../../store'
import { LayersMeant } from './LayersMeant'

/** In the order in which they are laid down: of two that mean one layer the later wins. */
export function OverrideList({ overrides }: { readonly overrides: readonly Override[] }) {
  if (overrides.length === 0) return <p className="configure-hint">{t('configure:overrides.empty')}</p>
  return (
    <>
      <ol className="configure-override-list">
        {overrides.map((override, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same override may be there twice
          <li key={`${index} ${overrideText(override)}`} data-testid="override">
            <code>{override.layers}</code>
            <LayersMeant layers={override.layers} />
            <span>{algorithmName(override.algorithm, override.unit ?? null)}</span>
            <CloseButton
              size="xs"
              aria-label={t('configure:overrides.remove', { layers: override.layers })}
              onClick={() => void actions.override(overrides.filter((_, at) => at !== index))}
            />
          </li>
        ))}
      </ol>
      <Button
        variant="subtle"
        size="compact-xs"
        data-testid="overrides-reset"
        onClick={() => void actions.override([])}
      >
        {t('configure:overrides.reset')}
      </Button>
    </>
  )
}
