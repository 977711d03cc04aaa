// SPDX-License-Identifier: Apache-2.0
import { SegmentedControl, Select } from '@mantine/core'
import { type Setting, settingValue, withSetting } from '#contract/configuration'
import { say } from '../../i18n'
import { actions, useApp } from '../../store'

interface Props {
  readonly setting: Setting
}

/** Values cross a control as text. */
function useSetting(setting: Setting) {
  const configuration = useApp((state) => state.configuration)
  const { id, values } = setting
  return {
    label: `config-${id}`,
    title: say({ id: 'setting.title', setting: id }),
    shown: String(settingValue(setting, configuration)),
    offered: values.map((value) => ({
      value: String(value),
      label: say({ id: 'setting.offered', setting: id, value }),
    })),
    choose(text: string | null) {
      const value = values.find((each) => String(each) === text)
      if (value !== undefined) void actions.configure(withSetting(configuration, setting, value))
    },
  }
}

/** All values side by side: for the settings that people change most. */
export function SettingSegments({ setting }: Props) {
  const { label, title, shown, offered, choose } = useSetting(setting)
  return (
    <div className="configure-field">
      <span id={`${label}-label`}>{title}</span>
      <SegmentedControl
        aria-labelledby={`${label}-label`}
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

export function SettingSelect({ setting }: Props) {
  const { label, title, shown, offered, choose } = useSetting(setting)
  return (
    <div className="configure-field">
      <label htmlFor={label}>{title}</label>
      <Select
        id={label}
        data-testid={label}
        w={64 + 4 * Math.max(...offered.map((each) => halfWidths(each.label)))}
        data={offered}
        value={shown}
        onChange={choose}
      />
    </div>
  )
}
