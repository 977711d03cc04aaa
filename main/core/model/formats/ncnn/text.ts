// SPDX-License-Identifier: Apache-2.0
import type { MemoryBudget } from '../../memory-budget'
import { invalid, ReadError, truncated } from '../../read-error'
import { MAGIC, type NcnnLayerRecord, type NcnnNet } from './layer'
import { MEMORY } from './memory'
import type { Parameters, ParameterValue } from './parameters'

/** The text form: the magic number, the counts of layers and blobs, and a line for every layer. */

const MAX_MEBIBYTES = 64
/** Keys up to here are lists: −23300 − key. */
const LIST_KEYS = -23300

export function isTextNet(bytes: Uint8Array): boolean {
  return new RegExp(`^${MAGIC}\\s`).test(new TextDecoder().decode(bytes.subarray(0, 32)))
}

/** Throws ReadError. */
export function readTextNet(bytes: Uint8Array, memory: MemoryBudget): NcnnNet {
  if (bytes.length > MAX_MEBIBYTES << 20) {
    throw new ReadError('model/too-large', { id: 'file.graphTooLarge', mebibytes: MAX_MEBIBYTES })
  }
  countParts(bytes, memory)
  const lines = new TextDecoder().decode(bytes).split('\n')
  const listed = lines.flatMap((line, i) => (line.trim() === '' ? [] : [{ line: i + 1, words: wordsOf(line) }]))
  const [statedLayers = 0, statedBlobs = 0] = (listed[1]?.words ?? []).map(Number)
  if (!Number.isSafeInteger(statedLayers) || !Number.isSafeInteger(statedBlobs) || statedLayers < 1) {
    invalid({ id: 'file.ncnnCounts' })
  }
  const rows = listed.slice(2, 2 + statedLayers)
  const layers = rows.map(({ line, words }, index) => layerOf(words, index, line))
  if (layers.length < statedLayers) truncated({ id: 'file.ncnnLayers', stated: statedLayers, found: layers.length })
  return { layers, statedLayers, statedBlobs }
}

/** Before anything is made of them: lines, words, and the numbers of lists. Throws ReadError. */
function countParts(bytes: Uint8Array, memory: MemoryBudget): void {
  let inWord = false
  for (const byte of bytes) {
    const isSpace = byte <= SPACE
    if (byte === NEW_LINE) memory.take(MEMORY.layer)
    else if (byte === EQUALS) memory.take(MEMORY.parameter)
    else if (byte === COMMA || (!isSpace && !inWord)) memory.take(MEMORY.word)
    inWord = !isSpace
  }
}

const [NEW_LINE, SPACE, COMMA, EQUALS] = [0x0a, 0x20, 0x2c, 0x3d] as const

/** Words end at white space, but for text in quotation marks. */
function wordsOf(line: string): readonly string[] {
  return line.match(/-?\d+="[^"]*"?|\S+/g) ?? []
}

function layerOf(words: readonly string[], index: number, line: number): NcnnLayerRecord {
  const [type = '', name = ''] = words
  const counts = words.slice(2, 4).map(countOf)
  const [inputs = -1, outputs = -1] = counts
  const blobs = words.slice(4, 4 + Math.max(0, inputs) + Math.max(0, outputs))
  if (inputs < 0 || outputs < 0 || blobs.length !== inputs + outputs) invalid({ id: 'file.ncnnLine', line })
  return {
    index,
    type,
    name,
    inputs: blobs.slice(0, inputs),
    outputs: blobs.slice(inputs),
    parameters: parametersOf(words.slice(4 + inputs + outputs), name, line),
  }
}

/** -1 where it is none. */
function countOf(word: string): number {
  return /^\d{1,9}$/.test(word) ? Number(word) : -1
}

function parametersOf(words: readonly string[], node: string, line: number): Parameters {
  const parameters = new Map<number, ParameterValue>()
  for (const word of words) {
    const match = /^(-?\d+)=(.*)$/s.exec(word)
    if (match === null) return invalid({ id: 'file.ncnnLine', line })
    const stated = Number(match[1])
    const old = stated <= LIST_KEYS
    const key = old ? LIST_KEYS - stated : stated
    parameters.set(
      key,
      read(match[2] ?? '', old, () => invalid({ id: 'node.parameter', node, parameter: word }, node)),
    )
  }
  return parameters
}

/** A list is written as `count,value,…` under an old key, else as `value,…` with a comma after a single value. */
function read(written: string, old: boolean, fail: () => never): ParameterValue {
  if (/^["A-Za-z]/.test(written) && !old && !NOT_FINITE.test(written)) {
    return { kind: 'text', text: written.replace(/^"|"$/g, '') }
  }
  const words = written.replace(/,$/, '').split(',')
  const numbers = words.map(numberOf)
  if (numbers.some(Number.isNaN)) fail()
  if (!old) return { kind: 'numbers', values: numbers, isList: written.includes(',') }
  if (numbers[0] !== numbers.length - 1) fail()
  return { kind: 'numbers', values: numbers.slice(1), isList: true }
}

const NOT_FINITE = /^-?inf(inity)?$/i

function numberOf(word: string): number {
  if (NOT_FINITE.test(word)) return word.startsWith('-') ? -Infinity : Infinity
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word) ? Number(word) : Number.NaN
}
