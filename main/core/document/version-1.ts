// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { type Configuration, fittingSettings, type SettingValues } from '#contract/configuration'
import type { SavedEntry } from '#contract/document'
import { configuration } from '#core/planning/configuration-schema'
import { profileOf } from '#core/planning/engines/index'
import { english, isMessage, recognised } from '#messages/say'
import { documentOf } from './schema'
import { withSentences } from './sentences'

/*
 * Documents of version 1, which are read as if they were of today. Their configurations named three settings of their
 * own; their sentences were English text, and an entry had the messages once more, to be matched by that text.
 */

const NAMED_SETTINGS = {
  memory: v.picklist(['low', 'normal', 'high']),
  precision: v.exactOptional(v.picklist(['low', 'normal', 'high'])),
  winogradLevel: v.exactOptional(v.picklist([0, 1, 2, 3])),
}

const { settings: _, ...others } = configuration.pipe[0].entries

const configurationOfVersion1: v.GenericSchema<unknown, Configuration> = v.pipe(
  v.strictObject({ ...others, ...NAMED_SETTINGS }),
  v.transform(({ memory, precision, winogradLevel, ...rest }): Configuration => {
    const named = Object.entries({ memory, precision, winogradLevel }).filter(([, value]) => value !== undefined)
    const settings = Object.fromEntries(named) as SettingValues
    const declared = profileOf(rest.profile)?.traits.settings ?? []
    return { ...rest, settings: fittingSettings(declared, { isa: rest.isa, settings }) }
  }),
)

export const documentOfVersion1 = documentOf({
  version: 1,
  several: false,
  configuration: configurationOfVersion1,
  sentence: v.pipe(v.string(), v.maxLength(100_000), v.transform(recognised)),
  rowMembers: {},
  billMembers: {},
  entryMembers: { messages: v.exactOptional(v.array(v.unknown())) },
  completed(entry) {
    const { messages = [], ...rest } = entry as SavedEntry & { readonly messages?: readonly unknown[] }
    return withMessages(withBill(rest), messages)
  },
})

/** Version 1 had rows of convolutions alone; what other layers held is in the total. */
function withBill({ plan, ...entry }: SavedEntry): SavedEntry {
  const decisions = plan.decisions.map((decision) => ({ ...decision, kind: 'convolution' as const }))
  const rows = decisions.reduce((sum, { packedWeightBytes }) => sum + (packedWeightBytes ?? 0), 0)
  const bytes = plan.totals.packedWeights - rows
  const packedBeside = bytes === 0 ? [] : [{ name: { id: 'bill.otherLayers' } as const, bytes }]
  return { ...entry, plan: { ...plan, decisions, packedBeside, workspaceNote: null, leftOut: [] } }
}

/** `messages` of the file, which may hold anything: one that cannot be said is as if it were not there. */
function withMessages(entry: SavedEntry, messages: readonly unknown[]): SavedEntry {
  const known = new Map(
    messages
      .flatMap((message) => [message, retired(message)])
      .filter(isMessage)
      .map((message) => [english(message), message]),
  )
  if (known.size === 0) return entry
  return withSentences(entry, (message) => (message.id === 'text' ? (known.get(message.text) ?? message) : message))
}

/** The same in the wording that it had. */
function retired(message: unknown): unknown {
  const { id } = Object(message) as { id?: unknown }
  return typeof id === 'string' ? { ...Object(message), id: `retired.${id}` } : message
}
