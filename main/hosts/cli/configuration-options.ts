// SPDX-License-Identifier: Apache-2.0
import { type Command, InvalidArgumentError, Option } from 'commander'
import { ALGORITHMS } from '#contract/algorithms'
import {
  type Configuration,
  INSTRUCTION_SETS,
  type InstructionSet,
  MAX_THREADS,
  type Override,
  type ProfileId,
} from '#contract/configuration'
import { DEFAULT_PROFILE, PROFILES, profileOf } from '#core/planning/engines/index'
import { usageError } from './exit'
import { parseCount } from './figures'
import { addSettingOptions, dashed, givenSettings, SETTINGS, settingFrom } from './setting-options'

const PROFILE_IDS = PROFILES.map(({ traits }) => traits.id)
/** Named where all would be too many. */
const FEW_IDS = PROFILES.filter(({ traits }) => traits.amongMany !== true).map(({ traits }) => traits.id)

/** Also takes releases that are not in the list: the nearest one is planned for, and the plan says so. */
function parseProfile(text: string): ProfileId {
  if (profileOf(text) !== undefined) return text
  throw new InvalidArgumentError(
    `There is no profile “${text}”; there are ${FEW_IDS.join(', ')} and more (convscope profiles).`,
  )
}

function profileOption(): Option {
  const option = new Option('-p, --profile <id>', `engine and version: ${FEW_IDS.join(', ')}, … (convscope profiles)`)
  option.argParser(parseProfile)
  // For completion; help names a few.
  option.argChoices = PROFILE_IDS
  return option
}

/** What a command line says of a configuration; what it leaves out has a default. */
export type ConfigurationChoice = { -readonly [key in keyof Configuration]?: Configuration[key] } & {
  /** Of the profile: says what build, instruction set and settings are where nothing else does. */
  readonly target?: string
}

/** Of any engine, each once. */
const TARGET_IDS = [...new Set(PROFILES.flatMap(({ traits }) => traits.targets ?? []).map(({ id }) => id))]

/** The options that make a configuration, on every command that plans. */
export function addConfigurationOptions(command: Command): Command {
  command
    .addOption(profileOption())
    .addOption(new Option('-t, --threads <count>', 'threads').argParser(parseCount(1, MAX_THREADS)))
    .addOption(new Option('--isa <set>', 'instruction set to plan for').choices(INSTRUCTION_SETS))
    .addOption(
      new Option('--target <device>', 'a device and build: instruction set and build options at once').choices(
        TARGET_IDS,
      ),
    )
  return addSettingOptions(command).addOption(
    new Option(
      '--override <layers=algorithm>',
      'force an algorithm: NAME=tiled, or with * and ? and a Winograd unit: "layer3.*=winograd:4"; repeatable, the last one wins',
    ).argParser((text, before: readonly Override[] = []) => [...before, parseOverride(text)]),
  )
}

/** As commander calls what addConfigurationOptions made: a repeatable option by its singular, settings by their ids. */
export interface ConfigurationOptions extends Omit<ConfigurationChoice, 'settings' | 'overrides'> {
  readonly override?: readonly Override[]
}

/** The part of a command's options that make a configuration. */
export function configurationChoice(options: ConfigurationOptions): ConfigurationChoice {
  const { profile, threads, isa, target, override } = options
  return {
    ...(target === undefined ? {} : { target }),
    ...(profile === undefined ? {} : { profile }),
    ...(threads === undefined ? {} : { threads }),
    ...(isa === undefined ? {} : { isa }),
    settings: givenSettings(options),
    ...(override === undefined ? {} : { overrides: override }),
  }
}

/** With what its target stands for, where nothing else is said. Fails where the profile has no such target. */
export function withTarget({ target: id, ...choice }: ConfigurationChoice): ConfigurationChoice {
  if (id === undefined) return choice
  const { profile = DEFAULT_PROFILE, settings } = choice
  const targets = profileOf(profile)?.traits.targets ?? []
  const target = targets.find((each) => each.id === id)
  if (target === undefined) {
    const known = targets.length === 0 ? 'it has none' : `there are ${targets.map((each) => each.id).join(', ')}`
    throw usageError(`${profile} has no target ${id}; ${known}.`)
  }
  return { isa: target.isa, ...choice, profile: target.profile, settings: { ...target.settings, ...settings } }
}

