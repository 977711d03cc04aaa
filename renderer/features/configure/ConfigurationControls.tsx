// SPDX-License-Identifier: Apache-2.0
import './configure.css'
import { NumberInput, Select, Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { type InstructionSet, isOffered, MAX_THREADS, usesProcessor } from '#contract/configuration'
import { ISA_NAMES } from '#messages/terms'
import { say, t } from '../../i18n'
import { groupedProfiles, traitsOf } from '../../lib/configurations'
import { actions, useApp, useProfiles } from '../../store'
import { MoreSettings } from './MoreSettings'
import { SettingSegments, SettingSelect } from './SettingControls'

/** Before the id of a target, which no instruction set begins with. */
const TARGET = 'target:'
/** Settings beside the prominent ones that have a place of their own. */
const MOST_IN_BAR = 3
/** A window as narrow has no room for them in one row. */
const NARROW = '(max-width: 1500px)'

/** The configuration that plans are made for; any change plans anew at once. */
export function ConfigurationControls() {
  const profiles = useProfiles()
  const { profile, threads, isa } = useApp(
    useShallow(({ configuration }) => ({
      profile: configuration.profile,
      threads: configuration.threads,
      isa: configuration.isa,
    })),
  )
  const { instructionSets, settings, targets = [] } = traitsOf(profiles, profile)
  const sets = instructionSets.map((value) => ({ value: String(value), label: ISA_NAMES[value] }))
  const known = targets.map(({ id, name }) => ({ value: `${TARGET}${id}`, label: say(name) }))
  const choose = (value: string | null) => {
    const target = targets.find(({ id }) => value === `${TARGET}${id}`)
    if (target !== undefined) void actions.chooseTarget(target)
    else if (value !== null) void actions.configure({ isa: value as InstructionSet })
  }
  const offered = useApp(
    useShallow(({ configuration }) => settings.filter((setting) => isOffered(setting, configuration))),
  )
  const narrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false })
  const others = offered.filter(({ prominent, leads }) => prominent !== true && leads !== true)
  const isOnProcessor = useApp(({ configuration }) => usesProcessor(settings, configuration))
  return (
    <fieldset className="configure-controls" aria-label={t('configure:title')}>
      <div className="configure-field configure-engine">
        <label htmlFor="config-profile">{t('configure:engine')}</label>
        <Select
          id="config-profile"
          data-testid="config-profile"
          w="100%"
          data={groupedProfiles(profiles, say)}
          value={profile}
          searchable
          // What is typed is looked for, not added to the name that stands there.
          onFocus={(event) => event.currentTarget.select()}
          maxDropdownHeight={320}
          nothingFoundMessage={t('configure:noEngine')}
          comboboxProps={{ width: 250, position: 'bottom-start' }}
          onChange={(value) => value !== null && void actions.configure({ profile: value })}
        />
      </div>
      {offered.map((setting) =>
        setting.prominent || setting.leads ? <SettingSegments key={setting.id} setting={setting} /> : null,
      )}
      {isOnProcessor && (
        <div className="configure-field">
          <label htmlFor="config-threads">{t('configure:threads')}</label>
          <ThreadsInput threads={threads} />
        </div>
      )}
      <div className="configure-field">
        <span className="configure-title">
          <label htmlFor="config-isa">{t('configure:isa')}</label>
          {!isOnProcessor && (
            <span className="configure-idle" title={say({ id: 'note.gpuProcessor' })}>
              {t('configure:noEffect')}
            </span>
          )}
        </span>
        <Select
          id="config-isa"
          data-testid="config-isa"
          w={narrow ? 108 : 116}
          data={
            targets.length === 0
              ? sets
              : [
                  { group: t('configure:targets'), items: known },
                  { group: t('configure:isa'), items: sets },
                ]
          }
          value={isa}
          maxDropdownHeight={360}
          comboboxProps={{ width: targets.length === 0 ? 'target' : 290, position: 'bottom-start' }}
          onChange={choose}
        />
      </div>
      {others.length > (narrow ? 0 : MOST_IN_BAR) ? (
        <MoreSettings settings={others} />
      ) : (
        others.map((setting) => <SettingSelect key={setting.id} setting={setting} />)
      )}
    </fieldset>
  )
}

/** Keeps what is being typed; only a whole number in range becomes the configuration, and one that is not says so. */
function ThreadsInput({ threads }: { readonly threads: number }) {
  const [draft, setDraft] = useState<string | number>(threads)
  const [known, setKnown] = useState(threads)
  // Set elsewhere, by undo for one. A field made anew would lose the focus after the first digit.
  if (threads !== known) {
    setKnown(threads)
    setDraft(threads)
  }
  const valid = draft === '' || isThreads(draft)
  return (
    <Tooltip label={t('configure:between', { least: 1, most: MAX_THREADS })} opened={!valid} color="red" withArrow>
      <NumberInput
        id="config-threads"
        data-testid="config-threads"
        w={58}
        min={1}
        max={MAX_THREADS}
        allowDecimal={false}
        clampBehavior="none"
        error={!valid}
        value={draft}
        onChange={(value) => {
          setDraft(value)
          if (isThreads(value) && value !== threads) void actions.configure({ threads: value })
        }}
        onBlur={() => valid && setDraft(threads)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setDraft(threads)
        }}
      />
    </Tooltip>
  )
}

function isThreads(value: string | number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MAX_THREADS
}
