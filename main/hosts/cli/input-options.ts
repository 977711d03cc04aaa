// SPDX-License-Identifier: Apache-2.0
import { resolve } from 'node:path'
import type { InputValues, ModelView } from '#contract/model'
import { decodeElements } from '#core/model/decode-elements'
import { ELEMENT_BYTES } from '#core/model/element-count'
import { FileRefusal } from '#core/model/file-cause'
import { infoOf, orNull } from '#core/model/named-paths'
import { readRegular } from '#core/model/regular-file'
import { orDead, usageError } from './exit'

/** What --input says: the values of the only input as a file, or those of inputs by name. */
export interface GivenInputs {
  /** Absolute. */
  readonly file: string | null
  /** By name: a list such as "[1,2]", a number, or the path of a file. */
  readonly named: readonly { readonly name: string; readonly text: string }[]
}

/** Inputs that decide shapes are small: more elements than this are no such input. */
const MOST_VALUES = 4096

/** The name of a file may have a "=" in it: what is a file is one. */
export async function givenInputs(folder: string, entries: readonly string[]): Promise<GivenInputs> {
  const named = new Set<string>()
  for (const entry of entries.filter((each) => each.includes('=')))
    if ((await found(resolve(folder, entry))) === null) named.add(entry)
  const files = entries.filter((entry) => !named.has(entry))
  const [file] = files
  if (files.length > 1) throw usageError('--input FILE is for a model of one input; name the others: NAME=FILE.')
  return {
    file: file === undefined ? null : resolve(folder, file),
    named: entries.flatMap((entry) => {
      if (!named.has(entry)) return []
      const at = entry.lastIndexOf('=')
      return [{ name: entry.slice(0, at), text: entry.slice(at + 1) }]
    }),
  }
}

/** The elements of inputs that are given by name. */
export async function valuesByName(folder: string, { named }: GivenInputs, view: ModelView): Promise<InputValues> {
  const values: [string, readonly number[]][] = []
  for (const { name, text } of named) {
    const input = view.inputs.find((each) => each.name === name)
    if (input === undefined) {
      throw usageError(`The model has no input “${name}”; it has ${view.inputs.map((each) => each.name).join(', ')}.`)
    }
    values.push([name, parsed(text) ?? (await fromFile(resolve(folder, text), view, input.tensor))])
  }
  return Object.fromEntries(values)
}

function found(path: string) {
  return orDead(path, orNull(infoOf(path)))
}

/** undefined: it is no number and no list of such. */
function parsed(text: string): readonly number[] | undefined {
  const list = /^\[(.*)\]$/s.exec(text.trim())?.[1]
  const parts = list === undefined ? [text] : list.trim() === '' ? [] : list.split(',')
  const numbers = parts.map((part) =>
    /^(true|false)$/.test(part.trim()) ? Number(part.trim() === 'true') : Number(part),
  )
  return parts.every((part) => part.trim() !== '') && numbers.every(Number.isFinite) ? numbers : undefined
}

/** Raw little-endian elements of the input's type. */
async function fromFile(path: string, view: ModelView, tensor: number): Promise<readonly number[]> {
  const dtype = view.tensors[tensor]?.dtype ?? 'float32'
  const size = ELEMENT_BYTES[dtype]
  const info = await found(path)
  if (info === null) throw usageError(`${path} is no list of numbers, such as [1,2], and no file.`)
  // A pipe would be waited for, and a device never ends.
  if (!info.isFile()) throw usageError(`${path} is no list of numbers, such as [1,2], and no regular file.`)
  const bytes = info.size
  if (size === null || bytes % size !== 0 || bytes / size > MOST_VALUES) {
    throw usageError(`${path} has ${bytes} bytes: an input by name is at most ${MOST_VALUES} elements of ${dtype}.`)
  }
  const grown = new FileRefusal({ id: 'file.over512MiB' })
  const content = await orDead(path, readRegular(path, MOST_VALUES * size, grown))
  return decodeElements(content, dtype, 0, Math.min(bytes, content.length) / size)
}
