// SPDX-License-Identifier: Apache-2.0
import './configure.css'
import { Popover } from '@mantine/core'
import { IconFolderOpen } from '@tabler/icons-react'
import { Fragment } from 'react'
import type { ModelView } from '#contract/model'
import { t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { shapeText, typeText } from '../../lib/labels'
import { tensorsOf } from '../../lib/layers/lookups'
import { actions, useApp } from '../../store'
import { Bytes } from '../../ui/Bytes'
import { IconButton } from '../../ui/IconButton'

/** Open button and the name of the open model; its file's facts in a popover. */
export function ModelTitle({ model }: { readonly model: ModelView }) {
  const opening = useApp((state) => state.opening !== null)
  return (
    <div className="configure-model">
      {/* Made anew with the model: while it is disabled it does not notice that the pointer has left. */}
      <IconButton
        key={model.id}
        label={t('configure:openAnother')}
        variant="default"
        size={30}
        data-testid="open-button"
        disabled={opening}
        onClick={() => void actions.chooseModel()}
      >
        <IconFolderOpen size={17} />
      </IconButton>
      <Popover position="bottom-start" width={460}>
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
        <Popover.Dropdown mah="70vh" style={{ overflow: 'auto' }}>
          <ModelFacts model={model} />
        </Popover.Dropdown>
      </Popover>
    </div>
  )
}

interface TensorsProps {
  readonly model: ModelView
  readonly title: string
  readonly ids: readonly number[]
}

/** Inputs or outputs with shape and type. */
function Tensors({ model, title, ids }: TensorsProps) {
  if (ids.length === 0) return null
  return (
    <>
      <dt>{title}</dt>
      <dd>
        {tensorsOf(model, ids).map(({ id, name, dims, dtype }) => (
          <div key={id}>
            {name} <span className="ui-muted">{`${shapeText(dims)} ${typeText(dtype)}`}</span>
          </div>
        ))}
      </dd>
    </>
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
      <Tensors model={model} title={t('configure:facts.inputs')} ids={model.inputs.map(({ tensor }) => tensor)} />
      <Tensors model={model} title={t('configure:facts.outputs')} ids={model.outputs} />
      {(model.properties ?? []).map(({ name, value }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a file may name a property twice, and the list never changes
        <Fragment key={index}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
