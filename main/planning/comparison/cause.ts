import { type Configuration, DEFAULT_PRECISION, DEFAULT_WINOGRAD_LEVEL } from '#contract/configuration'
import type { Decision, Dependency } from '#contract/plan'
import { choiceName } from '../choice-name'
import { isaName, profileName, threadsName } from './wording'

/** One layer under A and under B. */
export interface LayerPair {
  readonly a: Decision
  readonly b: Decision
}

export interface ConfigurationPair {
  readonly a: Configuration
  readonly b: Configuration
}

export function choiceDiffers({ a, b }: LayerPair): boolean {
  return choiceName(a) !== choiceName(b)
}

export function sizeDiffers({ a, b }: LayerPair): boolean {
  return a.packedWeightBytes !== b.packedWeightBytes || a.workspaceBytes !== b.workspaceBytes
}

/** Why a layer differs, in words that fit every layer with the same cause; a clause without period. */
export function causeOf(layer: LayerPair, configurations: ConfigurationPair): string {
  return choiceDiffers(layer) ? choiceCause(layer, configurations) : sizeCause(configurations)
}

function choiceCause({ a, b }: LayerPair, { a: configurationA, b: configurationB }: ConfigurationPair): string {
  const forced = overrideCause({ a, b })
  if (forced !== null) return forced
  const nameA = profileName(configurationA.profile)
  const nameB = profileName(configurationB.profile)
  if (configurationA.profile !== configurationB.profile) {
    if (heedsLowMemory(a, configurationA) && !b.dependsOn.includes('memory')) {
      const consults = isLaterMnn(configurationB, configurationA) ? 'no longer consults' : 'does not consult'
      return `${nameA} heeds memory mode low, while ${nameB} ${consults} the memory mode for such layers`
    }
    if (heedsLowMemory(b, configurationB) && !a.dependsOn.includes('memory')) {
      return `${nameB} heeds memory mode low, while ${nameA} does not consult the memory mode for such layers`
    }
    return `${nameB} decides by other rules than ${nameA}`
  }
  const differing = differences({ a: configurationA, b: configurationB })
  const relevant = differing.filter(
    ({ dependency }) => a.dependsOn.includes(dependency) || b.dependsOn.includes(dependency),
  )
  const causes = (relevant.length > 0 ? relevant : differing).map(({ phrase }) => phrase)
  return `${nameB} was given ${causes.join(' and ')}`
}

function overrideCause({ a, b }: LayerPair): string | null {
  if (b.overridden !== undefined) return `B forces it with the override “${b.overridden.by}”`
  if (a.overridden !== undefined) return `A forces it with the override “${a.overridden.by}”, B does not`
  return null
}

function heedsLowMemory(decision: Decision, { memory }: Configuration): boolean {
  return memory === 'low' && decision.dependsOn.includes('memory')
}

function isLaterMnn({ profile: later }: Configuration, { profile: earlier }: Configuration): boolean {
  return later.startsWith('mnn-') && earlier.startsWith('mnn-') && later > earlier
}

/** The algorithm is the same: sizes differ by the way they are laid out. */
function sizeCause({ a, b }: ConfigurationPair): string {
  if (a.profile !== b.profile) {
    return `${profileName(b.profile)} lays out weights and scratch otherwise than ${profileName(a.profile)}`
  }
  const causes: string[] = []
  if (a.isa !== b.isa) causes.push(`${isaName(b.isa)} works on blocks of another size than ${isaName(a.isa)}`)
  if (a.threads !== b.threads) {
    causes.push(`scratch grows with the threads, ${b.threads} in B where A has ${a.threads}`)
  }
  return causes.length > 0 ? causes.join(', and ') : 'its sizes follow from what other layers were given'
}

function differences({ a, b }: ConfigurationPair): { dependency: Dependency; phrase: string }[] {
  const found: { dependency: Dependency; phrase: string }[] = []
  if (a.memory !== b.memory) {
    found.push({ dependency: 'memory', phrase: `memory mode ${b.memory} instead of ${a.memory}` })
  }
  if (a.isa !== b.isa) found.push({ dependency: 'isa', phrase: `${isaName(b.isa)} instead of ${isaName(a.isa)}` })
  if ((a.precision ?? DEFAULT_PRECISION) !== (b.precision ?? DEFAULT_PRECISION)) {
    const phrase = `precision ${b.precision ?? DEFAULT_PRECISION} instead of ${a.precision ?? DEFAULT_PRECISION}`
    found.push({ dependency: 'precision', phrase })
  }
  const levelA = a.winogradLevel ?? DEFAULT_WINOGRAD_LEVEL
  const levelB = b.winogradLevel ?? DEFAULT_WINOGRAD_LEVEL
  if (levelA !== levelB) {
    found.push({ dependency: 'winogradLevel', phrase: `Winograd memory level ${levelB} instead of ${levelA}` })
  }
  if (a.threads !== b.threads)
    found.push({ dependency: 'threads', phrase: `${threadsName(b)} instead of ${a.threads}` })
  return found
}
