import './configure.css'
import { NumberInput, SegmentedControl, Select } from '@mantine/core'
import { useState } from 'react'
import {
  DEFAULT_PRECISION,
  DEFAULT_WINOGRAD_LEVEL,
  type InstructionSet,
  MAX_THREADS,
  MEMORY_MODES,
  type MemoryMode,
  PRECISIONS,
  type Precision,
  WINOGRAD_LEVELS,
  type WinogradLevel,
} from '#contract/configuration'
import { say, t } from '../../i18n'
import { traitsOf } from '../../lib/configurations'
import { ISA_LABELS, MEMORY_LABELS, PRECISION_LABELS, WINOGRAD_LEVEL_LABELS } from '../../lib/labels'
import { actions, useApp, useProfiles } from '../../store'

const levels = () => WINOGRAD_LEVELS.map((level) => ({ value: String(level), label: WINOGRAD_LEVEL_LABELS[level] }))
const precisions = () => PRECISIONS.map((value) => ({ value, label: PRECISION_LABELS[value] }))
const modes = () =>
  MEMORY_MODES.map((value) => ({
    value,
    label: <span data-testid={`config-memory-${value}`}>{MEMORY_LABELS[value]}</span>,
  }))

/** The configuration that plans are made for; any change plans anew at once. */
export function ConfigurationControls() {
  const profiles = useProfiles()
  const { profile, memory, threads, isa, precision, winogradLevel } = useApp((state) => state.configuration)
  const { instructionSets, hasWinogradLevel } = traitsOf(profiles, profile)
  return (
    <fieldset className="configure-controls" aria-label={t('configure:title')}>
      <div className="configure-field">
        <label htmlFor="config-profile">{t('configure:engine')}</label>
        <Select
          id="config-profile"
          data-testid="config-profile"
          w={166}
          data={profiles.map(({ id, label }) => ({ value: id, label: say(label) }))}
          value={profile}
          comboboxProps={{ width: 210, position: 'bottom-start', transitionProps: { duration: 0 } }}
          allowDeselect={false}
          onChange={(value) => value !== null && void actions.configure({ profile: value })}
        />
      </div>
      <div className="configure-field">
        <span id="config-memory-label">{t('configure:memoryMode')}</span>
        <SegmentedControl<MemoryMode>
          aria-labelledby="config-memory-label"
          data={modes()}
          value={memory}
          onChange={(value) => void actions.configure({ memory: value })}
        />
      </div>
      <div className="configure-field">
        <label htmlFor="config-threads">{t('configure:threads')}</label>
        <ThreadsInput key={threads} threads={threads} />
      </div>
      <div className="configure-field">
        <label htmlFor="config-isa">{t('configure:isa')}</label>
        <Select
          id="config-isa"
          data-testid="config-isa"
          w={106}
          data={instructionSets.map((value) => ({ value, label: ISA_LABELS[value] }))}
          value={isa}
          comboboxProps={{ transitionProps: { duration: 0 } }}
          onChange={(value) => void actions.configure({ isa: value as InstructionSet })}
        />
      </div>
      {isa === 'arm64-fp16' ? (
        <div className="configure-field">
          <label htmlFor="config-precision">{t('configure:precision')}</label>
          <Select
            id="config-precision"
            data-testid="config-precision"
            w={88}
            data={precisions()}
            value={precision ?? DEFAULT_PRECISION}
            comboboxProps={{ transitionProps: { duration: 0 } }}
            onChange={(value) => void actions.configure({ precision: value as Precision })}
          />
        </div>
      ) : null}
      {hasWinogradLevel ? (
        <div className="configure-field">
          <label htmlFor="config-winograd-level">{t('configure:winogradLevel')}</label>
          <Select
            id="config-winograd-level"
            data-testid="config-winograd-level"
            w={108}
            data={levels()}
            value={String(winogradLevel ?? DEFAULT_WINOGRAD_LEVEL)}
            comboboxProps={{ transitionProps: { duration: 0 } }}
            onChange={(value) => void actions.configure({ winogradLevel: Number(value) as WinogradLevel })}
          />
        </div>
      ) : null}
    </fieldset>
  )
}

/** Keeps what is being typed; only a whole number in range becomes the configuration. */
function ThreadsInput({ threads }: { readonly threads: number }) {
  const [draft, setDraft] = useState<string | number>(threads)
  return (
    <NumberInput
      id="config-threads"
      data-testid="config-threads"
      w={58}
      min={1}
      max={MAX_THREADS}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="strict"
      value={draft}
      onChange={(value) => {
        setDraft(value)
        if (typeof value === 'number' && value >= 1 && value <= MAX_THREADS && value !== threads) {
          void actions.configure({ threads: value })
        }
      }}
      onBlur={() => setDraft(threads)}
    />
  )
}
