// SPDX-License-Identifier: Apache-2.0
import type { EngineName } from '#messages/en/engines'
import type { TargetName } from '#messages/en/targets'
import type { Algorithm } from './algorithms'
import type { SessionSharing } from './session-sharing'

/** Instruction set that the plan is made for. It need not be one this machine has; only a run needs that. */
export const INSTRUCTION_SETS = ['sse', 'avx2', 'avx512', 'arm64', 'arm64-fp16', 'arm32'] as const
export type InstructionSet = (typeof INSTRUCTION_SETS)[number]

/** Names an engine profile. Which there are is known to main alone (HostInfo.profiles), which refuses others. */
export type ProfileId = string

/** Names a setting of an engine, in camel case; the command line writes it with dashes. */
export type SettingId = string
export type SettingValue = string | number | boolean

/**
 * A setting that an engine declares, as plain data: controls, command-line options, schemas, documents, advice and
 * sentences are made of it. Its words, by id, are in preload/messages (settings.ts of every language).
 */
export interface Setting {
  readonly id: SettingId
  /** In the order in which they are offered. */
  readonly values: readonly SettingValue[]
  readonly default: SettingValue
  /** A letter for the command line, beside the long option. */
  readonly letter?: string
  /** It is offered in any of these circumstances only; in others it makes no difference. Absent: in all. */
  readonly offered?: readonly Circumstance[]
  /** Its control comes first: it decides which others make a difference. */
  readonly leads?: true
  /** Values under which the number of threads and the instruction set make no difference. */
  readonly idlesProcessor?: readonly SettingValue[]
  /** A release that does not have it has nothing in common with a value other than its default. */
  readonly essential?: true
  /** It is told of every configuration, also where it has its default, and has a control of its own. */
  readonly prominent?: true
  /** It is told wherever it is offered, also where it has its default. */
  readonly told?: true
  /** The value that asks for least memory: layers that take no notice of it are warned of. */
  readonly leastMemory?: SettingValue
  /** What its values mean has changed from release to release: each is shown over all releases. */
  readonly redefined?: true
  /** What advice tries, wherever the setting is offered; absent: each value, where some layer’s choice depends on it. */
  readonly tried?: readonly SettingValue[]
  /** Values that mean the same as another: advice does not try them. */
  readonly alike?: readonly SettingValue[]
}

/** All that is present holds. */
export interface Circumstance {
  readonly isas?: readonly InstructionSet[]
  /** Values of other settings, none of them a default. */
  readonly under?: SettingValues
  /** Values that other settings must not have, none of them a default. */
  readonly notUnder?: SettingValues
}

/** By id; a setting that is absent has its default. */
export type SettingValues = { readonly [id: SettingId]: SettingValue }

/** A device and build that people know by name: it stands for an instruction set, a build of the version, and settings. */
export interface Target {
  /** For the command line. */
  readonly id: string
  readonly name: TargetName
  readonly profile: ProfileId
  readonly isa: InstructionSet
  readonly settings: SettingValues
}

/** The rules of one engine, version and build: what is offered for it, and what a configuration may ask of it. */
export interface ProfileTraits {
  readonly id: ProfileId
  readonly label: EngineName
  /** Those that this version and build dispatches, best last within a family. */
  readonly instructionSets: readonly InstructionSet[]
  readonly settings: readonly Setting[]
  /** What a default build runs on the processors of today; absent: it runs here, on the best that this machine has. */
  readonly defaultIsa?: InstructionSet
  /** What this version runs on, in any build of it. */
  readonly targets?: readonly Target[]
  /** Under what it is offered where there are many; absent: on its own. */
  readonly group?: EngineName
  /** It is one of many releases between those that were measured most: short lists, and advice from other versions, leave it out. */
  readonly amongMany?: true
  /** No release: it stands among them only under these settings, for which it is known what is new. */
  readonly knownUnder?: SettingValues
  /** Runs are made in this engine. */
  readonly runsHere?: true
  /** What is planned for where nobody has said anything; of one profile. */
  readonly offeredFirst?: true
  /** How several sessions are made in one process, the usual way first; absent where that is not known. */
  readonly sessions?: readonly SessionSharing[]
  /** Settings under which times of kernels decide that were measured on this machine; absent: they never do. */
  readonly measuredUnder?: SettingValues
}

