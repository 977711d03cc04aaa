// SPDX-License-Identifier: Apache-2.0
import type { AttachBatch, ProcessMemory, ProcessSummary } from '#contract/attach'
import { gpuMemory } from './gpu-memory'
import { createPace } from './pace'
import {
  commandLineOf,
  commandOf,
  type DetailedMemory,
  detailedMemory,
  kernelPeak,
  MemoryCounters,
} from './process-memory'
import { childrenOf } from './process-tree'
import { Recording } from './recording'

/** High-water marks and command lines are read this often. */
const LOOK_MS = 25
/**
 * New processes are looked for with every sample, so that what lives as long as two of them is seen; of a program
 * with so many threads that it takes more than this share of the time, less often.
 */
const SEARCH_SHARE = 0.05
/** Samples are handed on this often. */
const HAND_ON_MS = 50
/** The kernel's page walks may take this share of the time: a program of many GiB is asked less often. */
const WALK_SHARE = 0.05
const WALK_LEAST_MS = 20

export interface Sampler {
  /** Takes a last look and ends. */
  stop(): void
  processes(): readonly ProcessSummary[]
  peakRssBytes(): number
  /** null where no driver of a GPU tells. */
  peakGpuBytes(): number | null
}

/**
 * Samples a process and all that it starts, from now until `stop`. Processes whose parent ends before
 * them are followed to their own end. The kernel tells of no child that came and went between two samples,
 * nor of one whose parent did.
 */
export function startSampler(
  root: number,
  intervalMs: number,
  nowNs: () => number,
  receive: (batch: AttachBatch) => void,
): Sampler {
  const recording = new Recording()
  const counters = new Map<number, MemoryCounters>()
  let detailed = new Map<number, DetailedMemory>()
  let stopped = false

  const follow = (pid: number): void => {
    if (counters.has(pid)) return
    const opened = MemoryCounters.open(pid)
    if (opened !== null) counters.set(pid, opened)
  }

  let searchFromNs = 0
  const searchPace = createPace(SEARCH_SHARE)
  const search = (): void => {
    const begin = nowNs()
    if (begin < searchFromNs) return
    for (const pid of [...counters.keys()]) for (const child of childrenOf(pid)) follow(child)
    const end = nowNs()
    searchFromNs = end + searchPace(end - begin)
  }

  const sample = (): void => {
    search()
    const living = new Map<number, ProcessMemory>()
    for (const [pid, each] of counters) {
      const memory = each.read()
      if (memory !== null) living.set(pid, memory)
      else {
        each.close()
        counters.delete(pid)
      }
    }
    recording.moment(nowNs(), living, detailed, commandOf)
    detailed = new Map()
  }

  const look = (): void => {
    for (const pid of [...counters.keys()]) {
      recording.kernelPeak(pid, kernelPeak(pid))
      recording.rename(pid, commandLineOf(pid))
    }
  }

  const handOn = (): void => {
    const batch = recording.take()
    if (batch !== null) receive(batch)
  }

  /** One turn after another, each followed by a pause in proportion. */
  const again = async (turn: (pids: readonly number[]) => Promise<void>): Promise<void> => {
    const pace = createPace(WALK_SHARE)
    while (!stopped) {
      const begin = nowNs()
      await turn([...counters.keys()])
      const pauseMs = pace(nowNs() - begin) / 1e6
      await new Promise((resolve) => setTimeout(resolve, Math.max(WALK_LEAST_MS, pauseMs)).unref())
    }
  }
  const walk = async (pids: readonly number[]): Promise<void> => {
    const found = new Map<number, DetailedMemory>()
    for (const pid of pids) {
      const memory = await detailedMemory(pid)
      if (memory !== null) found.set(pid, memory)
    }
    // All at once: what a sample between two processes took would make a sum of neither.
    detailed = found
  }
  const askDrivers = async (pids: readonly number[]): Promise<void> => {
    for (const pid of pids) recording.gpu(pid, await gpuMemory(pid))
  }

  follow(root)
  sample()
  look()
  void again(walk)
  void again(askDrivers)
  const timers = [setInterval(sample, intervalMs), setInterval(look, LOOK_MS), setInterval(handOn, HAND_ON_MS)]

  return {
    processes: () => recording.processes(),
    peakRssBytes: () => recording.peakRssBytes,
    peakGpuBytes: () => recording.gpuBytes(),
    stop() {
      if (stopped) return
      stopped = true
      for (const timer of timers) clearInterval(timer)
      sample()
      handOn()
      for (const each of counters.values()) each.close()
      counters.clear()
    },
  }
}
