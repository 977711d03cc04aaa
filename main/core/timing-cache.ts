// SPDX-License-Identifier: Apache-2.0

import { createHash } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { cpus } from 'node:os'
import * as v from 'valibot'
import { fail, ok, type Result } from '#contract/errors'
import { lockedNow } from '#core/file-lock'
import { writingCause } from '#core/model/file-cause'
import { readRegularTextNow } from '#core/model/regular-file'
import type { KernelTimings } from '#core/planning/native/kernel-catalog'
import { timingsFrom } from '#core/planning/native/timings'
import { writeWholeNow } from './whole-file'

/** Kernel times of this machine, kept in one JSON file: nanoseconds by kernel, problem, instruction set and threads. */
export interface TimingCache {
  readonly path: string
  current(): KernelTimings
  /** Changes whenever a plan may come out otherwise. */
  revision(): number
  entries(): ReadonlyMap<string, number>
  /** They count from now on, also where the file cannot be written. */
  add(measured: ReadonlyMap<string, number>): Result<void>
  clear(): void
}

const file = v.object({
  schema: v.literal('convscope-kernel-timings'),
  schemaVersion: v.literal(1),
  kernelSet: v.string(),
  processor: v.string(),
  ns: v.record(v.string(), v.pipe(v.number(), v.finite(), v.minValue(0))),
})

/** Times of other kernels, or of another processor, do not count: such a file is begun anew. */
export function createTimingCache(path: string, kernelSet: string): TimingCache {
  const processor = cpus()[0]?.model ?? 'unknown'
  let ns = read(path, kernelSet, processor)
  let timings = timingsFrom(ns)
  let revision = 0
  const change = (next: ReadonlyMap<string, number>) => {
    ns = next
    timings = timingsFrom(ns)
    revision += 1
  }
  return {
    path,
    current: () => timings,
    revision: () => revision,
    entries: () => ns,
    add(measured) {
      try {
        lockedNow(path, () => {
          // Another process may have measured too.
          const all = new Map([...read(path, kernelSet, processor), ...ns, ...measured])
          change(all)
          writeWholeNow(path, text({ kernelSet, processor, ns: Object.fromEntries(all) }))
        })
        return ok(undefined)
      } catch (error) {
        const why = writingCause(error)
        return fail({ code: 'file/unwritable', message: { id: 'problem.notWritten', path, why }, file: path })
      }
    },
    clear() {
      change(new Map())
      lockedNow(path, () => rmSync(path, { force: true }))
    },
  }
}

function text(content: Omit<v.InferOutput<typeof file>, 'schema' | 'schemaVersion'>): string {
  return `${JSON.stringify({ schema: 'convscope-kernel-timings', schemaVersion: 1, ...content }, null, 1)}\n`
}

/** Stands for the kernels of a built addon: its content. */
export function kernelSetOf(addonPath: string): string {
  return createHash('sha256').update(readFileSync(addonPath)).digest('hex').slice(0, 16)
}

function read(path: string, kernelSet: string, processor: string): ReadonlyMap<string, number> {
  try {
    const found = v.safeParse(file, JSON.parse(readRegularTextNow(path)))
    if (!found.success) return new Map()
    const { output } = found
    return output.kernelSet === kernelSet && output.processor === processor
      ? new Map(Object.entries(output.ns))
      : new Map()
  } catch {
    return new Map()
  }
}
