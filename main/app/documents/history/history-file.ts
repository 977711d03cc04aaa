// SPDX-License-Identifier: Apache-2.0
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import * as v from 'valibot'
import type { SavedDocument } from '#contract/document'
import { fail, type Result } from '#contract/errors'
import type { HistoryEntry } from '#contract/history'
import { readDocument } from '#core/document/read'
import { writeDocument } from '#core/document/write'
import { readRegularTextNow, refuseUnlessRegular } from '#core/model/regular-file'
import { configuration } from '#core/planning/configuration-schema'

// A kept plan or run is a file of two lines: what is listed of it, and the saved document. Listing
// reads first lines only, and the two cannot fall apart.

/** A listing line is a few hundred bytes; one with a thousand overrides takes 200 kB. */
const LONGEST_LINE = 2 ** 20
const CHUNK = 2 ** 14

const amount = v.pipe(v.number(), v.finite(), v.minValue(0))

const listing = v.looseObject({
  name: v.pipe(v.string(), v.maxLength(200)),
  savedAt: amount,
  configuration,
  inputs: v.array(v.looseObject({ name: v.string(), dims: v.array(amount) })),
  totals: v.looseObject({
    packedWeights: amount,
    workspace: amount,
    activations: amount,
    modelBuffer: amount,
    // Lines of earlier versions have none.
    inputsOutputs: v.optional(amount, 0),
    other: amount,
  }),
  totalBytes: amount,
  measured: v.exactOptional(
    v.looseObject({
      peakTrackedBytes: amount,
      peakRssBytes: amount,
      inferenceNs: v.nullable(amount),
      iterations: amount,
      endedEarly: v.exactOptional(v.boolean()),
    }),
  ),
})

export type Listing = Omit<HistoryEntry, 'id'>

export function historyText(line: Listing, document: SavedDocument): string {
  return `${JSON.stringify(line)}\n${writeDocument(document)}`
}

/** What is listed of the file; null where that is damaged or the file is gone. */
export function readListing(path: string): Listing | null {
  try {
    const parsed = v.safeParse(listing, JSON.parse(firstLine(path)))
    return parsed.success ? parsed.output : null
  } catch {
    return null
  }
}

/** A kept entry: its file and what it is called. */
export interface KeptFile {
  readonly path: string
  readonly name: string
}

export function readKept({ path, name }: KeptFile): Result<SavedDocument> {
  let text: string
  try {
    text = readRegularTextNow(path)
  } catch {
    return fail({ code: 'file/not-found', message: { id: 'problem.notInHistory', name } })
  }
  return readDocument(text.slice(text.indexOf('\n') + 1), `“${name}”`)
}

function firstLine(path: string): string {
  refuseUnlessRegular(statSync(path))
  const file = openSync(path, 'r')
  try {
    const parts: Buffer[] = []
    for (let length = 0; length < LONGEST_LINE; ) {
      const chunk = Buffer.alloc(CHUNK)
      const read = readSync(file, chunk, 0, CHUNK, length)
      const end = chunk.subarray(0, read).indexOf(0x0a)
      parts.push(chunk.subarray(0, end < 0 ? read : end))
      if (end >= 0 || read === 0) break
      length += read
    }
    return Buffer.concat(parts).toString('utf8')
  } finally {
    closeSync(file)
  }
}
