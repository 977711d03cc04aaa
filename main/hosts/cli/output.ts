// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { jsonPieces } from '#core/json-pieces'
import { writingCause } from '#core/model/file-cause'
import { infoOf, orNull } from '#core/model/named-paths'
import { replaceWhole, writeInPlace } from '#core/whole-file'
import { printableJson } from '#messages/visible'
import { CommandFailure } from './exit'
import type { CommandContext } from './session'

/** How a command writes its result: for a person, or for a program. */
export type Format = 'table' | 'json' | 'csv'

export function addFormatOptions(command: Command): Command {
  return command
    .addOption(new Option('--format <format>', 'how to print').choices(['table', 'json', 'csv']).default('table'))
    .addOption(new Option('--json', 'the same as --format json').implies({ format: 'json' }))
    .addOption(new Option('--csv', 'the same as --format csv').implies({ format: 'csv' }).conflicts('json'))
}

export function json(value: unknown): string {
  return printableJson(`${JSON.stringify(value, null, 2)}\n`)
}

/** Prints what `json` gives, in pieces that are made as they are printed; what can be iterated over is a list. */
export function printJson({ terminal }: Pick<CommandContext, 'terminal'>, value: unknown): void {
  for (const piece of jsonPieces(value, 2)) terminal.out(printableJson(piece))
  terminal.out('\n')
}

/** Writes to a file named on the command line, or to standard output without one. */
export async function deliver(context: CommandContext, path: string | undefined, data: string): Promise<void> {
  // Of what we deliver, JSON alone begins with a brace; what acts on a terminal stands in it as an escape.
  if (path === undefined || path === '-') context.terminal.out(data.startsWith('{') ? printableJson(data) : data)
  else await save(context, path, data, 'w')
}

/** Adds to a file named on the command line. */
export async function append(context: CommandContext, path: string, data: string): Promise<void> {
  await save(context, path, data, 'a')
}

async function save({ terminal, folder }: CommandContext, path: string, data: string, flag: 'w' | 'a'): Promise<void> {
  try {
    const target = resolve(folder, path)
    const there = await orNull(infoOf(target))
    // A file stays whole until the new one is; a pipe, a terminal or a device has nothing to keep.
    if (flag === 'w' && (there === null || there.isFile())) await replaceWhole(target, data)
    else await writeInPlace(target, data, flag)
  } catch (error) {
    throw new CommandFailure({ message: { id: 'problem.notWritten', path, why: writingCause(error) } })
  }
  terminal.err(`Saved ${path}\n`)
}
