// SPDX-License-Identifier: Apache-2.0
import { IconAlertTriangle } from '@tabler/icons-react'
import type { Lint } from '#contract/advice'
import { asLabel } from '#messages/terms'
import { say, t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { actions, useApp } from '../../store'
import { Bytes } from '../../ui/Bytes'

const MOST_LAYERS = 3

export function WarningList({ lints }: { readonly lints: readonly Lint[] }) {
  if (lints.length === 0) return <p className="advice-text">{t('advice:noWarnings')}</p>
  return (
    <ul className="advice-warnings">
      {lints.map((lint) => (
        <li key={lint.kind} className="advice-warning" data-testid="lint" data-kind={lint.kind} data-bytes={lint.bytes}>
          <IconAlertTriangle size={15} aria-hidden="true" />
          <div>
            <p>{sentence(lint)}</p>
            <Layers lint={lint} />
          </div>
        </li>
      ))}
    </ul>
  )
}

/** The largest layers, each a way to it. */
function Layers({ lint: { layers } }: { readonly lint: Lint }) {
  const nodes = useApp((state) => state.model?.nodes)
  if (layers.length === 0) return null
  return (
    <div className="advice-layers">
      {layers.slice(0, MOST_LAYERS).map(({ node, bytes }) => (
        <button key={node} type="button" onClick={() => actions.reveal(node)}>
          <span>{nodes?.[node]?.name}</span>
          <Bytes value={bytes} />
        </button>
      ))}
      {layers.length > MOST_LAYERS ? (
        <small>{t('advice:moreLayers', { count: layers.length - MOST_LAYERS })}</small>
      ) : null}
    </div>
  )
}

function sentence(lint: Lint): string {
  const figures = { count: lint.layers.length, bytes: formatBytes(lint.bytes) }
  switch (lint.kind) {
    case 'setting-ignored': {
      const { setting, value } = lint
      return t('advice:lint.settingIgnored', {
        ...figures,
        setting: asLabel(say({ id: 'setting.effect', setting, value })),
      })
    }
    case 'workspace-over-activations':
      return t('advice:lint.workspaceOverActivations', {
        ...figures,
        activations: formatBytes(lint.activationBytes),
      })
    case 'winograd-without-gain':
      return t('advice:lint.winogradWithoutGain', figures)
    case 'inflated-weights':
      return t('advice:lint.inflatedWeights', { ...figures, ratio: lint.ratio.toFixed(1) })
  }
}
