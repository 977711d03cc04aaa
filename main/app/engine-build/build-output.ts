// SPDX-License-Identifier: Apache-2.0
import type { EngineBuildProgress } from '#contract/engine'

/** Ninja's "[61/115] Building …". */
const FILES = /^\[(\d+)\/(\d+)\]/
/** Make's "[ 53%] Building …". */
const PERCENT = /^\[ *(\d+)%\]/

/** How far the build is by one line that it printed; null where the line does not tell. */
export function progressOf(line: string): EngineBuildProgress | null {
  const [, done, total] = FILES.exec(line) ?? []
  if (done !== undefined) return { done: Number(done), total: Number(total), unit: 'files' }
  const [, percent] = PERCENT.exec(line) ?? []
  return percent === undefined ? null : { done: Number(percent), total: 100, unit: 'percent' }
}

const TOLD_LINES = 3
const CMAKE_JS = /^(ERR!|ERROR) (OMG )?/
const CAUSE = /\berror\b|not found|not available|no such|no space|killed|could not/i
/** What CMake, cmake-js and npm say of every failure, and where in CMake's own files it came up. */
const SAID_ALWAYS = /Process terminated|npm error|Configuring incomplete|^CMake Error at /i

/** The lines that say best why a build failed: the first that name an error, else the last of all. */
export function reasonIn(lines: readonly string[]): string {
  const words = lines.map((line) => line.trim().replace(CMAKE_JS, ''))
  const told = [...new Set(words)].filter((line) => line !== '' && !SAID_ALWAYS.test(line))
  const causes = told.filter((line) => CAUSE.test(line))
  return (causes.length > 0 ? causes.slice(0, TOLD_LINES) : told.slice(-TOLD_LINES)).join(' ').replace(/\.$/, '')
}
