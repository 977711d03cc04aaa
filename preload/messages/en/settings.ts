// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet, SettingId, SettingValue } from '#contract/configuration'
import type { SayNested } from '../sentence'
import { type SettingWords, settingWords } from '../setting-words'
import { ISA_NAMES } from '../terms'
import type { EngineName } from './engines'
import { counted } from './names'

/** Sizes of caches within a sentence. */
const KIB = Object.fromEntries([64, 128, 256, 512, 1024, 1280, 2048, 3072].map((kib) => [kib, `${kib} KiB`]))

/** One that is on or off. */
function option(title: string, name: string, short: string): SettingWords {
  const said = { true: 'on', false: 'off' }
  return { title, name, offered: { true: 'On', false: 'Off' }, said, phrase: (value) => `${short} ${value}` }
}

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
    offered: { bfloat16: 'bfloat16', low: 'Low', normal: 'Normal', high: 'High' },
    phrase: (value) => `precision ${value}`,
  },
  backend: {
    title: 'Backend',
    name: 'backend',
    offered: { cpu: 'CPU', opencl: 'OpenCL' },
    said: { cpu: 'CPU', opencl: 'OpenCL' },
    phrase: (value) => value,
  },
  gpu: {
    title: 'GPU',
    name: 'GPU',
    offered: {
      adreno: 'Adreno: Snapdragon',
      mali: 'Mali, Immortalis: Dimensity, Exynos, Kirin, Tensor',
      intelSubgroups: 'Intel, with subgroups',
      intel: 'Intel, without subgroups',
      other: 'Other: PowerVR, AMD, NVIDIA',
    },
    said: {
      adreno: 'Adreno',
      mali: 'Mali',
      intelSubgroups: 'Intel with subgroups',
      intel: 'Intel without subgroups',
      other: 'another GPU',
    },
    phrase: (value) => value,
  },
  gpuMemory: {
    title: 'GPU memory',
    name: 'GPU memory',
    offered: { auto: 'As MNN chooses', buffer: 'Buffers', image: 'Images' },
    said: { auto: 'as MNN chooses', buffer: 'in buffers', image: 'in images' },
    phrase: (value) => value,
  },
  gpuHalf: option('GPU has fp16', 'half precision of the GPU', 'GPU fp16'),
  createdFor: {
    title: 'First resize',
    name: 'first resize',
    offered: { file: 'At once', resized: 'Deferred' },
    said: { file: 'at once', resized: 'deferred' },
    phrase: (value) => `first resize ${value}`,
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
  lightMode: option('Light mode', 'light mode', 'light mode'),
  winograd: option('Winograd', 'Winograd option', 'Winograd'),
  winograd63: option('F(6,3)', 'Winograd tile F(6,3)', 'F(6,3)'),
  winograd43: option('F(4,3)', 'Winograd tile F(4,3)', 'F(4,3)'),
  winograd23: option('F(2,3)', 'Winograd tile F(2,3)', 'F(2,3)'),
  sgemm: option('GEMM (sgemm)', 'sgemm option', 'sgemm'),
  packing: option('Packing', 'packing layout', 'packing'),
  fp16Storage: option('fp16 storage', 'fp16 storage', 'fp16 storage'),
  fp16Arithmetic: option('fp16 arithmetic', 'fp16 arithmetic', 'fp16 arithmetic'),
  bf16Storage: option('bf16 storage', 'bf16 storage', 'bf16 storage'),
  localPools: option('Local pools', 'local pool allocators', 'local pools'),
  shapeHints: {
    title: 'Shape hints',
    name: 'shape hints in the file',
    offered: { true: 'In the file', false: 'None' },
    said: { true: 'present', false: 'absent' },
    phrase: (value) => `shape hints ${value}`,
  },
  l2Kib: {
    title: 'Level-2 cache',
    name: 'level-2 cache of each core',
    offered: {
      64: '64 KiB',
      128: '128 KiB: Cortex-A55',
      256: '256 KiB: Skylake client, Cortex-A75',
      512: '512 KiB: Zen 2 and 3, Cortex-A76 to X',
      1024: '1 MiB: Zen 4, Skylake-SP',
      1280: '1.25 MiB: Alder Lake P',
      2048: '2 MiB: Sapphire Rapids',
      3072: '3 MiB: Lunar Lake P',
    },
    said: KIB,
    phrase: (value) => `L2 ${value}`,
  },
  cores: {
    title: 'Physical cores',
    name: 'number of physical cores',
    offered: { 0: 'As threads' },
    said: { 0: 'as threads' },
    phrase: (value) => `cores ${value}`,
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
