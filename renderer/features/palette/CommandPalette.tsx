// SPDX-License-Identifier: Apache-2.0
import '@mantine/spotlight/styles.css'
import './palette.css'
import { Spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { t } from '../../i18n'
import { opName } from '../../lib/labels'
import type { LayerRow } from '../../lib/layers/rows'
import { actions, useApp } from '../../store'
import { selectLayerRows } from '../../store/selectors'
import { AlgorithmBadge } from '../../ui/AlgorithmBadge'
import { COMMAND_GROUPS, type Command } from '../../ui/command'
import { Keys } from '../../ui/Keys'
import { paletteStore } from './palette'
import { rankByText } from './rank-by-text'

const MOST_LAYERS = 12

export interface CommandsProps {
  readonly useCommands: () => readonly Command[]
  readonly mac: boolean
}

/** Runs any command by name, and goes to any layer. */
export function CommandPalette(props: CommandsProps) {
  const [query, setQuery] = useState('')
  return (
    <Spotlight.Root
      store={paletteStore}
      query={query}
      onQueryChange={setQuery}
      shortcut={null}
      scrollable
      maxHeight={420}
      classNames={{
        content: 'palette',
        search: 'palette-field',
        action: 'palette-action',
        actionsGroup: 'palette-group',
      }}
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.3, blur: 0 }}
    >
      <Spotlight.Search
        placeholder={t('palette:placeholder')}
        aria-label={t('palette:placeholder')}
        data-testid="palette-field"
        leftSection={<IconSearch size={16} />}
      />
      <Found {...props} query={query} />
    </Spotlight.Root>
  )
}

/** Rendered while the palette is open. */
function Found({ useCommands, mac, query }: CommandsProps & { readonly query: string }) {
  const layers = useLayersByName(query)
  const found = rankByText(
    useCommands().filter((command) => command.id !== 'palette'),
    query,
    (command) => command.label,
  )
  return (
    <Spotlight.ActionsList>
      {COMMAND_GROUPS.map((group) => (
        <Group
          key={group}
          label={t(`palette:group.${group}`)}
          commands={found.filter((c) => c.group === group)}
          mac={mac}
        />
      ))}
      <Layers rows={layers} />
      {found.length + layers.length === 0 ? <Spotlight.Empty>{t('palette:none')}</Spotlight.Empty> : null}
    </Spotlight.ActionsList>
  )
}

interface GroupProps {
  readonly label: string
  readonly commands: readonly Command[]
  readonly mac: boolean
}

function Group({ label, commands, mac }: GroupProps) {
  if (commands.length === 0) return null
  return (
    <Spotlight.ActionsGroup label={label}>
      {commands.map((command) => (
        <Spotlight.Action
          key={command.id}
          data-testid={`palette-${command.id}`}
          label={command.label}
          rightSection={command.keys?.[0] === undefined ? null : <Keys combination={command.keys[0]} mac={mac} />}
          dimmedSections={false}
          onClick={() => void command.run()}
        />
      ))}
    </Spotlight.ActionsGroup>
  )
}

/** Layers by name, once something is typed. */
function useLayersByName(query: string): readonly LayerRow[] {
  const rows = useApp(selectLayerRows)
  return query.trim() === '' ? [] : rankByText(rows, query, (row) => row.node.name).slice(0, MOST_LAYERS)
}

function Layers({ rows }: { readonly rows: readonly LayerRow[] }) {
  if (rows.length === 0) return null
  return (
    <Spotlight.ActionsGroup label={t('palette:group.layers')}>
      {rows.map(({ node, decision, kernel }) => (
        <Spotlight.Action
          key={node.id}
          label={node.name}
          rightSection={
            decision === null ? (
              <span className="ui-muted">{opName(node)}</span>
            ) : (
              <AlgorithmBadge
                algorithm={decision.algorithm}
                unit={decision.unit}
                kernel={kernel}
                whatIf={decision.whatIf}
              />
            )
          }
          dimmedSections={false}
          onClick={() => actions.reveal(node.id)}
        />
      ))}
    </Spotlight.ActionsGroup>
  )
}
