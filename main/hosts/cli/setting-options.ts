// SPDX-License-Identifier: Apache-2.0
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Setting, SettingValue, SettingValues } from '#contract/configuration'
import type { EngineProfile } from '#core/planning/engine'
import { PROFILES } from '#core/planning/engines/index'
import { english } from '#messages/say'

// Options and their values are made of what engines declare.

/** Each setting once, with the values of all engines that have it. */
export const SETTINGS: readonly Setting[] = [
  ...PROFILES.flatMap(({ traits }) => traits.settings)
    .reduce((known, setting) => {
      const values = new Set([...(known.get(setting.id)?.values ?? []), ...setting.values])
      return known.set(setting.id, { ...setting, values: [...values] })
    }, new Map<string, Setting>())
    .values(),
]

/** What help says of each, by id: many commands have them. */
const HELP: ReadonlyMap<string, string> = new Map(SETTINGS.map((setting) => [setting.id, help(setting)]))

export function addSettingOptions(command: Command): Command {
  for (const setting of SETTINGS) {
    const short = setting.letter === undefined ? '' : `-${setting.letter}, `
    const option = new Option(`${short}--${dashed(setting.id)} <value>`, HELP.get(setting.id))
    command.addOption(option.choices(setting.values.map(String)))
  }
  return command
}

/** Of a command's options, which commander calls by the ids of the settings. */
export function givenSettings(options: object): SettingValues {
  const given: Readonly<Record<string, unknown>> = { ...options }
  return Object.fromEntries(
    SETTINGS.flatMap((setting) => {
      const text = given[setting.id]
      return typeof text === 'string' ? [[setting.id, settingFrom(setting, text)]] : []
    }),
  )
}

export function settingFrom({ id, values }: Setting, text: string): SettingValue {
  const value = values.find((each) => String(each) === text)
  if (value !== undefined) return value
  throw new InvalidArgumentError(`There is no ${nameOf(id)} “${text}”; there are ${values.join(', ')}.`)
}

/** "winogradLevel" as an option: "winograd-level". */
export function dashed(id: string): string {
  return id.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

/** Its name, and which profiles have it where not all do: of many releases the first and the last. */
function help({ id }: Setting): string {
  const has = ({ traits }: EngineProfile) => traits.settings.some((setting) => setting.id === id)
  if (PROFILES.every(has)) return nameOf(id)
  const engines = [...new Set(PROFILES.filter(has).map(({ setup }) => setup.engine))].map((engine) => {
    const releases = PROFILES.filter((profile) => profile.setup.engine === engine)
    const having = releases.filter(has)
    const [first, last] = [having[0]?.traits.id, having.at(-1)?.setup.version]
    if (having.length === releases.length) return engine
    return having.length > 2 ? `${first} … ${last}` : having.map(({ traits }) => traits.id).join(', ')
  })
  return `${nameOf(id)} (${engines.join(', ')})`
}

function nameOf(setting: string): string {
  return english({ id: 'setting.name', setting })
}
