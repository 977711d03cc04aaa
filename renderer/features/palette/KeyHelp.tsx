// SPDX-License-Identifier: Apache-2.0
import { Modal } from '@mantine/core'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { COMMAND_GROUPS, type Command } from '../../ui/command'
import { Heading } from '../../ui/Heading'
import { Keys } from '../../ui/Keys'
import type { CommandsProps } from './CommandPalette'

/** Keys that have no command: they work where the cursor is. */
const LOCAL_KEYS = {
  where: [
    ['nodes', ['ArrowUp', 'ArrowDown']],
    ['zoomGraph', ['Plus', 'Minus']],
    ['rows', ['ArrowUp', 'ArrowDown']],
    ['map', ['Plus', 'Minus']],
    ['matches', ['Enter', 'shift+Enter']],
    ['close', ['Escape']],
  ],
  charts: [
    ['zoom', ['W', 'S']],
    ['pan', ['A', 'D']],
    ['fitRange', ['F']],
    ['clearRange', ['R']],
    ['showAll', ['Escape']],
    ['placed', ['ArrowUp', 'ArrowDown']],
  ],
} as const

/** All keys, by what they are for. */
export function KeyHelp(props: CommandsProps) {
  const shown = useApp((state) => state.keysShown)
  return (
    <Modal
      opened={shown}
      onClose={() => actions.showKeys(false)}
      title={t('palette:keysTitle')}
      size="xl"
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('palette:close') }}
      data-testid="key-help"
    >
      <Sections {...props} />
    </Modal>
  )
}

/** Rendered while the list is open. */
function Sections({ useCommands, mac }: CommandsProps) {
  const commands = useCommands()
  const sections = [
    ...COMMAND_GROUPS.map((group) => ({
      title: t(`palette:group.${group}`),
      rows: commands.filter((command) => command.group === group && command.keys !== undefined),
    })),
    { title: t('palette:local.where'), rows: localKeys(LOCAL_KEYS.where) },
    { title: t('palette:local.charts'), rows: localKeys(LOCAL_KEYS.charts) },
  ]
  return (
    <div className="palette-keys">
      {sections.map(({ title, rows }) =>
        rows.length === 0 ? null : (
          <section key={title}>
            <Heading>{title}</Heading>
            <dl>
              {rows.map(({ label, keys = [] }) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>
                    {keys.map((key) => (
                      <Keys key={key} combination={key} mac={mac} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ),
      )}
    </div>
  )
}

type LocalKey = (typeof LOCAL_KEYS)['where' | 'charts'][number]

function localKeys(keys: readonly LocalKey[]): readonly Pick<Command, 'label' | 'keys'>[] {
  return keys.map(([meaning, combinations]) => ({ label: t(`palette:local.${meaning}`), keys: combinations }))
}
