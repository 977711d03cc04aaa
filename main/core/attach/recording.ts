// SPDX-License-Identifier: Apache-2.0
import type { AttachBatch, ProcessMemory, ProcessSummary } from '#contract/attach'
import type { DetailedMemory } from './process-memory'

type Mutable<T> = { -readonly [key in keyof T]: T[key] }

/** What has been seen of every process, and the rows that nobody has taken yet. */
export class Recording {
  peakRssBytes = 0
  private rows: number[][] = []
  private readonly seen = new Map<number, Mutable<ProcessSummary>>()

  /** One moment: every process that lives, and what was read of it in detail since the last. */
  moment(
    timeNs: number,
    living: ReadonlyMap<number, ProcessMemory>,
    detailed: ReadonlyMap<number, DetailedMemory>,
    describe: (pid: number) => string,
  ): void {
    let sum = 0
    for (const [pid, memory] of living) {
      sum += memory.rssBytes
      const detail = detailed.get(pid)
      this.rows.push([
        timeNs,
        pid,
        memory.rssBytes,
        memory.fileBytes,
        detail?.pssBytes ?? Number.NaN,
        detail?.privateBytes ?? Number.NaN,
      ])
      const summary = this.seen.get(pid) ?? this.first(pid, timeNs, describe(pid))
      summary.lastNs = timeNs
      summary.samples += 1
      if (memory.rssBytes > summary.peak.rssBytes) summary.peak = memory
      if (detail === undefined) continue
      summary.peakPssBytes = Math.max(summary.peakPssBytes ?? 0, detail.pssBytes)
      summary.peakPrivateBytes = Math.max(summary.peakPrivateBytes ?? 0, detail.privateBytes)
    }
    this.peakRssBytes = Math.max(this.peakRssBytes, sum)
  }

  /** A process starts as a copy of its parent, and becomes what it is called a moment later. */
  rename(pid: number, command: string): void {
    const summary = this.seen.get(pid)
    if (summary !== undefined && command !== '') summary.command = command
  }

  gpu(pid: number, bytes: number | null): void {
    const summary = this.seen.get(pid)
    if (summary !== undefined && bytes !== null) summary.peakGpuBytes = Math.max(summary.peakGpuBytes ?? 0, bytes)
  }

  kernelPeak(pid: number, bytes: number | null): void {
    const summary = this.seen.get(pid)
    if (summary !== undefined && bytes !== null) summary.kernelPeakRssBytes = bytes
  }

  /** The rows since the last call; null where there are none. */
  take(): AttachBatch | null {
    const { rows } = this
    if (rows.length === 0) return null
    this.rows = []
    const column = (index: number) => Float64Array.from(rows, (row) => row[index] ?? Number.NaN)
    return {
      timeNs: column(0),
      pid: Int32Array.from(rows, (row) => row[1] ?? 0),
      rssBytes: column(2),
      fileBytes: column(3),
      pssBytes: column(4),
      privateBytes: column(5),
    }
  }

  /** The most that drivers of GPUs held for each process, added up; null where none tells. */
  gpuBytes(): number | null {
    const known = [...this.seen.values()].flatMap(({ peakGpuBytes }) => peakGpuBytes ?? [])
    return known.length === 0 ? null : known.reduce((sum, bytes) => sum + bytes, 0)
  }

  processes(): readonly ProcessSummary[] {
    return [...this.seen.values()]
  }

  private first(pid: number, timeNs: number, command: string): Mutable<ProcessSummary> {
    const summary: Mutable<ProcessSummary> = {
      pid,
      command,
      firstNs: timeNs,
      lastNs: timeNs,
      samples: 0,
      peak: { rssBytes: 0, fileBytes: 0 },
      kernelPeakRssBytes: null,
      peakPssBytes: null,
      peakPrivateBytes: null,
      peakGpuBytes: null,
    }
    this.seen.set(pid, summary)
    return summary
  }
}
