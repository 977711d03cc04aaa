// SPDX-License-Identifier: Apache-2.0
import type { Problem } from './errors'

/** Another program's memory, as the operating system reports it: a real engine beside our model of it. */

export type AttachId = string

export interface AttachRequest {
  /** Program and arguments; no shell takes part. */
  readonly command: readonly string[]
  /** Milliseconds between two samples, 1..1000. */
  readonly intervalMs: number
}

/** What one process of the program held. Bytes. */
export interface ProcessMemory {
  /** Resident: what of its memory is in RAM. */
  readonly rssBytes: number
  /** The part of it that files and shared memory back, such as libraries and mapped models. */
  readonly fileBytes: number
}

/**
 * Samples in order of time, one array per field; a moment has a row for every process that lived. PSS
 * (proportional set: shared pages divided by their users, so that processes add up) and private bytes
 * cost the kernel a walk over all pages: they are read less often, NaN in the rows between.
 */
export interface AttachBatch {
  /** Nanoseconds since the program was started. */
  readonly timeNs: Float64Array
  readonly pid: Int32Array
  readonly rssBytes: Float64Array
  readonly fileBytes: Float64Array
  readonly pssBytes: Float64Array
  readonly privateBytes: Float64Array
}

export interface ProcessSummary {
  readonly pid: number
  /** Its command line, or its name where it has none. */
  readonly command: string
  /** When it was seen first and last, nanoseconds since the start. */
  readonly firstNs: number
  readonly lastNs: number
  readonly samples: number
  /** Largest resident set of all samples, and what of it files backed. */
  readonly peak: ProcessMemory
  /** The kernel's own high-water mark (VmHWM), which misses nothing between samples; null where it was never read. */
  readonly kernelPeakRssBytes: number | null
  /** Largest of all samples; null where there was none. */
  readonly peakPssBytes: number | null
  readonly peakPrivateBytes: number | null
  /** Most that drivers of GPUs held for it; null where none tells of it, or it has none. */
  readonly peakGpuBytes: number | null
}

export interface AttachReport {
  readonly id: AttachId
  readonly command: readonly string[]
  readonly durationNs: number
  /** null where a signal ended it. */
  readonly exitCode: number | null
  readonly signal: string | null
  /** The first is the program itself. */
  readonly processes: readonly ProcessSummary[]
  /** Largest sum over the processes that lived at one moment. Shared pages are counted once for each. */
  readonly peakRssBytes: number
  /** Most that drivers of GPUs held for each process, added up; null where none tells of it, or none has any. */
  readonly peakGpuBytes: number | null
}

export type AttachEnd =
  | { readonly id: AttachId; readonly outcome: 'ended'; readonly report: AttachReport }
  | { readonly id: AttachId; readonly outcome: 'failed'; readonly problem: Problem }
