// SPDX-License-Identifier: Apache-2.0

import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import type { Entry, SavedDocument, SavedEntry, SavedModel } from '#contract/document'
import { fail, ok, type Result } from '#contract/errors'
import type { History, HistoryEntry, HistoryId } from '#contract/history'
import { heldEntries } from '#core/document/entries'
import { lockedNow } from '#core/file-lock'
import { writingCause } from '#core/model/file-cause'
import { writeWholeNow } from '#core/whole-file'
import { DELETED } from '../../files/leftovers'
import { historyText, type KeptFile, type Listing, readKept, readListing } from './history-file'

/** What is kept at once: a plan or run, of its model. */
export type KeptEntry = Entry & Pick<SavedDocument, 'application' | 'savedAt'>

/** Plans and runs kept on disk, by the SHA-256 of the model's file. */
export interface HistoryStore {
  list(sha256: string): History
  /** Keeps a run as a new entry; a plan takes the place of an earlier one of the same configuration and shapes. */
  keep(kept: KeptEntry): Result<HistoryId>
  load(sha256: string, id: HistoryId): Result<SavedDocument>
  /** Where `readKept` finds an entry: what `load` does, for another thread. */
  locate(sha256: string, id: HistoryId): Result<KeptFile>
  rename(sha256: string, id: HistoryId, name: string): Result<History>
  /** Takes an entry out of the list; `restore` brings it back, until the leftovers of an earlier day are cleared. */
  remove(sha256: string, id: HistoryId): Result<History>
  restore(sha256: string, id: HistoryId): Result<History>
}

const ENDING = '.history'
/** Ids are file names: nothing but what this makes is ever taken for one. */
const ID = /^(run|plan)-[0-9a-z-]{1,60}$/
/** Plans without a name beyond these give way, the oldest first. Runs and what was named stay. */
const UNNAMED_PLANS = 40

export function createHistoryStore(folder: string): HistoryStore {
  const folderOf = (sha256: string) => join(folder, /^[0-9a-f]{64}$/.test(sha256) ? sha256 : 'unknown')
  const pathOf = (sha256: string, id: HistoryId) => join(folderOf(sha256), `${id}${ENDING}`)

  const list = (sha256: string): History => {
    const entries: HistoryEntry[] = []
    let damaged = 0
    for (const id of idsIn(folderOf(sha256))) {
      const found = readListing(pathOf(sha256, id))
      if (found === null) damaged += 1
      else entries.push({ ...found, id })
    }
    return { entries: entries.sort((a, b) => b.savedAt - a.savedAt || b.id.localeCompare(a.id)), damaged }
  }

  const write = (sha256: string, id: HistoryId, listing: Listing, document: SavedDocument): Result<HistoryId> => {
    const path = pathOf(sha256, id)
    try {
      mkdirSync(folderOf(sha256), { recursive: true })
      // At once and whole: a window that closes in the same moment loses nothing.
      writeWholeNow(path, historyText(listing, document))
      return ok(id)
    } catch (error) {
      return fail({ code: 'file/unwritable', message: { id: 'problem.notWritten', path, why: writingCause(error) } })
    }
  }

  const known = (sha256: string, id: HistoryId): Result<Listing> => {
    const found = ID.test(id) ? readListing(pathOf(sha256, id)) : null
    return found === null
      ? fail({ code: 'file/not-found', message: { id: 'problem.notInHistory', name: null } })
      : ok(found)
  }

  const locate = (sha256: string, id: HistoryId): Result<KeptFile> => {
    const found = known(sha256, id)
    return found.ok ? ok({ path: pathOf(sha256, id), name: found.value.name || id }) : found
  }

  const load = (sha256: string, id: HistoryId): Result<SavedDocument> => {
    const file = locate(sha256, id)
    return file.ok ? readKept(file.value) : file
  }

  const forgetOldPlans = (sha256: string): void => {
    const unnamed = list(sha256).entries.filter(({ id, name }) => id.startsWith('plan-') && name === '')
    for (const { id } of unnamed.slice(UNNAMED_PLANS)) rmSync(pathOf(sha256, id), { force: true })
  }

  return {
    list,
    load,
    locate,
    keep(kept) {
      const { model, entry, ...head } = kept
      const document = { ...head, ...heldEntries([{ model, entry }]) }
      if (entry.run !== undefined) return write(model.sha256, runId(), listingOf(kept, ''), document)
      const id = planId(model, entry)
      return lockedNow(folderOf(model.sha256), () => {
        const name = readListing(pathOf(model.sha256, id))?.name ?? ''
        const written = write(model.sha256, id, listingOf(kept, name), document)
        if (written.ok) forgetOldPlans(model.sha256)
        return written
      })
    },
    rename: (sha256, id, name) =>
      lockedNow(folderOf(sha256), () => {
        const found = known(sha256, id)
        if (!found.ok) return found
        const document = load(sha256, id)
        if (!document.ok) return document
        const written = write(sha256, id, { ...found.value, name }, document.value)
        return written.ok ? ok(list(sha256)) : written
      }),
    remove(sha256, id) {
      // A damaged entry can be removed too.
      if (ID.test(id)) setAside(pathOf(sha256, id))
      return ok(list(sha256))
    },
    restore(sha256, id) {
      const path = pathOf(sha256, id)
      try {
        if (!ID.test(id)) throw new Error('no id')
        // One of the same configuration that was kept meanwhile is the same plan.
        renameSync(`${path}${DELETED}`, path)
      } catch {
        return fail({ code: 'file/not-found', message: { id: 'problem.notInHistory', name: null } })
      }
      return ok(list(sha256))
    },
  }
}

/** The time of deletion is the file's, by which old ones are told; where that cannot be done it is deleted for good. */
function setAside(path: string): void {
  try {
    const now = new Date()
    renameSync(path, `${path}${DELETED}`)
    utimesSync(`${path}${DELETED}`, now, now)
  } catch {
    rmSync(path, { force: true })
  }
}

function idsIn(folder: string): HistoryId[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(ENDING))
      .map((name) => name.slice(0, -ENDING.length))
      .filter((id) => ID.test(id))
  } catch {
    return []
  }
}

function planId({ inputs }: SavedModel, { configuration }: SavedEntry): HistoryId {
  const sizes = inputs.map(({ name, dims }) => ({ name, dims }))
  const said = JSON.stringify([sizes, Object.entries(configuration).sort(([a], [b]) => a.localeCompare(b))])
  return `plan-${createHash('sha256').update(said).digest('hex').slice(0, 32)}`
}

function runId(): HistoryId {
  return `run-${Date.now().toString(36)}-${randomBytes(4).toString('hex')}`
}

function listingOf({ savedAt, model, entry: { configuration, plan, run } }: KeptEntry, name: string): Listing {
  const listing = {
    name,
    savedAt: Date.parse(savedAt),
    configuration,
    inputs: model.inputs,
    totals: plan.totals,
    totalBytes: plan.totalBytes,
  }
  if (run === undefined) return listing
  const { peakTrackedBytes, peakRssBytes, inferenceNs, iterations, endedEarly } = run.report
  const early = endedEarly === undefined ? {} : { endedEarly: true }
  return { ...listing, measured: { peakTrackedBytes, peakRssBytes, inferenceNs, iterations, ...early } }
}
