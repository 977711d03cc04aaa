import { Button, Menu } from '@mantine/core'
import { IconCopyPlus, IconFileText, IconFolderOpen, IconHistory, IconPlus, IconStack2 } from '@tabler/icons-react'
import type { EntrySource } from '#contract/history'
import { t } from '../../i18n'
import { traitsOf } from '../../lib/configurations'
import { configurationName } from '../../lib/labels'
import { letterAt, MOST_SIDES, sourceKey, underOtherEngines } from '../../lib/sides'
import { actions, useApp, useProfiles } from '../../store'
import { selectSides } from '../../store/selectors'
import { Bytes } from '../../ui/Bytes'

/** More sides: the current configuration as it is or under other engines, kept plans and runs, opened documents. */
export function AddSide() {
  const full = useApp((state) => selectSides(state).length >= MOST_SIDES)
  return (
    // In its place in the page, where a long list is scrolled and reached by Tab as well.
    <Menu
      position="bottom-start"
      width={340}
      withinPortal={false}
      floatingStrategy="fixed"
      withInitialFocusPlaceholder={false}
      menuItemTabIndex={0}
    >
      <Menu.Target>
        <Button
          variant="default"
          size="compact-xs"
          disabled={full}
          leftSection={<IconPlus size={13} />}
          data-testid="add-side"
        >
          {t('compare:sides.add')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className="compare-add">
        <OfCurrent />
        <Kept />
        <Documents />
        <Menu.Divider />
        <Menu.Item leftSection={<IconFolderOpen size={14} />} onClick={() => void actions.openDocument()}>
          {t('runs:open')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function OfCurrent() {
  const profiles = useProfiles()
  const configuration = useApp((state) => state.configuration)
  const sides = useApp(selectSides)
  const engines = underOtherEngines(profiles, configuration, sides)
  return (
    <>
      <Menu.Item
        leftSection={<IconCopyPlus size={14} />}
        data-testid="add-current"
        onClick={() => actions.addSides([{ configuration }])}
      >
        {t('compare:sides.keepAs', { letter: letterAt(sides.length) })}
      </Menu.Item>
      {engines.length === 0 ? null : (
        <>
          <Menu.Label>{t('compare:sides.engines')}</Menu.Label>
          {engines.map((source) => (
            <Menu.Item
              key={source.configuration.profile}
              data-testid={`add-engine-${source.configuration.profile}`}
              onClick={() => actions.addSides([source])}
            >
              {traitsOf(profiles, source.configuration.profile).label}
            </Menu.Item>
          ))}
          {engines.length === 1 ? null : (
            <Menu.Item
              leftSection={<IconStack2 size={14} />}
              data-testid="add-every-engine"
              onClick={() => actions.addSides(engines)}
            >
              {t('compare:sides.everyEngine')}
            </Menu.Item>
          )}
        </>
      )}
    </>
  )
}

function Kept() {
  const profiles = useProfiles()
  const history = useApp((state) => state.history)
  const offered = useOffered(
    (history?.entries ?? []).map(({ id, name, configuration, totalBytes, measured }) => ({
      source: { configuration, saved: { kind: 'history', id }, ...(name === '' ? {} : { label: name }) } as const,
      name: name === '' ? configurationName(profiles, configuration) : name,
      totalBytes,
      run: measured !== undefined,
    })),
  )
  if (offered.length === 0) return null
  return (
    <>
      <Menu.Label>{t('compare:sides.kept')}</Menu.Label>
      {offered.map((entry) => (
        <SourceItem key={sourceKey(entry.source)} {...entry} />
      ))}
    </>
  )
}

function Documents() {
  const profiles = useProfiles()
  const documents = useApp((state) => state.documents)
  const offered = useOffered(
    documents.flatMap(({ id, fileName, entries, totalBytes }) =>
      entries.map(({ label, configuration }, index) => {
        const name = label === '' ? configurationName(profiles, configuration) : label
        return {
          source: { configuration, saved: { kind: 'document', id, index }, label: name } as const,
          name: `${fileName}: ${name}`,
          totalBytes: totalBytes[index] ?? 0,
          run: false,
        }
      }),
    ),
  )
  if (offered.length === 0) return null
  return (
    <>
      <Menu.Label>{t('compare:sides.documents')}</Menu.Label>
      {offered.map((entry) => (
        <SourceItem key={sourceKey(entry.source)} {...entry} />
      ))}
    </>
  )
}

interface Offer {
  readonly source: EntrySource
  readonly name: string
  readonly totalBytes: number
  /** It was executed. */
  readonly run: boolean
}

/** Without those that are sides already. */
function useOffered(offers: readonly Offer[]): readonly Offer[] {
  const sides = useApp(selectSides)
  const taken = new Set(sides.map(({ source }) => sourceKey(source)))
  return offers.filter(({ source }) => !taken.has(sourceKey(source)))
}

function SourceItem({ source, name, totalBytes, run }: Offer) {
  const Icon = source.saved?.kind === 'document' ? IconFileText : IconHistory
  return (
    <Menu.Item
      leftSection={<Icon size={14} />}
      rightSection={
        <span className="compare-add-size">
          <Bytes value={totalBytes} />
        </span>
      }
      data-testid="add-kept"
      title={run ? `${name} · ${t('compare:sides.run')}` : name}
      onClick={() => actions.addSides([source])}
    >
      <span className="compare-add-name">{name}</span>
    </Menu.Item>
  )
}
