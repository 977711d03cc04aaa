// SPDX-License-Identifier: Apache-2.0
import './configure.css'
import { Popover } from '@mantine/core'
import { IconFolderOpen } from '@tabler/icons-react'
import type { ModelView } from '#contract/model'
import { t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { actions, useApp } from '../../store'
import { Bytes } from '../../ui/Bytes'
import { IconButton } from '../../ui/IconButton'

/** Open button and the name of the open model; its file's facts in a popover. */
export function ModelTitle({ model }: { readonly model: ModelView }) {
  const opening = useApp((state) => state.opening !== null)
  return (
    <div className="configure-model">
      <IconButton
        label={t('configure:openAnother')}
        variant="default"
        size={30}
        data-testid="open-button"
        disabled={opening}
        onClick={() => void actions.chooseModel()}
      >
        <IconFolderOpen size={17} />
      </IconButton>
      <Popover position="bottom-start" width={420}>
        <div className="configure-model-name" data-testid="model-name" title={model.path}>
          <h1>
            <Popover.Target>
              <button type="button">{model.fileName}</button>
            </Popover.Target>
          </h1>
          <span>
            {model.format.toUpperCase()} · {formatBytes(model.fileBytes)} ·{' '}
            {t('configure:nodes', { count: model.nodes.length })}
            {model.synthesisedWeights ? <em title={t('configure:stripped')}> · {t('configure:madeUp')}</em> : null}
          </span>
        </div>
        <Popover.Dropdown>
          <ModelFacts model={model} />
        </Popover.Dropdown>
      </Popover>
    </div>
  )
}

function ModelFacts({ model }: { readonly model: ModelView }) {
  return (
    <dl className="ui-facts">
      <dt>{t('configure:facts.path')}</dt>
      <dd>{model.path}</dd>
      <dt>{t('configure:facts.format')}</dt>
      <dd>{model.format.toUpperCase()}</dd>
      <dt>{t('configure:facts.producer')}</dt>
      <dd>{model.producer === '' ? t('configure:facts.noProducer') : model.producer}</dd>
      <dt>{t('configure:facts.fileSize')}</dt>
      <dd>
        <Bytes value={model.fileBytes} />
      </dd>
      <dt>{t('configure:facts.weights')}</dt>
      <dd>
        <Bytes value={model.weightBytes} />
        {model.synthesisedWeights ? ` ${t('configure:facts.strippedWeights')}` : null}
      </dd>
      <dt>{t('configure:facts.sha256')}</dt>
      <dd>
        <code>{model.sha256}</code>
      </dd>
    </dl>
  )
}