/** Thread counts that a configuration may ask for. */
export const MAX_THREADS = 32

/** As many overrides as a configuration may have. */
export const MAX_OVERRIDES = 10_000

/**
 * Forces the algorithm of some convolutions. Of several overrides that fit a layer, the last one that
 * it can be given wins. One that names a layer exactly must be possible; one that is a pattern leaves
 * out the layers that cannot be given the algorithm, and must be possible for one of them at least.
 */
export interface Override {
  /**
   * The name of a layer, or a pattern of the whole name: `*` stands for any characters or none, `?`
   * for exactly one; upper and lower case differ. A layer of this very name is always meant.
   */
  readonly layers: string
  /** For a convolution of several groups: what every group runs; "grouped" leaves that to the engine. */
  readonly algorithm: Algorithm
  /** Winograd's output tile edge; absent: the engine's best. Of no other algorithm. */
  readonly unit?: number
}

/** What a plan is made for, apart from the model and its input shapes. */
export interface Configuration {
  readonly profile: ProfileId
  /** 1..MAX_THREADS. */
  readonly threads: number
  readonly isa: InstructionSet
  /** Those of the profile’s settings that differ from their default. */
  readonly settings: SettingValues
  /** Absent: every layer gets what the engine's rules choose. */
  readonly overrides?: readonly Override[]
}

/** What a setting is under a configuration. */
export function settingValue(
  { id, default: initial }: Setting,
  { settings }: Pick<Configuration, 'settings'>,
): SettingValue {
  return settings[id] ?? initial
}

/** What equals the default is left out, so that equal configurations are equal. */
export function withSetting(configuration: Configuration, setting: Setting, value: SettingValue): Configuration {
  const { [setting.id]: _, ...others } = configuration.settings
  return { ...configuration, settings: value === setting.default ? others : { ...others, [setting.id]: value } }
}

/** The configurations that differ in this setting alone, one for each other value of `values`. */
export function withOtherValues(
  configuration: Configuration,
  setting: Setting,
  values: readonly SettingValue[] = setting.values,
): { readonly value: SettingValue; readonly configuration: Configuration }[] {
  const own = settingValue(setting, configuration)
  return values
    .filter((value) => value !== own)
    .map((value) => ({ value, configuration: withSetting(configuration, setting, value) }))
}

/** Whether a setting can make a difference under an instruction set and other settings. */
export function isOffered({ offered }: Setting, { isa, settings }: Pick<Configuration, 'isa' | 'settings'>): boolean {
  const has = (values: SettingValues) => Object.entries(values).map(([id, value]) => settings[id] === value)
  return (
    offered?.some(
      ({ isas, under = {}, notUnder = {} }) =>
        (isas?.includes(isa) ?? true) && has(under).every((held) => held) && !has(notUnder).some((held) => held),
    ) ?? true
  )
}

/** Whether the number of threads and the instruction set make a difference. */
export function usesProcessor(declared: readonly Setting[], { settings }: Pick<Configuration, 'settings'>): boolean {
  return !declared.some(({ id, idlesProcessor }) => idlesProcessor?.some((value) => settings[id] === value) === true)
}

/** Of `settings` those that are declared, offered and not at their default, in the order of the declarations. */
export function fittingSettings(
  declared: readonly Setting[],
  { isa, settings }: Pick<Configuration, 'isa' | 'settings'>,
): SettingValues {
  return Object.fromEntries(
    declared.flatMap((setting) => {
      const value = settingValue(setting, { settings })
      const kept = value !== setting.default && setting.values.includes(value) && isOffered(setting, { isa, settings })
      return kept ? [[setting.id, value]] : []
    }),
  )
}
