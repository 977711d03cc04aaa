// SPDX-License-Identifier: Apache-2.0
import type { SettingId, SettingValue } from '#contract/configuration'
import type * as english from '../en/settings'
import type { Sentences } from '../sentence'
import { type SettingWords, settingWords } from '../setting-words'
import { ISA_NAMES } from '../terms'
import { spaced } from './names'

const MODES = { low: '低', normal: '普通', high: '高' }
const PRECISIONS = { ...MODES, bfloat16: 'bfloat16' }

/** Sizes of caches within a sentence. */
const KIB = Object.fromEntries([64, 128, 256, 512, 1024, 1280, 2048, 3072].map((kib) => [kib, `${kib} KiB`]))

/** One that is on or off. */
function option(title: string, name: string): SettingWords {
  const words = { true: '开启', false: '关闭' }
  return { title, name, offered: words, said: words, phrase: (value) => `${title} ${value}` }
}

/** What engines’ settings are called; one that is missing goes by its id. */
const SETTINGS: Readonly<Record<SettingId, SettingWords>> = {
  memory: { title: '内存模式', name: '内存模式', offered: MODES, said: MODES, phrase: (value) => `内存${value}` },
  precision: { title: '精度', name: '精度', offered: PRECISIONS, said: PRECISIONS, phrase: (value) => `精度${value}` },
  backend: {
    title: '后端',
    name: '后端',
    offered: { cpu: 'CPU', opencl: 'OpenCL' },
    said: { cpu: 'CPU', opencl: 'OpenCL' },
    phrase: (value) => value,
  },
  gpu: {
    title: 'GPU',
    name: 'GPU',
    offered: {
      adreno: 'Adreno：骁龙',
      mali: 'Mali、Immortalis：天玑、Exynos、麒麟、Tensor',
      intelSubgroups: 'Intel，支持子组',
      intel: 'Intel，不支持子组',
      other: '其他：PowerVR、AMD、NVIDIA',
    },
    said: {
      adreno: 'Adreno',
      mali: 'Mali',
      intelSubgroups: 'Intel（子组）',
      intel: 'Intel（无子组）',
      other: '其他 GPU',
    },
    phrase: (value) => value,
  },
  gpuMemory: {
    title: 'GPU 内存',
    name: 'GPU 内存',
    offered: { auto: '由 MNN 选择', buffer: '缓冲区', image: '图像' },
    said: { auto: '由 MNN 选择', buffer: '缓冲区', image: '图像' },
    phrase: (value) => value,
  },
  gpuHalf: option('GPU 支持 fp16', 'GPU 半精度'),
  createdFor: {
    title: '首次调整大小',
    name: '首次调整大小',
    offered: { file: '立即', resized: '推迟' },
    said: { file: '立即', resized: '推迟' },
    phrase: (value) => `首次调整大小${value}`,
  },
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
  lightMode: option('轻量模式', '轻量模式'),
  winograd: option('Winograd', 'Winograd'),
  winograd63: option('F(6,3)', 'Winograd 分块 F(6,3)'),
  winograd43: option('F(4,3)', 'Winograd 分块 F(4,3)'),
  winograd23: option('F(2,3)', 'Winograd 分块 F(2,3)'),
  sgemm: option('GEMM（sgemm）', 'sgemm 选项'),
  packing: option('打包', '打包布局'),
  fp16Storage: option('fp16 存储', 'fp16 存储'),
  fp16Arithmetic: option('fp16 运算', 'fp16 运算'),
  bf16Storage: option('bf16 存储', 'bf16 存储'),
  localPools: option('本地内存池', '本地内存池'),
  shapeHints: {
    title: '形状提示',
    name: '文件中的形状提示',
    offered: { true: '文件中有', false: '无' },
    said: { true: '有', false: '无' },
    phrase: (value) => `形状提示${value}`,
  },
  l2Kib: {
    title: '二级缓存',
    name: '每核二级缓存',
    offered: {
      64: '64 KiB',
      128: '128 KiB：Cortex-A55',
      256: '256 KiB：Skylake 客户端、Cortex-A75',
      512: '512 KiB：Zen 2/3、Cortex-A76 至 X',
      1024: '1 MiB：Zen 4、Skylake-SP',
      1280: '1.25 MiB：Alder Lake P',
      2048: '2 MiB：Sapphire Rapids',
      3072: '3 MiB：Lunar Lake P',
    },
    said: KIB,
    phrase: (value) => `L2 ${value}`,
  },
  cores: {
    title: '物理核心',
    name: '物理核心数',
    offered: { 0: '同线程数' },
    said: { 0: '同线程数' },
    phrase: (value) => `核心${value}`,
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
