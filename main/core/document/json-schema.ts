// SPDX-License-Identifier: Apache-2.0
import { DOCUMENT_SCHEMA_VERSION, documentSchema } from './schema'
import { withSharedParts } from './shared-schemas'
import { documentOfVersion1 } from './version-1'
import { documentOfVersion2 } from './version-2'

// schema.ts decides what a document is; this says the same for programs that are not ours. What JSON Schema has no
// word for (columns of equal length, node ids that exist) only readDocument checks.

type JsonSchema = { readonly [key: string]: unknown }

/** The parts of Valibot's schemas and actions that documents are described with. */
interface Described {
  readonly type: string
  /** A schema and what is asked of it in turn. */
  readonly pipe?: readonly Described[]
  readonly entries?: { readonly [name: string]: Described }
  readonly item?: Described
  readonly wrapped?: Described
  readonly options?: readonly unknown[]
  readonly value?: Described
  readonly literal?: unknown
  readonly requirement?: unknown
}

/** JSON Schema (2020-12) of saved documents: of this version, which is written, and of those before it, which are read. */
export function documentJsonSchema(): JsonSchema {
  return withSharedParts({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:convscope:document:${DOCUMENT_SCHEMA_VERSION}`,
    title: 'A document saved by Convscope. Units: bytes and nanoseconds',
    oneOf: [documentSchema, documentOfVersion2, documentOfVersion1].map((schema) =>
      schemaOf(schema as unknown as Described),
    ),
  })
}

function schemaOf(described: Described): JsonSchema {
  const [first, ...actions] = described.pipe ?? []
  if (first === undefined) return plainSchema(described)
  // The first of a pipe is the schema itself, without the pipe, or another pipe.
  const base = first.pipe === undefined ? plainSchema(first) : schemaOf(first)
  return Object.assign({}, base, ...actions.map((action) => constraint(action, base)))
}

function plainSchema(described: Described): JsonSchema {
  const { type, item, wrapped, options, literal } = described
  switch (type) {
    case 'string':
    case 'number':
    case 'boolean':
      return { type }
    case 'array':
      return { type, items: schemaOf(required(item)) }
    case 'loose_object':
      return objectSchema(described)
    case 'strict_object':
      return { ...objectSchema(described), additionalProperties: false }
    case 'record':
      return { type: 'object', additionalProperties: schemaOf(required(described.value)) }
    case 'union':
      return { anyOf: (options as readonly Described[]).map(schemaOf) }
    case 'literal':
      return { const: literal }
    case 'picklist':
      return { enum: options }
    case 'unknown':
      return {}
    case 'nullable':
      return nullable(schemaOf(required(wrapped)))
    case 'exact_optional':
      return schemaOf(required(wrapped))
    default:
      throw new Error(`documents are described with “${type}”, which has no JSON Schema yet`)
  }
}

function objectSchema({ entries = {} }: Described): JsonSchema {
  const names = Object.keys(entries)
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, schemaOf(entry)])),
    required: names.filter((name) => entries[name]?.type !== 'exact_optional'),
  }
}

function nullable(schema: JsonSchema): JsonSchema {
  if (Array.isArray(schema['enum'])) return { ...schema, enum: [...schema['enum'], null] }
  // As a part of its own, which is told once wherever it stands.
  if (schema['type'] === 'object' || schema['type'] === undefined) return { anyOf: [schema, { type: 'null' }] }
  return { ...schema, type: [schema['type'], 'null'] }
}

function constraint({ type, requirement }: Described, { type: of }: JsonSchema): JsonSchema {
  const count = of === 'array' ? 'Items' : 'Length'
  switch (type) {
    case 'integer':
      return { type }
    case 'min_value':
      return { minimum: requirement }
    case 'max_value':
      return { maximum: requirement }
    case 'min_length':
      return { [`min${count}`]: requirement }
    case 'max_length':
      return { [`max${count}`]: requirement }
    case 'regex':
      return { pattern: (requirement as RegExp).source }
    case 'iso_timestamp':
      return { format: 'date-time' }
    // JSON has finite numbers only; what is computed from a document is no part of it.
    case 'finite':
    case 'check':
    case 'transform':
      return {}
    default:
      throw new Error(`documents are described with “${type}”, which has no JSON Schema yet`)
  }
}

function required(described: Described | undefined): Described {
  if (described === undefined) throw new Error('a schema lacks the part that it is about')
  return described
}
