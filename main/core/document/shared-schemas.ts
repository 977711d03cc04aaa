// SPDX-License-Identifier: Apache-2.0

type JsonSchema = { readonly [key: string]: unknown }

/** Shorter parts are not worth a name. */
const SHORTEST = 100

/**
 * The same JSON Schema, in which every part that stands in several places stands once, among its `$defs`. A part goes by the
 * member that it was first met as ("plan"), with a number where that is taken.
 */
export function withSharedParts(schema: JsonSchema): JsonSchema {
  const met = new Map<string, { readonly name: string; places: number }>()
  const meet = (part: JsonSchema, name: string): void => {
    const text = JSON.stringify(part)
    const before = met.get(text)
    if (before !== undefined) before.places += 1
    else {
      met.set(text, { name, places: 1 })
      for (const [within, child] of childrenOf(part, name)) meet(child, within)
    }
  }
  for (const [name, part] of childrenOf(schema, 'document')) meet(part, name)
  const names = new Map<string, string>()
  const taken = new Set<string>()
  for (const [text, { name, places }] of met) {
    if (places === 1 || text.length < SHORTEST) continue
    let free = name
    for (let count = 2; taken.has(free); count += 1) free = `${name}${count}`
    taken.add(free)
    names.set(text, free)
  }
  const short = (part: JsonSchema): JsonSchema => {
    const name = names.get(JSON.stringify(part))
    return name === undefined ? mapped(part, short) : { $ref: `#/$defs/${name}` }
  }
  const defs = [...names].map(([text, name]) => [name, mapped(JSON.parse(text) as JsonSchema, short)] as const)
  return { ...mapped(schema, short), $defs: Object.fromEntries(defs) }
}

/** Members that are schemas, each by the name of the member that it describes. */
function childrenOf(schema: JsonSchema, name: string): readonly (readonly [string, JsonSchema])[] {
  const { properties, items, additionalProperties, anyOf, oneOf } = schema
  const members = Object.entries((properties ?? {}) as Readonly<Record<string, JsonSchema>>)
  const others = [items, additionalProperties, ...((anyOf ?? []) as unknown[]), ...((oneOf ?? []) as unknown[])]
  return [...members, ...others.filter(isSchema).map((each) => [name, each] as const)]
}

function mapped(schema: JsonSchema, each: (child: JsonSchema) => JsonSchema): JsonSchema {
  const change = (value: unknown) => (isSchema(value) ? each(value) : value)
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === 'properties') {
        const members = Object.entries(value as Readonly<Record<string, JsonSchema>>)
        return [key, Object.fromEntries(members.map(([name, member]) => [name, each(member)]))]
      }
      if (key === 'anyOf' || key === 'oneOf') return [key, (value as unknown[]).map(change)]
      return [key, key === 'items' || key === 'additionalProperties' ? change(value) : value]
    }),
  )
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null
}
