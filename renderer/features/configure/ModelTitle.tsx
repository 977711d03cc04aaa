import './configure.css'
import { ActionIcon, Popover, Tooltip } from '@mantine/core'
import { IconFolderOpen } from '@tabler/icons-react'
import type { ModelView } from '#contract/model'
import { formatBytes, formatCount } from '../../lib/bytes'
import { actions, useApp } from '../../store'
import { Bytes } from '../../ui/Bytes'

const STRIPPED = 'The file holds no weights for some layers (they were stripped): a run makes them up.'

/** Open button and the name of the open model; its file's facts in a popover. */
export function ModelTitle({ model }: { readonly model: ModelView }) {
  const opening = useApp((state) => state.opening !== null)
  return (
    <div className="configure-model">
      <Tooltip label="Open another model">
        <ActionIcon
          variant="default"
          size={30}
          data-testid="open-button"
          aria-label="Open another model"
          disabled={opening}
          onClick={() => void actions.chooseModel()}
        >
          <IconFolderOpen size={17} />
        </ActionIcon>
      </Tooltip>
      <Popover position="bottom-start" width={420}>
        <Popover.Target>
          <button type="button" className="configure-model-name" data-testid="model-name" title={model.path}>
            <h1>{model.fileName}</h1>
            <span>
              {model.format.toUpperCase()} · {formatBytes(model.fileBytes)} · {formatCount(model.nodes.length)} nodes
              {model.synthesisedWeights ? <em title={STRIPPED}> · weights made up</em> : null}
            </span>
          </button>
        </Popover.Target>
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
      <dt>Path</dt>
      <dd>{model.path}</dd>
      <dt>Format</dt>
      <dd>{model.format.toUpperCase()}</dd>
      <dt>Producer</dt>
      <dd>{model.producer === '' ? 'not stated' : model.producer}</dd>
      <dt>File size</dt>
      <dd>
        <Bytes value={model.fileBytes} />
      </dd>
      <dt>Weights</dt>
      <dd>
        <Bytes value={model.weightBytes} />
        {model.synthesisedWeights ? ' (stripped from the file, made up for a run)' : null}
      </dd>
      <dt>SHA-256</dt>
      <dd>
        <code>{model.sha256}</code>
      </dd>
    </dl>
  )
}
