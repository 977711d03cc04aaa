// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

interface RunningProcess {
  readonly pid: number
  /** Its command line. */
  readonly args: string
}

/** A process and everything below it, on Linux. */
function processesOf(root: number): RunningProcess[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().match(/^(\d+)\s+(\d+)\s+(.*)$/))
    .flatMap((match) => (match ? [{ pid: Number(match[1]), ppid: Number(match[2]), args: match[3] ?? '' }] : []))
  const family = new Set([root])
  for (let grown = true; grown; ) {
    const size = family.size
    for (const { pid, ppid } of table) if (family.has(ppid)) family.add(pid)
    grown = family.size > size
  }
  return table.filter(({ pid }) => family.has(pid))
}

/** Those of them that execute a model: Electron's service, or what the server has forked. */
export function inferenceProcesses(root: number): number[] {
  return processesOf(root)
    .filter(({ args }) => /--utility-sub-type=node\.mojom\.NodeService|run-process\.cjs/.test(args))
    .map(({ pid }) => pid)
}

/**
 * What a process has written to, and shares with no other (proc(5), smaps_rollup). Pages of files, which others may map as
 * well or no more, are not among it.
 */
export function privateKilobytes(pid: number): number {
  return Number(/^Private_Dirty: +(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1])
}

/** The native modules that a process has loaded, by path; none where it is gone. */
export function nativeModules(pid: number): string[] {
  try {
    const mapped = readFileSync(`/proc/${pid}/maps`, 'latin1').matchAll(/ (\/\S.*\.node)$/gm)
    return [...new Set([...mapped].map(([, path = '']) => path))]
  } catch {
    return []
  }
}
