// SPDX-License-Identifier: Apache-2.0
import type { SettingId, SettingValue } from '#contract/configuration'
import type * as english from '../en/settings'
import type { Sentences } from '../sentence'
import { type SettingWords, settingWords } from '../setting-words'
import { ISA_NAMES } from '../terms'
import { spaced } from './names'

const MODES = { low: '低', normal: '普通', high: '高' }

/** What engines’ settings are called; one that is missing goes by its id. */
const SETTINGS: Readonly<Record<SettingId, SettingWords>> = {
  memory: { title: '内存模式', name: '内存模式', offered: MODES, said: MODES, phrase: (value) => `内存${value}` },
  precision: { title: '精度', name: '精度', offered: MODES, said: MODES, phrase: (value) => `精度${value}` },
  winogradLevel: {
    title: 'Winograd 内存',
    name: 'Winograd 内存级别',
    offered: { 0: '0：禁用', 1: '1：最小', 2: '2：最小', 3: '3：不限' },
    phrase: (value) => `Winograd 级别 ${value}`,
    effects: { 0: '不用 Winograd', 1: '仅最小单元', 2: '仅最小单元' },
  },
  clusters: {
    title: '各簇核心数',
    name: '各簇核心数',
    offered: { alike: '全部相同' },
    said: { alike: '全部相同' },
    phrase: (value) => `核心 ${value}`,
  },
  integerKernel: {
    title: '整数内核',
    name: '处理器的整数内核',
    offered: { none: '无', sdot: '点积', i8mm: 'i8mm' },
    phrase: (value) => `整数 ${value}`,
  },
}

const words = (setting: SettingId) => settingWords(SETTINGS, setting)
const name = (setting: SettingId) => spaced(words(setting).name).trimEnd()
const said = (setting: SettingId, value: SettingValue) => spaced(words(setting).said(value))

export const settings: Sentences<typeof english.settings> = {
  'setting.title': ({ setting }) => words(setting).title,
  'setting.name': ({ setting }) => words(setting).name,
  'setting.offered': ({ setting, value }) => words(setting).offered(value),
  'setting.phrase': ({ setting, value }) => words(setting).phrase(value),
  'setting.effect': ({ setting, value }) => {
    const effect = words(setting).effect(value)
    return `${words(setting).name}${said(setting, value).trimEnd()}${effect === null ? '' : `：${effect}`}`
  },
  'configuration.threads': ({ threads }) => `${threads} 线程`,
  'configuration.isa': ({ isa }) => ISA_NAMES[isa],
  'configuration.overrides': ({ count }) => `${count} 项强制指定`,
  'dependency.threads': () => '线程数',
  'dependency.isa': () => '指令集',
  'dependency.outputSize': () => '输出尺寸',
  'dependency.kernel': () => '卷积核形状',
  'note.settingIdle': ({ setting }) => `${words(setting).name}在此没有作用：没有任何卷积的选择取决于它。`,
  'note.settingMatters': ({ setting, layers, all }) =>
    `${words(setting).name}有作用：${all} 个卷积中有 ${layers} 个会在取其他值时另作选择。`,
  'problem.plan.setting': ({ setting, value, known }) =>
    `没有${name(setting)}“${value}”；可用的有 ${known.join('、')}。`,
  'problem.plan.noSetting': ({ engine, setting }, say) => `${say(engine)} 没有${name(setting)}这一设置。`,
  'change.setting': ({ setting, a, b }) =>
    `${words(setting).name}为${said(setting, b)}而非${said(setting, a).trimEnd()}`,
  'cause.settingHeededByA': ({ a, b, later, setting, value }, say) =>
    `${say(a)} 遵从${name(setting)}${said(setting, value).trimEnd()}，而 ${say(b)} ${later ? '不再' : '不'}为此类层查看${name(setting)}`,
  'cause.settingHeededByB': ({ a, b, setting, value }, say) =>
    `${say(b)} 遵从${name(setting)}${said(setting, value).trimEnd()}，而 ${say(a)} 不为此类层查看${name(setting)}`,
  'story.settingAlike': ({ engine, setting, a, b }, say) =>
    `在 ${say(engine)} 下，${words(setting).name}${said(setting, a)}与${said(setting, b)}在此得到相同的选择。`,
  'story.settingIdle': ({ engine, setting, a, b }, say) =>
    `把${name(setting)}由${said(setting, a)}改为${said(setting, b)}没有作用：在 ${say(engine)} 下没有任何层的选择取决于它。`,
}
