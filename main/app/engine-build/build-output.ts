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
const CAUSE = /\berror\b|not found|no such|no space|killed|could not/i
/** What cmake-js and npm say of every failure. */
const SAID_ALWAYS = /ERR! (OMG|not ok)|Process terminated|npm error|Configuring incomplete/i

/** The lines that say best why a build failed: the first that name an error, else the last of all. */
export function reasonIn(lines: readonly string[]): string {
  const told = lines.map((line) => line.trim()).filter((line) => line !== '' && !SAID_ALWAYS.test(line))
  const causes = told.filter((line) => CAUSE.test(line))
  return (causes.length > 0 ? causes.slice(0, TOLD_LINES) : told.slice(-TOLD_LINES)).join(' ')
}