/** What `other` says in place of `choice`. */
export function withChoice(choice: ConfigurationChoice, other: ConfigurationChoice): ConfigurationChoice {
  return { ...choice, ...other, settings: { ...choice.settings, ...other.settings } }
}

/** Layer names may contain anything, algorithms no "=": the last one separates them. */
function parseOverride(text: string): Override {
  const [, layers, name, unit] = /^(.+)=([^=:]+)(?::(\d+))?$/s.exec(text) ?? []
  const algorithm = ALGORITHMS.find((candidate) => candidate === name)
  if (layers === undefined || algorithm === undefined) {
    throw new InvalidArgumentError(
      `An override is LAYERS=ALGORITHM or LAYERS=winograd:UNIT; the algorithms are ${ALGORITHMS.join(', ')}.`,
    )
  }
  return { layers, algorithm, ...(unit === undefined ? {} : { unit: Number(unit) }) }
}

/** "mnn-2.8.1,memory=low,threads=4": a configuration in one word, for `compare` and `export`. */
export function parseConfiguration(text: string): ConfigurationChoice {
  let choice: ConfigurationChoice = {}
  for (const [index, part] of text.split(',').entries()) {
    const [key = '', value] = index === 0 && !part.includes('=') ? ['profile', part] : part.split(/=(.*)/s)
    const parse = PARTS.get(key)
    if (parse === undefined || value === undefined) {
      throw new InvalidArgumentError(
        `“${part}” is no part of a configuration, such as mnn-2.8.1,memory=low,threads=4 (${[...PARTS.keys()].join(', ')}).`,
      )
    }
    choice = withChoice(choice, parse(value))
  }
  return choice
}

const oneOf =
  <K extends keyof Configuration>(key: K, offered: readonly string[]) =>
  (value: string): ConfigurationChoice => {
    if (offered.includes(value)) return { [key]: value }
    throw new InvalidArgumentError(`There is no ${key} “${value}”; there are ${offered.join(', ')}.`)
  }

const PARTS: ReadonlyMap<string, (value: string) => ConfigurationChoice> = new Map<
  string,
  (value: string) => ConfigurationChoice
>([
  ['profile', (value: string): ConfigurationChoice => ({ profile: parseProfile(value) })],
  ['threads', (value: string): ConfigurationChoice => ({ threads: parseCount(1, MAX_THREADS)(value) })],
  ['isa', oneOf('isa', INSTRUCTION_SETS)],
  ...SETTINGS.map(
    (setting) =>
      [
        dashed(setting.id),
        (value: string): ConfigurationChoice => ({ settings: { [setting.id]: settingFrom(setting, value) } }),
      ] as const,
  ),
  ['override', (value: string): ConfigurationChoice => ({ overrides: [parseOverride(value)] })],
])

/** What this machine suggests where nothing is said. */
export interface MachineDefaults {
  readonly executableIsas: readonly InstructionSet[]
  readonly processors: number
}

/**
 * The configuration of a choice. An instruction set that was not asked for by name is what a default build of the profile runs, or the best that this
 * machine and an engine that runs here both have. A
 * setting that the profile does not have stays, so that planning refuses it; what equals a default is left out, so
 * that equal configurations are equal.
 */
export function resolveConfiguration(choice: ConfigurationChoice, machine: MachineDefaults): Configuration {
  const wanted = withTarget(choice)
  const { profile = DEFAULT_PROFILE, settings = {}, overrides = [] } = wanted
  const { instructionSets = [], settings: declared = [], defaultIsa } = profileOf(profile)?.traits ?? {}
  const suggested =
    defaultIsa ?? machine.executableIsas.find((isa) => instructionSets.includes(isa)) ?? instructionSets[0]
  const defaults = new Map([...SETTINGS, ...declared].map((setting) => [setting.id, setting.default]))
  return {
    profile,
    threads: wanted.threads ?? Math.max(1, Math.min(4, machine.processors)),
    isa: wanted.isa ?? suggested ?? 'avx2',
    settings: Object.fromEntries(Object.entries(settings).filter(([id, value]) => defaults.get(id) !== value)),
    ...(overrides.length === 0 ? {} : { overrides }),
  }
}
