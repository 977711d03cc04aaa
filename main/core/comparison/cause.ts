import { type Configuration, DEFAULT_PRECISION, DEFAULT_WINOGRAD_LEVEL } from '#contract/configuration'
import type { Decision, Dependency } from '#contract/plan'
import { choiceName } from '#core/planning/choice-name'
import type { Message } from '#messages/message'
import { engineName } from './wording'

/** One layer under A and under B. */
export interface LayerPair {
  readonly a: Decision
  readonly b: Decision
}

export interface ConfigurationPair {
  readonly a: Configuration
  readonly b: Configuration
  /** What B goes by. */
  readonly letter: string
}

export function choiceDiffers({ a, b }: LayerPair): boolean {
  return choiceName(a) !== choiceName(b)
}

export function sizeDiffers({ a, b }: LayerPair): boolean {
  return a.packedWeightBytes !== b.packedWeightBytes || a.workspaceBytes !== b.workspaceBytes
}

/** Why a layer differs, in a clause that fits every layer with the same cause. */
export function causeOf(layer: LayerPair, configurations: ConfigurationPair): Message {
  return choiceDiffers(layer) ? choiceCause(layer, configurations) : sizeCause(configurations)
}

function choiceCause(
  { a, b }: LayerPair,
  { a: configurationA, b: configurationB, letter }: ConfigurationPair,
): Message {
  const forced = overrideCause({ a, b }, letter)
  if (forced !== null) return forced
  const names = { a: engineName(configurationA.profile), b: engineName(configurationB.profile) }
  if (configurationA.profile !== configurationB.profile) {
    if (heedsLowMemory(a, configurationA) && !b.dependsOn.includes('memory')) {
      return { id: 'cause.memoryHeededByA', ...names, later: isLaterMnn(configurationB, configurationA) }
    }
    if (heedsLowMemory(b, configurationB) && !a.dependsOn.includes('memory')) {
      return { id: 'cause.memoryHeededByB', ...names }
    }
    return { id: 'cause.otherRules', ...names }
  }
  const differing = differences(configurationA, configurationB)
  const relevant = differing.filter(
    ({ dependency }) => a.dependsOn.includes(dependency) || b.dependsOn.includes(dependency),
  )
  const changes = (relevant.length > 0 ? relevant : differing).map(({ change }) => change)
  return { id: 'cause.given', b: names.b, changes }
}

function overrideCause({ a, b }: LayerPair, letter: string): Message | null {
  if (b.overridden !== undefined) return { id: 'cause.forcedInB', layers: b.overridden.by, letter }
  if (a.overridden !== undefined) return { id: 'cause.forcedInA', layers: a.overridden.by, letter }
  return null
}

function heedsLowMemory(decision: Decision, { memory }: Configuration): boolean {
  return memory === 'low' && decision.dependsOn.includes('memory')
}

function isLaterMnn({ profile: later }: Configuration, { profile: earlier }: Configuration): boolean {
  return later.startsWith('mnn-') && earlier.startsWith('mnn-') && later > earlier
}

/** The algorithm is the same: sizes differ by the way they are laid out. */
function sizeCause({ a, b, letter }: ConfigurationPair): Message {
  if (a.profile !== b.profile) {
    return { id: 'cause.layout', a: engineName(a.profile), b: engineName(b.profile) }
  }
  const causes: Message[] = []
  if (a.isa !== b.isa) causes.push({ id: 'cause.blocks', a: a.isa, b: b.isa })
  if (a.threads !== b.threads) causes.push({ id: 'cause.scratch', a: a.threads, b: b.threads, letter })
  return causes.length > 0 ? { id: 'cause.sizes', causes } : { id: 'cause.others' }
}

interface Difference {
  readonly dependency: Dependency
  readonly change: Message
}

function differences(a: Configuration, b: Configuration): readonly Difference[] {
  const found: Difference[] = []
  if (a.memory !== b.memory) {
    found.push({ dependency: 'memory', change: { id: 'change.memory', a: a.memory, b: b.memory } })
  }
  if (a.isa !== b.isa) found.push({ dependency: 'isa', change: { id: 'change.isa', a: a.isa, b: b.isa } })
  const precision = { a: a.precision ?? DEFAULT_PRECISION, b: b.precision ?? DEFAULT_PRECISION }
  if (precision.a !== precision.b) {
    found.push({ dependency: 'precision', change: { id: 'change.precision', ...precision } })
  }
  const level = { a: a.winogradLevel ?? DEFAULT_WINOGRAD_LEVEL, b: b.winogradLevel ?? DEFAULT_WINOGRAD_LEVEL }
  if (level.a !== level.b) {
    found.push({ dependency: 'winogradLevel', change: { id: 'change.winogradLevel', ...level } })
  }
  if (a.threads !== b.threads) {
    found.push({ dependency: 'threads', change: { id: 'change.threads', a: a.threads, b: b.threads } })
  }
  return found
}
