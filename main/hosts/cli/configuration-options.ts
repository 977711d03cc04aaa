import { type Command, InvalidArgumentError, Option } from 'commander'
import { ALGORITHMS } from '#contract/algorithms'
import {
  type Configuration,
  DEFAULT_PRECISION,
  DEFAULT_PROFILE,
  DEFAULT_WINOGRAD_LEVEL,
  INSTRUCTION_SETS,
  type InstructionSet,
  MAX_THREADS,
  MEMORY_MODES,
  type Override,
  PRECISIONS,
  WINOGRAD_LEVELS,
} from '#contract/configuration'
import { PROFILES, profileOf } from '#core/planning/engines/index'
import { parseCount } from './figures'

const PROFILE_IDS = PROFILES.map(({ traits }) => traits.id)

/** What a command line says of a configuration; what it leaves out has a default. */
export type ConfigurationChoice = { -readonly [key in keyof Configuration]?: Configuration[key] }

/** The options that make a configuration, on every command that plans. */
export function addConfigurationOptions(command: Command): Command {
  return command
    .addOption(new Option('-p, --profile <id>', 'engine and version').choices(PROFILE_IDS))
    .addOption(new Option('-m, --memory <mode>', 'memory mode').choices(MEMORY_MODES))
    .addOption(new Option('-t, --threads <count>', 'threads').argParser(parseCount(1, MAX_THREADS)))
    .addOption(new Option('--isa <set>', 'instruction set to plan for').choices(INSTRUCTION_SETS))
    .addOption(new Option('--precision <mode>', 'precision mode').choices(PRECISIONS))
    .addOption(
      new Option('--winograd-level <level>', 'MNN 3: WINOGRAD_MEMORY_LEVEL')
        .choices(WINOGRAD_LEVELS.map(String))
        .argParser(parseCount(Math.min(...WINOGRAD_LEVELS), Math.max(...WINOGRAD_LEVELS))),
    )
    .addOption(
      new Option(
        '--override <layers=algorithm>',
        'force an algorithm: NAME=tiled, or with * and ? and a Winograd unit: "layer3.*=winograd:4"; repeatable, the last one wins',
      ).argParser((text, before: readonly Override[] = []) => [...before, parseOverride(text)]),
    )
}

const KEYS = ['profile', 'memory', 'threads', 'isa', 'precision', 'winogradLevel', 'overrides'] as const

/** As commander calls what addConfigurationOptions made: a repeatable option by its singular. */
export interface ConfigurationOptions extends ConfigurationChoice {
  readonly override?: readonly Override[]
}

/** The part of a command's options that make a configuration. */
export function configurationChoice({ override, ...options }: ConfigurationOptions): ConfigurationChoice {
  const given = override === undefined ? options : { ...options, overrides: override }
  return Object.fromEntries(
    KEYS.flatMap((key) => (given[key] === undefined ? [] : [[key, given[key]]])),
  ) as ConfigurationChoice
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
  const choice: Record<string, unknown> = {}
  for (const [index, part] of text.split(',').entries()) {
    const [key = '', value] = index === 0 && !part.includes('=') ? ['profile', part] : part.split(/=(.*)/s)
    const parse = Object.hasOwn(PARTS, key) ? PARTS[key] : undefined
    if (parse === undefined || value === undefined) {
      throw new InvalidArgumentError(
        `“${part}” is no part of a configuration, such as mnn-2.8.1,memory=low,threads=4 (${Object.keys(PARTS).join(', ')}).`,
      )
    }
    Object.assign(choice, parse(value))
  }
  return choice
}

const oneOf =
  <K extends keyof Configuration>(key: K, offered: readonly string[]) =>
  (value: string): ConfigurationChoice => {
    if (offered.includes(value)) return { [key]: value }
    throw new InvalidArgumentError(`There is no ${key} “${value}”; there are ${offered.join(', ')}.`)
  }

const PARTS: Readonly<Record<string, (value: string) => ConfigurationChoice>> = {
  profile: oneOf('profile', PROFILE_IDS),
  memory: oneOf('memory', MEMORY_MODES),
  isa: oneOf('isa', INSTRUCTION_SETS),
  precision: oneOf('precision', PRECISIONS),
  threads: (value) => ({ threads: parseCount(1, MAX_THREADS)(value) }),
  override: (value) => ({ overrides: [parseOverride(value)] }),
  'winograd-level': (value) => {
    const winogradLevel = WINOGRAD_LEVELS.find((level) => String(level) === value)
    if (winogradLevel !== undefined) return { winogradLevel }
    throw new InvalidArgumentError(`There is no Winograd level “${value}”; there are ${WINOGRAD_LEVELS.join(', ')}.`)
  },
}

/** What this machine suggests where nothing is said. */
export interface MachineDefaults {
  readonly executableIsas: readonly InstructionSet[]
  readonly processors: number
}

/**
 * The configuration of a choice. An instruction set that was not asked for by name is one that the
 * profile has; what equals an engine's default is left out, so that equal configurations are equal.
 */
export function resolveConfiguration(choice: ConfigurationChoice, machine: MachineDefaults): Configuration {
  const { profile = DEFAULT_PROFILE, memory = 'normal' } = choice
  const { precision = DEFAULT_PRECISION, winogradLevel = DEFAULT_WINOGRAD_LEVEL, overrides = [] } = choice
  const offered = profileOf(profile)?.traits.instructionSets ?? []
  const suggested = machine.executableIsas.find((isa) => offered.includes(isa)) ?? offered[0]
  return {
    profile,
    memory,
    threads: choice.threads ?? Math.max(1, Math.min(4, machine.processors)),
    isa: choice.isa ?? suggested ?? 'avx2',
    ...(precision === DEFAULT_PRECISION ? {} : { precision }),
    ...(winogradLevel === DEFAULT_WINOGRAD_LEVEL ? {} : { winogradLevel }),
    ...(overrides.length === 0 ? {} : { overrides }),
  }
}
