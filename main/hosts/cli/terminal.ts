// SPDX-License-Identifier: Apache-2.0
import { fstatSync, writeFileSync } from 'node:fs'
import { Presets, SingleBar } from 'cli-progress'
import { createColors } from 'picocolors'
import { printableLines } from '#messages/visible'

/** What a command writes to. `out` is its result, which scripts read; `err` what a person should know. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
  readonly colours: Colours
  /** Characters to a line of `out`; null where it is no terminal. */
  readonly width: number | null
  /** A bar on `err` where that is a terminal, else nothing. */
  progress(): ProgressBar
}

export type Colours = ReturnType<typeof createColors>

export interface ProgressBar {
  /** `fraction` is null where nobody knows how much there is to do; it stays so until `stop`. */
  update(label: string, fraction: number | null): void
  stop(): void
}

/** The two ends of a process, or anything that takes text. */
export interface Streams {
  readonly stdout: NodeJS.WritableStream & {
    readonly isTTY?: boolean
    readonly columns?: number
    readonly fd?: number
  }
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The same terminal, for text of which parts come from files: nothing in it can command the terminal. */
export function guarded(terminal: Terminal): Terminal {
  const safe = (text: string) => printableLines(text, terminal.colours.isColorSupported)
  return { ...terminal, out: (text) => terminal.out(safe(text)), err: (text) => terminal.err(safe(text)) }
}

/** `failed` is told where the result could not be written: not of a reader that has gone. */
export function createTerminal({ stdout, stderr, env }: Streams, failed: (error: Error) => void = () => {}): Terminal {
  // The reader of a pipe may go before we are done (`| head`): the rest is dropped, and the exit code says
  // what it would have said.
  stderr.on('error', () => {})
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') failed(error)
  })
  return {
    out: intoFile(stdout.fd, failed) ?? ((text) => void stdout.write(text)),
    err: (text) => void stderr.write(text),
    colours: createColors(wantsColours(env, stdout.isTTY === true)),
    width: stdout.isTTY === true ? (stdout.columns ?? 80) : null,
    progress: () => (stderr.isTTY === true && env['TERM'] !== 'dumb' ? bar(stderr) : SILENT),
  }
}

/**
 * How text goes into a regular file at the descriptor `fd`; null where there is none. A disk that is nearly full takes a
 * part of what it is given, and Node's stream counts that as done: a half result would end with exit code 0.
 */
function intoFile(fd: number | undefined, failed: (error: Error) => void): ((text: string) => void) | null {
  if (fd === undefined || !fstatSync(fd).isFile()) return null
  let whole = true
  return (text) => {
    if (!whole) return
    try {
      writeFileSync(fd, text)
    } catch (error) {
      whole = false
      failed(error as Error)
    }
  }
}

/** https://no-color.org, and FORCE_COLOR as most tools take it. */
function wantsColours({ NO_COLOR, FORCE_COLOR, TERM }: Streams['env'], isTerminal: boolean): boolean {
  if (NO_COLOR) return false
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0'
  return isTerminal && TERM !== 'dumb'
}

const SILENT: ProgressBar = { update: () => {}, stop: () => {} }
const STEPS = 1000

function bar(stream: NodeJS.WritableStream): ProgressBar {
  const begin = (format: string, label: string) => {
    const options = { format, stream, hideCursor: true, clearOnComplete: true, barsize: 30 }
    const begun = new SingleBar(options, Presets.shades_classic)
    begun.start(STEPS, 0, { label })
    return begun
  }
  let single: SingleBar | null = null
  return {
    update(label, fraction) {
      single ??= begin(fraction === null ? '{label}' : '{label} {bar} {percentage} %', label)
      single.update(Math.round(Math.min(1, Math.max(0, fraction ?? 0)) * STEPS), { label })
    },
    stop() {
      single?.stop()
      single = null
    },
  }
}
