// SPDX-License-Identifier: Apache-2.0
import { basename } from 'node:path'
import type { Result } from '#contract/errors'
import type { Machine } from '#contract/machine'
import { readText } from '../document/read'
import { parseMachine } from './machine-text'

/** Figures of a machine from a file that `convscope machine --json` wrote there, or that somebody made like it. */
export async function readMachine(path: string): Promise<Result<Machine>> {
  const text = await readText(path)
  return text.ok ? parseMachine(text.value, basename(path)) : text
}
