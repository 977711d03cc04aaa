// SPDX-License-Identifier: Apache-2.0
import { SegmentedControl, Select } from '@mantine/core'
import { type Setting, settingValue, withSetting } from '#contract/configuration'
import { say, t } from '../../i18n'
import { actions, currentState, useApp } from '../../store'

interface Props {
  readonly setting: Setting
}

/** Values cross a control as text. */
function useSetting(setting: Setting) {
  const current = useApp((state) => settingValue(setting, state.configuration))
  const idle = useApp((state) =>
    state.plan?.notes.find((note) => note.id === 'note.settingIdle' && note.setting === setting.id),
  )
  const { id, values } = setting
  return {
    label: `config-${id}`,
    title: say({ id: 'setting.title', setting: id }),
    /** Why it does nothing; null where it does something, or nobody says. */
    idle: idle === undefined ? null : say(idle),
    shown: String(current),
    offered: values.map((value) => ({
      value: String(value),
      label: say({ id: 'setting.offered', setting: id, value }),
    })),
    choose(text: string | null) {
      const value = values.find((each) => String(each) === text)
      if (value !== undefined) void actions.configure(withSetting(currentState().configuration, setting, value))
    },
  }
}

/** Beside the name of a control that does nothing to this model. */
function NoEffect({ id, why }: { readonly id: string; readonly why: string | null }) {
  if (why === null) return null
  return (
    <span id={id} className="configure-idle" title={why} data-testid={id}>
      {t('configure:noEffect')}
    </span>
  )
}

/** All values side by side: for the settings that people change most. */
export function SettingSegments({ setting }: Props) {
  const { label, title, idle, shown, offered, choose } = useSetting(setting)
  return (
    <div className="configure-field">
      <span className="configure-title">
        <span id={`${label}-label`}>{title}</span>
        <NoEffect id={`${label}-idle`} why={idle} />
      </span>
      <SegmentedControl
        aria-labelledby={`${label}-label`}
        aria-describedby={idle === null ? undefined : `${label}-idle`}
        data={offered.map(({ value, label: text }) => ({
          value,
          label: <span data-testid={`${label}-${value}`}>{text}</span>,
        }))}
        value={shown}
        onChange={choose}
      />
    </div>
  )
}

/** How wide a text is: a Chinese character takes the place of two others. */
const halfWidths = (text: string) => text.replace(/[\u2e80-\uffef]/g, '  ').length

/** `inside`: of a panel, whose columns it fills and which stays open while a value is chosen. */
export function SettingSelect({ setting, inside = false }: Props & { readonly inside?: boolean }) {
  const { label, title, idle, shown, offered, choose } = useSetting(setting)
  return (
    <div className="configure-field">
      <span className="configure-title">
        <label htmlFor={label}>{title}</label>
        <NoEffect id={`${label}-idle`} why={idle} />
      </span>
      <Select
        id={label}
        aria-describedby={idle === null ? undefined : `${label}-idle`}
        data-testid={label}
        w={inside ? '100%' : 64 + 4 * Math.max(...offered.map((each) => halfWidths(each.label)))}
        comboboxProps={{ withinPortal: !inside }}
        data={offered}
        value={shown}
        onChange={choose}
      />
    </div>
  )
}
