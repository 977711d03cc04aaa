// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { documentJsonSchema } from '#core/document/json-schema'
import { readDocument } from '#core/document/read'
import { writeDocument } from '#core/document/write'
import { documentOf, entryOf, FOUNDING_A, FOUNDING_B } from '../export/support/saved-network'

// Every member, of long lists two elements; node ids go by the nodes, which stay.
const text = JSON.stringify(
  JSON.parse(writeDocument(documentOf([entryOf('A', FOUNDING_A, 1), entryOf('B', FOUNDING_B)])), (key, value) =>
    Array.isArray(value) && key !== 'nodes' ? value.slice(0, 2) : value,
  ),
)

test('the JSON Schema beside the description is that of “convscope schema”', () => {
  const file = resolve(import.meta.dirname, '../../../main/core/document/document.schema.json')
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(documentJsonSchema())))
})

test('it tells every larger part once, wherever that stands', () => {
  const met = new Set<string>()
  const twice: string[] = []
  JSON.stringify(documentJsonSchema(), (_key, value) => {
    if (typeof value !== 'object' || value === null || value.type !== 'object') return value
    const text = JSON.stringify(value)
    if (text.length >= 100 && met.has(text)) twice.push(text)
    met.add(text)
    return value
  })
  expect(met.size).toBeGreaterThan(30)
  expect(twice).toEqual([])
})

type Json = { [key: string]: Json } | Json[] | string | number | boolean | null

/** A member, of an array the first only, by its keys. */
function paths(value: Json): (string | number)[][] {
  if (value === null || typeof value !== 'object') return []
  const members: [string | number, Json | undefined][] = Array.isArray(value)
    ? value.length > 0
      ? [[0, value[0]]]
      : []
    : Object.entries(value)
  return members.flatMap(([key, member]) => [[key], ...paths(member ?? null).map((rest) => [key, ...rest])])
}

/** The document with one member replaced, or taken away. */
function changed(path: readonly (string | number)[], to: Json | undefined): Json {
  const copy = JSON.parse(text) as Json
  let holder = copy as { [key: string]: Json }
  for (const key of path.slice(0, -1)) holder = holder[key] as { [key: string]: Json }
  const last = path.at(-1) ?? ''
  if (to !== undefined) holder[last] = to
  else if (Array.isArray(holder)) holder.splice(0, 1)
  else delete holder[last]
  return copy
}

test('the JSON Schema, as another validator reads it, accepts what is saved and refuses no document that can be read, member by member', () => {
  const all = paths(JSON.parse(text) as Json)
  const documents = [
    JSON.parse(text) as Json,
    ...all.flatMap((path) => [changed(path, undefined), changed(path, { not: 'it' }), changed(path, -1.5)]),
  ]
  const validate = new Ajv2020({ formats: { 'date-time': true } }).compile(documentJsonSchema())
  const accepted = documents.map((document) => validate(document))
  const read = documents.map((document) => readDocument(JSON.stringify(document), 'x.json').ok)
  expect(accepted[0]).toBe(true)
  const differing = documents.flatMap((_, at) => (read[at] && !accepted[at] ? [all[Math.floor((at - 1) / 3)]] : []))
  expect(differing).toEqual([])
  // Of what cannot be read, it misses what concerns several members at once.
  const missed = read.filter((readable, at) => !readable && accepted[at]).length
  const refused = read.filter((readable) => !readable).length
  expect(refused).toBeGreaterThan(150)
  expect(missed).toBeLessThan(refused / 10)
})
