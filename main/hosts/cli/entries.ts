// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path'
import type { Advice } from '#contract/advice'
import type { Entry, SavedDocument } from '#contract/document'
import type { Plan } from '#contract/plan'
import type { Ladder } from '#contract/releases'
import { entriesOf, heldEntries } from '#core/document/entries'
import { loadDocument } from '#core/document/read'
import { documentPieces, savedEntry, savedModel, writeDocument } from '#core/document/write'
import { jsonPieces } from '#core/json-pieces'
import { FORMAT_VIEWS } from '#core/model/formats/index'
import { hasReleases } from '#core/planning/succession'
import { spoken } from '#messages/say'
import { type ConfigurationChoice, parseConfiguration, withChoice } from './configuration-options'
import { configurationText } from './describe'
import { CommandFailure, orFail, usageError } from './exit'
import { ladderValues } from './ladder-values'
import type { MeasuredRun } from './long-work'
import type { InputShape } from './model-options'
import { type CommandContext, type ModelSession, openSession, type RunOptions, SAMPLE } from './session'

// Whatever is compared, checked or reported is an entry: planned here and now, or read from a saved document.

const SAVED = /\.(?:json|convscope)(?:#(.*))?$/is

export function isSaved(text: string): boolean {
  return SAVED.test(text)
}

export function entryOf(session: ModelSession, plan: Plan, run?: MeasuredRun): Entry {
  return {
    model: savedModel(session.view),
    entry: savedEntry(configurationText(plan.configuration), plan, run),
  }
}

/** "FILE.convscope" (or .json), whose first entry is meant, or "FILE.convscope#LABEL". */
export async function loadEntry({ folder }: CommandContext, text: string): Promise<Entry> {
  const label = SAVED.exec(text)?.[1]
  const path = label === undefined ? text : text.slice(0, -label.length - 1)
  const entries = entriesOf(orFail(await loadDocument(resolve(folder, path))))
  const found = label === undefined ? entries[0] : entries.find(({ entry }) => entry.label === label)
  if (found !== undefined) return found
  throw new CommandFailure({
    message: spoken(`${path} has no entry “${label}”.`),
    hint: spoken(`Its entries are ${entries.map(({ entry }) => `“${entry.label}”`).join(', ')}.`),
  })
}

export interface EntryOptions {
  readonly inputShape: readonly InputShape[]
  /** What the configurations leave out. */
  readonly shared: ConfigurationChoice
  /** Present: every configuration is run as well. */
  readonly run?: RunOptions
}

/**
 * What `compare`, `export` and `report` take: saved entries, models, and configurations of the model that was named last.
 * A model without a configuration is a side by itself, under what all share, and so is one with the saved entries behind it.
 */
export async function readEntries(
  context: CommandContext,
  what: readonly string[],
  options: EntryOptions,
): Promise<readonly Entry[]> {
  return (await readAdvisable(context, what, options)).map(({ entry }) => entry)
}

/** An entry, and advice on it where its model is at hand. */
export interface Advisable {
  readonly entry: Entry
  readonly advise?: () => Promise<Advice>
  /** What its model takes in every release of its engine; null where the engine has no releases. */
  readonly releases?: () => Promise<readonly Ladder[] | null>
  /** With where everything lies. */
  readonly whole?: () => Promise<Entry>
}

/** The same, each with what gives advice on it. */
export async function readAdvisable(
  context: CommandContext,
  what: readonly string[],
  { inputShape, shared, run }: EntryOptions,
): Promise<readonly Advisable[]> {
  const sides = sidesOf(what, shared)
  const sessions = new Map<string, ModelSession>()
  const entries: Advisable[] = []
  for (const side of sides) {
    if (side.kind === 'saved') entries.push({ entry: await loadEntry(context, side.text) })
    else {
      const session = sessions.get(side.model) ?? (await openSession(context, side.model, inputShape))
      sessions.set(side.model, session)
      const configuration = session.configuration(side.choice)
      const plan = await session.plan(configuration)
      const entry = entryOf(session, plan, run && (await session.run(configuration, run)))
      entries.push({
        entry,
        advise: () => session.advise(configuration),
        releases: async () =>
          hasReleases(configuration) ? session.releases(configuration, ladderValues(configuration, side.choice)) : null,
        whole: async () => ({
          ...entry,
          entry: { ...entry.entry, arena: await session.arena(configuration) },
        }),
      })
    }
  }
  return entries
}

type Side =
  | { readonly kind: 'saved'; readonly text: string }
  | { readonly kind: 'planned'; readonly model: string; readonly choice: ConfigurationChoice }

/** A mistake in the last configuration is told before the first one has run for a minute. */
function sidesOf(what: readonly string[], shared: ConfigurationChoice): readonly Side[] {
  const sides: Side[] = []
  let model: string | null = null
  for (const [place, text] of what.entries()) {
    if (isSaved(text)) sides.push({ kind: 'saved', text })
    else if (isModel(text) || place === 0) {
      model = text
      const next = what.slice(place + 1).find((each) => !isSaved(each))
      if (next === undefined || isModel(next)) sides.push({ kind: 'planned', model, choice: shared })
    } else if (model === null) throw usageError(`${text} needs a model: name its file before ${what[0]}.`)
    else sides.push({ kind: 'planned', model, choice: withChoice(shared, parseSide(text)) })
  }
  return sides
}

const MODEL_NAME = new RegExp(`\\.(?:${FORMAT_VIEWS.flatMap(({ extensions }) => extensions).join('|')})$`, 'i')

function isModel(text: string): boolean {
  return text.startsWith(SAMPLE) || MODEL_NAME.test(text)
}

/** A configuration as `compare` and others take it. */
export function parseSide(text: string): ConfigurationChoice {
  try {
    return parseConfiguration(text)
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error))
  }
}

/** The document of some entries, as JSON text. */
export function documentText({ appVersion }: CommandContext, entries: readonly Entry[]): string {
  return writeDocument(documentOf(appVersion, entries))
}

/** Prints them as a saved document, whose text stands in memory in pieces. */
export function printDocument({ appVersion, terminal }: CommandContext, entries: readonly Entry[]): void {
  const { entries: held, ...head } = documentOf(appVersion, entries)
  for (const piece of documentPieces(head, held, jsonPieces)) terminal.out(piece)
}

function documentOf(version: string, entries: readonly Entry[]): SavedDocument {
  if (entries.length === 0) throw new Error('a document needs an entry')
  return { application: { name: 'Convscope', version }, savedAt: new Date().toISOString(), ...heldEntries(entries) }
}
