import { Modal } from '@mantine/core'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { COMMAND_GROUPS, type Command } from '../../ui/command'
import { Heading } from '../../ui/Heading'
import { Keys } from '../../ui/Keys'

interface KeyHelpProps {
  readonly commands: readonly Command[]
  readonly mac: boolean
}

/** Keys that have no command: they work where the cursor is. */
const LOCAL_KEYS = {
  where: [
    ['nodes', ['ArrowUp', 'ArrowDown']],
    ['zoomGraph', ['Plus', 'Minus']],
    ['rows', ['ArrowUp', 'ArrowDown']],
    ['matches', ['Enter', 'shift+Enter']],
    ['close', ['Escape']],
  ],
  charts: [
    ['zoom', ['W', 'S']],
    ['pan', ['A', 'D']],
    ['showAll', ['Escape']],
  ],
} as const

/** All keys, by what they are for. */
export function KeyHelp({ commands, mac }: KeyHelpProps) {
  const shown = useApp((state) => state.keysShown)
  const withKeys = commands.filter((command) => command.keys !== undefined)
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
      <div className="palette-keys">
        {COMMAND_GROUPS.map((group) => {
          const listed = withKeys.filter((command) => command.group === group)
          if (listed.length === 0) return null
          return (
            <section key={group}>
              <Heading>{t(`palette:group.${group}`)}</Heading>
              <dl>
                {listed.map(({ id, label, keys = [] }) => (
                  <KeyRow key={id} label={label} keys={keys} mac={mac} />
                ))}
              </dl>
            </section>
          )
        })}
        <LocalKeys title={t('palette:local.where')} mac={mac}>
          {LOCAL_KEYS.where.map(([meaning, keys]) => ({ label: t(`palette:local.${meaning}`), keys }))}
        </LocalKeys>
        <LocalKeys title={t('palette:local.charts')} mac={mac}>
          {LOCAL_KEYS.charts.map(([meaning, keys]) => ({ label: t(`palette:local.${meaning}`), keys }))}
        </LocalKeys>
      </div>
    </Modal>
  )
}

interface LocalKeysProps {
  readonly title: string
  readonly mac: boolean
  readonly children: readonly { readonly label: string; readonly keys: readonly string[] }[]
}

function LocalKeys({ title, mac, children }: LocalKeysProps) {
  return (
    <section>
      <Heading>{title}</Heading>
      <dl>
        {children.map(({ label, keys }) => (
          <KeyRow key={label} label={label} keys={keys} mac={mac} />
        ))}
      </dl>
    </section>
  )
}

interface KeyRowProps {
  readonly label: string
  readonly keys: readonly string[]
  readonly mac: boolean
}

function KeyRow({ label, keys, mac }: KeyRowProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {keys.map((key) => (
          <Keys key={key} combination={key} mac={mac} />
        ))}
      </dd>
    </div>
  )
}
