// SPDX-License-Identifier: Apache-2.0
import type { AttachBatch } from '#contract/attach'

/** All processes of one moment together. Bytes. */
export interface AttachMoment {
  readonly timeNs: number
  readonly rssBytes: number
  readonly fileBytes: number
  /** null at moments at which they were not read of every process. */
  readonly pssBytes: number | null
  readonly privateBytes: number | null
}

export interface AttachLog {
  readonly moments: readonly AttachMoment[]
  readonly peakRssBytes: number
  readonly processes: number
}

export const EMPTY_LOG: AttachLog = { moments: [], peakRssBytes: 0, processes: 0 }

/** Beyond it every second moment goes, but never the higher of two. */
const MOST_MOMENTS = 8192

/** The log with a batch added. Rows of one moment have one time. */
export function withBatch(log: AttachLog, batch: AttachBatch): AttachLog {
  const added: AttachMoment[] = []
  let processes = log.processes
  for (let at = 0; at < batch.timeNs.length; ) {
    const timeNs = batch.timeNs[at] ?? 0
    const sum = { timeNs, rssBytes: 0, fileBytes: 0, pssBytes: 0, privateBytes: 0 }
    let living = 0
    for (; at < batch.timeNs.length && batch.timeNs[at] === timeNs; at++, living++) {
      sum.rssBytes += batch.rssBytes[at] ?? 0
      sum.fileBytes += batch.fileBytes[at] ?? 0
      sum.pssBytes += batch.pssBytes[at] ?? Number.NaN
      sum.privateBytes += batch.privateBytes[at] ?? Number.NaN
    }
    processes = Math.max(processes, living)
    added.push({ ...sum, pssBytes: known(sum.pssBytes), privateBytes: known(sum.privateBytes) })
  }
  const peakRssBytes = Math.max(log.peakRssBytes, ...added.map(({ rssBytes }) => rssBytes))
  return { moments: thinned([...log.moments, ...added]), peakRssBytes, processes }
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

function thinned(moments: readonly AttachMoment[]): readonly AttachMoment[] {
  if (moments.length <= MOST_MOMENTS) return moments
  const kept: AttachMoment[] = []
  for (let at = 0; at < moments.length; at += 2) {
    const [one, two] = [moments[at], moments[at + 1]]
    if (one === undefined) continue
    const higher = two !== undefined && two.rssBytes > one.rssBytes ? two : one
    const detail = one.pssBytes === null ? two : one
    kept.push({ ...higher, pssBytes: detail?.pssBytes ?? null, privateBytes: detail?.privateBytes ?? null })
  }
  return kept
}

/** A command line in words: blanks separate, "…" and '…' keep together, \ takes the next character as it is. */
export function commandWords(line: string): string[] {
  const words: string[] = []
  for (const match of line.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/gs)) {
    words.push(
      match[0].replace(/"((?:\\.|[^"\\])*)"|'([^']*)'|\\(.)/gs, (_whole, double, single, escaped) =>
        double !== undefined ? double.replace(/\\(["\\])/g, '$1') : (single ?? escaped),
      ),
    )
  }
  return words
}
