// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet, SettingId, SettingValue } from '#contract/configuration'
import type { SayNested } from '../sentence'
import { type SettingWords, settingWords } from '../setting-words'
import { ISA_NAMES } from '../terms'
import type { EngineName } from './engines'
import { counted } from './names'

/** What engines’ settings are called; one that is missing goes by its id. */
const SETTINGS: Readonly<Record<SettingId, SettingWords>> = {
  memory: {
    title: 'Memory mode',
    name: 'memory mode',
    offered: { low: 'Low', normal: 'Normal', high: 'High' },
    phrase: (value) => `memory ${value}`,
  },
  precision: {
    title: 'Precision',
    name: 'precision',
    offered: { low: 'Low', normal: 'Normal', high: 'High' },
    phrase: (value) => `precision ${value}`,
  },
  winogradLevel: {
    title: 'Winograd memory',
    name: 'Winograd memory level',
    offered: { 0: '0: never', 1: '1: smallest', 2: '2: smallest', 3: '3: any' },
    phrase: (value) => `Winograd level ${value}`,
    effects: { 0: 'no Winograd', 1: 'smallest unit only', 2: 'smallest unit only' },
  },
  clusters: {
    title: 'Cores by cluster',
    name: 'cores by cluster',
    offered: { alike: 'All alike' },
    said: { alike: 'all alike' },
    phrase: (value) => `cores ${value}`,
  },
  integerKernel: {
    title: 'Integer kernels',
    name: 'integer kernels of the processor',
    offered: { none: 'None', sdot: 'Dot product', i8mm: 'i8mm' },
    phrase: (value) => `integers ${value}`,
  },
}

const words = (setting: SettingId) => settingWords(SETTINGS, setting)
const said = (setting: SettingId, value: SettingValue) => words(setting).said(value)

export interface OfSetting {
  setting: SettingId
}

export interface OfValue extends OfSetting {
  value: SettingValue
}

export interface OfTwoValues extends OfSetting {
  a: SettingValue
  b: SettingValue
}

export interface Engines {
  a: EngineName
  b: EngineName
}

/** What is said of settings and of configurations. */
export const settings = {
  'setting.title': ({ setting }: OfSetting) => words(setting).title,
  'setting.name': ({ setting }: OfSetting) => words(setting).name,
  'setting.offered': ({ setting, value }: OfValue) => words(setting).offered(value),
  'setting.phrase': ({ setting, value }: OfValue) => words(setting).phrase(value),
  'setting.effect': ({ setting, value }: OfValue) => {
    const effect = words(setting).effect(value)
    return `${words(setting).name} ${said(setting, value)}${effect === null ? '' : `: ${effect}`}`
  },
  'configuration.threads': ({ threads }: { threads: number }) => counted(threads, 'thread'),
  'configuration.isa': ({ isa }: { isa: InstructionSet }) => ISA_NAMES[isa],
  'configuration.overrides': ({ count }: { count: number }) => counted(count, 'override'),
  'dependency.threads': () => 'threads',
  'dependency.isa': () => 'instruction set',
  'dependency.outputSize': () => 'output size',
  'dependency.kernel': () => 'kernel shape',
  'note.settingIdle': ({ setting }: OfSetting) =>
    `The ${words(setting).name} changes nothing here: no convolution’s choice depends on it.`,
  'note.settingMatters': ({ setting, layers, all }: OfSetting & { layers: number; all: number }) =>
    `The ${words(setting).name} matters: ${layers} of ${counted(all, 'convolution')} would be decided otherwise under another value.`,
  'problem.plan.setting': ({ setting, value, known }: OfSetting & { value: string; known: readonly string[] }) =>
    `There is no ${words(setting).name} “${value}”; there are ${known.join(', ')}.`,
  'problem.plan.noSetting': ({ engine, setting }: OfSetting & { engine: EngineName }, say: SayNested) =>
    `${say(engine)} has no ${words(setting).name}.`,
  'change.setting': ({ setting, a, b }: OfTwoValues) =>
    `${words(setting).name} ${said(setting, b)} instead of ${said(setting, a)}`,
  'cause.settingHeededByA': ({ a, b, later, setting, value }: OfValue & Engines & { later: boolean }, say: SayNested) =>
    `${say(a)} heeds ${words(setting).name} ${said(setting, value)}, while ${say(b)} ${later ? 'no longer consults' : 'does not consult'} the ${words(setting).name} for such layers`,
  'cause.settingHeededByB': ({ a, b, setting, value }: OfValue & Engines, say: SayNested) =>
    `${say(b)} heeds ${words(setting).name} ${said(setting, value)}, while ${say(a)} does not consult the ${words(setting).name} for such layers`,
  'story.settingAlike': ({ engine, setting, a, b }: OfTwoValues & { engine: EngineName }, say: SayNested) =>
    `Under ${say(engine)}, ${words(setting).name} ${said(setting, a)} and ${said(setting, b)} lead to the same choices here.`,
  'story.settingIdle': ({ engine, setting, a, b }: OfTwoValues & { engine: EngineName }, say: SayNested) =>
    `Changing the ${words(setting).name} from ${said(setting, a)} to ${said(setting, b)} does nothing: under ${say(engine)} no layer’s choice depends on it.`,
}
