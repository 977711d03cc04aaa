// SPDX-License-Identifier: Apache-2.0
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { ProcessMemory } from '#contract/attach'

/** The few bytes of /proc files that counters take. */
const BUFFER = Buffer.alloc(512)
const PAGE_BYTES = pageBytes()

/** Page table walks of one moment. Bytes. */
export interface DetailedMemory {
  readonly pssBytes: number
  readonly privateBytes: number
}

/**
 * A process's counters: reading them costs the process nothing, and us a few microseconds, since the
 * file stays open. A file of /proc belongs to its process, not to the number: a process that takes the
 * number over later is not mistaken for this one.
 */
export class MemoryCounters {
  private constructor(
    readonly pid: number,
    private readonly file: number,
  ) {}

  /** null where the process is gone. */
  static open(pid: number): MemoryCounters | null {
    try {
      return new MemoryCounters(pid, openSync(`/proc/${pid}/statm`, 'r'))
    } catch {
      return null
    }
  }

  /** null once the process has ended, or has given its memory back and awaits its parent. */
  read(): ProcessMemory | null {
    try {
      const length = readSync(this.file, BUFFER, 0, BUFFER.length, 0)
      const [, resident, shared] = BUFFER.toString('latin1', 0, length).split(' ').map(Number)
      if (!resident) return null
      return { rssBytes: resident * PAGE_BYTES, fileBytes: (shared ?? 0) * PAGE_BYTES }
    } catch {
      return null
    }
  }

  close(): void {
    closeSync(this.file)
  }
}

/** From smaps_rollup, for which the kernel walks all pages: in the background, and not often. null where it is gone. */
export async function detailedMemory(pid: number): Promise<DetailedMemory | null> {
  const fields = kilobytes(await readFile(`/proc/${pid}/smaps_rollup`, 'latin1').catch(() => ''))
  const pss = fields.get('Pss')
  if (pss === undefined) return null
  return { pssBytes: pss, privateBytes: (fields.get('Private_Clean') ?? 0) + (fields.get('Private_Dirty') ?? 0) }
}

/** The kernel's high-water mark of the resident set; null where the process is gone. */
export function kernelPeak(pid: number): number | null {
  try {
    return kilobytes(readFileSync(`/proc/${pid}/status`, 'latin1')).get('VmHWM') ?? null
  } catch {
    return null
  }
}

/** Command line of a process, its name where it has none; '' where it has gone. */
export function commandOf(pid: number): string {
  return commandLineOf(pid) || textOf(`/proc/${pid}/comm`)
}

/** '' where it has none: one that has ended and is not yet waited for has lost it. */
export function commandLineOf(pid: number): string {
  return textOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim()
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}

/** "Name:   123 kB" lines, in bytes. */
function kilobytes(text: string): ReadonlyMap<string, number> {
  return new Map(
    [...text.matchAll(/^(\w+):\s+(\d+) kB$/gm)].map(([, name = '', value]) => [name, Number(value) * 1024]),
  )
}

/** Bytes of a page, from the auxiliary vector of this process (AT_PAGESZ); 4096 where it cannot be read. */
function pageBytes(): number {
  const AT_PAGESZ = 6n
  try {
    const vector = readFileSync('/proc/self/auxv')
    for (let at = 0; at + 16 <= vector.length; at += 16) {
      if (vector.readBigUInt64LE(at) === AT_PAGESZ) return Number(vector.readBigUInt64LE(at + 8))
    }
  } catch {
    // Not Linux, or no /proc: then nothing is read either.
  }
  return 4096
}
