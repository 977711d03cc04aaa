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
const LOCAL_KEYS = [
  ['nextNode', ['ArrowDown']],
  ['previousNode', ['ArrowUp']],
  ['nextMatch', ['Enter']],
  ['close', ['Escape']],
  ['zoomTimeline', ['W', 'S']],
  ['panTimeline', ['A', 'D']],
] as const

/** All keys, by what they are for. */
export function KeyHelp({ commands, mac }: KeyHelpProps) {
  const shown = useApp((state) => state.keysShown)
  const withKeys = commands.filter((command) => command.keys !== undefined)
  return (
    <Modal
      opened={shown}
      onClose={() => actions.showKeys(false)}
      title={t('palette:keysTitle')}
      size="lg"
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
                {group === 'go'
                  ? LOCAL_KEYS.map(([meaning, keys]) => (
                      <KeyRow key={meaning} label={t(`palette:local.${meaning}`)} keys={keys} mac={mac} />
                    ))
                  : null}
              </dl>
            </section>
          )
        })}
      </div>
    </Modal>
  )
}

interface KeyRowProps {
  readonly label: string
  readonly keys: readonly string[]
  readonly mac: boolean
}

function KeyRow({ label, keys, mac }: KeyRowProps) {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {keys.map((key) => (
          <Keys key={key} combination={key} mac={mac} />
        ))}
      </dd>
    </>
  )
}
