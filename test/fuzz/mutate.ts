// SPDX-License-Identifier: Apache-2.0
import type { Chance } from './random'

type Holder = { [name: string]: unknown }

/** Objects and lists of a value, itself first. A whole number of protobuf (low, high) is no object of ours. */
function holders(value: unknown, found: Holder[] = []): Holder[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || isLong(value)) return found
  found.push(value as Holder)
  for (const each of Object.values(value)) holders(each, found)
  return found
}

function isLong(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'low' in value && 'high' in value
}

/** Changes a value in one to four places: leaves out, doubles, exchanges, or puts in what nobody expects. */
export function mutateValue(value: unknown, by: Chance): void {
  for (let left = 1 + by.below(4); left > 0; left--) {
    const holder = by.pick(holders(value))
    if (Array.isArray(holder)) mutateList(holder, by)
    else mutateMember(holder, by)
  }
}

function mutateList(list: unknown[], by: Chance): void {
  if (list.length === 0) return
  const at = by.below(list.length)
  by.pick([
    () => void list.splice(at, 1 + by.below(2)),
    () => void list.splice(at, 0, by.pick(list)),
    () => {
      list[at] = other(list[at], by)
    },
  ])()
}

function mutateMember(holder: Holder, by: Chance): void {
  const names = Object.keys(holder)
  if (names.length === 0) return
  const name = by.pick(names)
  const value = holder[name]
  if (Array.isArray(value) && by.in(0.8)) mutateList(value, by)
  else if (by.in(0.2)) delete holder[name]
  else if (by.in(0.05)) holder[by.word()] = value
  else if (by.in(0.1)) holder[name] = holder[by.pick(names)]
  else holder[name] = other(value, by)
}

/** Of the same type, mostly. */
function other(value: unknown, by: Chance): unknown {
  if (by.in(0.05)) return by.pick<unknown>([null, undefined, [], {}, '', 0, true])
  if (typeof value === 'string') return by.in(0.5) ? by.word() : value.slice(0, by.below(value.length + 1))
  if (typeof value === 'number') return by.in(0.3) ? value + by.pick([1, -1]) : by.number()
  if (typeof value === 'boolean') return !value
  if (isLong(value)) return Math.trunc(by.number()) || 0
  if (ArrayBuffer.isView(value)) return (value as Uint8Array).subarray(0, by.below(64))
  return value
}

/** Changes bytes in one to eight places: numbers of one, two and four bytes, and stretches left out or doubled. */
export function mutateBytes(bytes: Uint8Array, by: Chance): Uint8Array {
  let changed: Uint8Array = Uint8Array.from(bytes)
  for (let left = 1 + by.below(8); left > 0 && changed.length >= 8; left--) changed = oneChange(changed, by)
  return changed
}

function oneChange(bytes: Uint8Array, by: Chance): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const at = by.below(bytes.length)
  const word = Math.min(at & ~3, bytes.length - 4)
  const half = Math.min(at & ~1, bytes.length - 2)
  const another = by.below((bytes.length - 4) >> 2) * 4
  const setByte = () => view.setUint8(at, by.pick([0, 1, 0x7f, 0x80, 0xff, by.below(256)]))
  const setHalf = () => view.setInt16(half, by.below(300), true)
  const setWord = () => view.setInt32(word, by.number(), true)
  const copyWord = () => view.setInt32(word, view.getInt32(another, true), true)
  if (by.in(0.85)) {
    by.pick([setByte, setByte, setHalf, setWord, setWord, copyWord])()
    return bytes
  }
  return by.in(0.5) ? bytes.slice(0, at) : Uint8Array.from(Buffer.concat([bytes.slice(0, at), bytes.slice(another)]))
}

/** Changes words of a text in one to four places. `words`: what may come in their place. */
export function mutateText(text: string, words: readonly string[], by: Chance): string {
  const lines = text.split('\n')
  for (let left = 1 + by.below(4); left > 0; left--) {
    const at = by.below(lines.length)
    const parts = (lines[at] ?? '').split(' ')
    const place = by.below(parts.length)
    const put = (word: string) => {
      parts[place] = word
    }
    by.pick([
      () => put(by.pick(words)),
      () => put(by.pick(words)),
      () => put(`${by.below(40)}=${by.number()}`),
      () => put((parts[place] ?? '').replace(/\d+/, () => String(by.number()))),
      () => void parts.splice(place, 1),
      () => void parts.splice(place, 0, by.pick(words)),
    ])()
    lines[at] = parts.join(' ')
    if (by.in(0.1)) lines.splice(by.below(lines.length), 1)
    if (by.in(0.1)) lines.splice(at, 0, by.pick(lines))
    if (lines.length === 0) return ''
  }
  return lines.join('\n')
}
