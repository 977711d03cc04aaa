// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path'
import type { Message } from '#messages/message'
import { english } from '#messages/say'
import { printableLines } from '#messages/visible'
import { openRotatingFile } from './rotating-file'
import { messageWithoutPaths, withoutPaths } from './without-paths'

/** What is told of a Problem. */
interface Failure {
  readonly message: Message
  readonly code?: string
  readonly node?: string
}

type Facts = Readonly<Record<string, string | number | undefined>>

/** What Convscope did and what went wrong, for a report of a bug: no path, nothing of a model but its file's name. */
export interface Log {
  /** Of the file that is written to. */
  readonly path: string
  note(event: string, facts?: Facts): void
  /** An expected failure; what the user has cancelled is none. */
  problem(event: string, problem: Failure): void
  /** A bug. */
  error(event: string, error: unknown): void
}

const MAX_BYTES = 1e6
const FILES = 5

/** The log in `logs/convscope.log` of the user's folder, which all Convscope programs of a user write to. */
export function openLog(dataFolder: string): Log {
  const path = join(dataFolder, 'logs', 'convscope.log')
  const write = openRotatingFile(path, { maxBytes: MAX_BYTES, files: FILES })
  const line = (level: string, text: string): void => {
    // Further lines are indented: an entry begins where a line begins with a date.
    const entry = printableLines(withoutPaths(text)).trim().replaceAll(/\r?\n/g, '\n    ')
    write(`${new Date().toISOString()} ${process.pid} ${level} ${entry}\n`)
  }
  return {
    path,
    note: (event, facts = {}) => line('info', `${event}${factsText(facts)}`),
    problem(event, { code, message, node }) {
      if (code !== 'cancelled') {
        line('problem', `${event}${factsText({ code, node })}: ${english(messageWithoutPaths(message))}`)
      }
    },
    error: (event, error) =>
      line('error', `${event}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
  }
}

function factsText(facts: Facts): string {
  return Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}=${typeof value === 'string' && /\s/.test(value) ? JSON.stringify(value) : value}`)
    .join('')
}
