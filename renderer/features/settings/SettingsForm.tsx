// SPDX-License-Identifier: Apache-2.0
import { NumberInput, SegmentedControl, Select, Switch } from '@mantine/core'
import { MAX_THREADS } from '#contract/configuration'
import { type Settings, THEMES } from '#contract/settings'
import { BYTE_UNITS } from '#messages/figures'
import { LANGUAGES } from '#messages/languages'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'
import { MachineFigures } from './MachineFigures'

/** What holds for every model; each change holds at once and for the next start. */
export function SettingsForm() {
  const { theme, language, units, threads, reopenLast, watch } = useApp((state) => state.settings)
  const change = (part: Partial<Settings>) => void actions.changeSettings(part)
  return (
    <div className="settings-form">
      <h2 className="ui-heading">{t('settings:title')}</h2>
      <span id="settings-theme">{t('settings:theme')}</span>
      <SegmentedControl
        aria-labelledby="settings-theme"
        data={THEMES.map((value) => ({ value, label: t(`settings:themes.${value}`) }))}
        value={theme}
        onChange={(value) => change({ theme: value })}
      />
      <label htmlFor="settings-language">{t('settings:language')}</label>
      <Select
        id="settings-language"
        data-testid="settings-language"
        comboboxProps={{ withinPortal: false }}
        data={[
          { value: 'system', label: t('settings:systemLanguage') },
          ...LANGUAGES.map(({ tag, name }) => ({ value: tag, label: name })),
        ]}
        value={language}
        onChange={(value) => change({ language: value as Settings['language'] })}
      />
      <span id="settings-units">{t('settings:units')}</span>
      <SegmentedControl
        aria-labelledby="settings-units"
        data={BYTE_UNITS.map((value) => ({ value, label: t(`settings:unitNames.${value}`) }))}
        value={units}
        onChange={(value) => change({ units: value })}
      />
      <label htmlFor="settings-threads">{t('settings:threads')}</label>
      <NumberInput
        id="settings-threads"
        min={1}
        max={MAX_THREADS}
        allowDecimal={false}
        clampBehavior="strict"
        placeholder={t('settings:threadsAuto')}
        value={threads ?? ''}
        onChange={(value) => change({ threads: typeof value === 'number' && value >= 1 ? value : null })}
      />
      <Switch
        size="xs"
        className="settings-switch"
        label={t('settings:reopenLast')}
        checked={reopenLast}
        onChange={(event) => change({ reopenLast: event.currentTarget.checked })}
      />
      <Switch
        size="xs"
        className="settings-switch"
        label={t('settings:watch')}
        checked={watch}
        onChange={(event) => change({ watch: event.currentTarget.checked })}
      />
      <MachineFigures />
      <button
        type="button"
        className="ui-link settings-about"
        data-testid="settings-about"
        onClick={() => actions.showAbout(true)}
      >
        {t('about:title')}
      </button>
    </div>
  )
}
