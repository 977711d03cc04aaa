// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs'

/** Ticks of /proc a second, which Linux fixes for programs. */
const TICKS = 100

/** Processor seconds by kind of process ("renderer", "gpu-process", "main"), of a process and all that descend from it; Linux. */
export function processorTime(root: number): ReadonlyMap<string, number> {
  return timesByKind(root, (_, ticks) => ticks / TICKS)
}

/** The same to the microsecond, of threads that have not ended: for what takes less than some ticks. */
export function finelyTimed(root: number): ReadonlyMap<string, number> {
  return timesByKind(root, (pid) => {
    const threads = readdirSync(`/proc/${pid}/task`)
    const nanoseconds = threads.map((id) => Number(read(`/proc/${pid}/task/${id}/schedstat`).split(' ')[0]))
    return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e9
  })
}

/** What has ended meanwhile has no file. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '0'
  }
}

function timesByKind(root: number, secondsOf: (pid: number, ticks: number) => number): ReadonlyMap<string, number> {
  const parents = new Map<number, number>()
  const used = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    if (!Number.isInteger(pid)) continue
    try {
      // Behind the name, which may have spaces: state, parent, …, user and system ticks.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
      parents.set(pid, Number(fields[1]))
      used.set(pid, Number(fields[11]) + Number(fields[12]))
    } catch {
      // It has ended meanwhile.
    }
  }
  const times = new Map<string, number>()
  for (const [pid, ticks] of used) {
    if (!descends(pid, root, parents)) continue
    const kind = kindOf(pid, root)
    times.set(kind, (times.get(kind) ?? 0) + secondsOf(pid, ticks))
  }
  return times
}

function descends(pid: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at: number | undefined = pid; at !== undefined && at !== 0; at = parents.get(at))
    if (at === root) return true
  return false
}

function kindOf(pid: number, root: number): string {
  if (pid === root) return 'main'
  try {
    return /--type=([\w-]+)/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.[1] ?? 'other'
  } catch {
    return 'other'
  }
}
