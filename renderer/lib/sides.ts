// SPDX-License-Identifier: Apache-2.0
import { letterOf, MOST_SIDES } from '#contract/comparison'
import type { Configuration, ProfileTraits } from '#contract/configuration'
import type { EntrySource, OpenedDocument, SavedSource } from '#contract/history'
import { changedConfiguration, configurationKey, sameConfiguration } from './configurations'

/** One side of the comparison: A, the baseline; B, the current configuration; C, D and so on, what is picked. */
export interface Side {
  readonly letter: string
  /** Stays the same while the side is the same one, whatever its letter and whether it has been run. */
  readonly key: string
  readonly source: EntrySource
}

export interface SideSources {
  readonly baseline: Configuration | null
  /** In place of a plan of the baseline made now. */
  readonly savedBaseline: EntrySource | null
  readonly configuration: Configuration
  readonly picked: readonly EntrySource[]
  /** Id of the run of this session that measured a configuration. */
  runOf(configuration: Configuration): string | undefined
}

const KEY_OF_A = 'A'
export const KEY_OF_B = 'B'

/** A, B, then what is picked, without what is A itself; empty where there is no baseline. */
export function sidesOf({ baseline, savedBaseline, configuration, picked, runOf }: SideSources): readonly Side[] {
  if (baseline === null) return []
  const measured = (source: EntrySource): EntrySource => {
    const runId = source.saved === undefined ? runOf(source.configuration) : undefined
    return runId === undefined ? source : { ...source, runId }
  }
  const a = savedBaseline ?? { configuration: baseline }
  return [
    { letter: 'A', key: KEY_OF_A, source: measured(a) },
    { letter: 'B', key: KEY_OF_B, source: measured({ configuration }) },
    ...picked
      .filter((source) => sourceKey(source) !== sourceKey(a))
      .slice(0, MOST_SIDES - 2)
      .map((source, index) => ({
        letter: letterOf(index + 2),
        key: sourceKey(source),
        source: measured(source),
      })),
  ]
}

/** Whether B is something else than A: a saved entry of the same configuration may differ, being of another file or version. */
export function differsFromA([a, b]: readonly Side[]): boolean {
  if (a === undefined || b === undefined) return false
  return a.source.saved !== undefined || !sameConfiguration(a.source.configuration, b.source.configuration)
}

/** Whether the current configuration can stay as one side more: there is room, and it is none yet besides B. */
export function mayKeep(sides: readonly Side[], configuration: Configuration): boolean {
  const known = ({ key, source }: Side) =>
    key !== KEY_OF_B && source.saved === undefined && sameConfiguration(source.configuration, configuration)
  return sides.length < MOST_SIDES && !sides.some(known)
}

/** The configuration under each other engine that no side has yet. */
export function underOtherEngines(
  profiles: readonly ProfileTraits[],
  configuration: Configuration,
  sides: readonly Side[],
): readonly EntrySource[] {
  const taken = new Set(sides.map(({ source }) => configurationKey(source.configuration)))
  return profiles
    .filter(({ amongMany }) => amongMany !== true)
    .map(({ id }) => changedConfiguration(profiles, configuration, { profile: id }))
    .filter((changed) => changed.profile !== configuration.profile && !taken.has(configurationKey(changed)))
    .map((changed) => ({ configuration: changed }))
}

/**
 * Another side after a change of the current configuration, where sides are linked: what it had in common with that is
 * changed in it too. Engine and overrides are each side's own.
 */
export function followingSide(
  profiles: readonly ProfileTraits[],
  side: Configuration,
  before: Configuration,
  { isa, threads, settings }: Partial<Configuration>,
): Configuration {
  const ids = settings === undefined ? [] : [...Object.keys(before.settings), ...Object.keys(settings)]
  const followed = ids.filter((id) => side.settings[id] === before.settings[id])
  const changed = new Map(Object.entries(side.settings))
  for (const id of followed) {
    const value = settings?.[id]
    if (value === undefined) changed.delete(id)
    else changed.set(id, value)
  }
  return changedConfiguration(profiles, side, {
    settings: Object.fromEntries(changed),
    ...(isa !== undefined && side.isa === before.isa ? { isa } : {}),
    ...(threads !== undefined && side.threads === before.threads ? { threads } : {}),
  })
}

/**
 * The entries of a document that was opened; those without a name go by the file's, which tells them from what is planned
 * now, or by that of their model where it has several.
 */
export function documentSources({
  id,
  fileName,
  entries,
}: OpenedDocument): readonly (EntrySource & { readonly saved: SavedSource; readonly label: string })[] {
  const several = entries.some(({ ofShown }) => !ofShown)
  return entries.map(({ label, configuration, model }, index) => ({
    configuration,
    saved: { kind: 'document', id, index },
    label: label !== '' ? label : several ? model.fileName : fileName,
  }))
}

/** One text per entry. */
export function sourceKey({ saved, runId, configuration }: EntrySource): string {
  if (saved === undefined) return `now ${runId ?? ''} ${configurationKey(configuration)}`
  return saved.kind === 'history' ? `history ${saved.id}` : `document ${saved.id} ${saved.index}`
}
