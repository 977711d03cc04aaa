// SPDX-License-Identifier: Apache-2.0
import { invalid } from '../../read-error'
import { snakeCase } from '../../words'

/**
 * Parameters of a layer, found by their key. Their names are those of ncnn's documentation, written in camel case here
 * (20260526: src/layer/, load_param of each layer; src/paramdict.cpp).
 */
export interface NcnnParameter {
  /** 'bits': 32-bit words of a binary file, which does not say whether they are integers or floats. */
  readonly kind: 'numbers' | 'bits'
  readonly values: readonly number[]
  readonly isList: boolean
}

export type ParameterValue = NcnnParameter | { readonly kind: 'text'; readonly text: string }

export type Parameters = ReadonlyMap<number, ParameterValue>

interface FieldTypes {
  int: number
  float: number
  ints: readonly number[] | undefined
  floats: readonly number[] | undefined
  text: string | undefined
}

type FieldType = keyof FieldTypes

export interface Field<T extends FieldType = FieldType> {
  readonly key: number
  readonly type: T
  /** A number, or the name of the field before it that it defaults to. */
  readonly fallback?: number | string
}

export type Schema = Readonly<Record<string, Field>>

export type RecordOf<S extends Schema> = { readonly [name in keyof S]: FieldTypes[S[name]['type']] }

export const int = (key: number, fallback: number | string = 0): Field<'int'> => ({ key, type: 'int', fallback })
export const float = (key: number, fallback: number | string = 0): Field<'float'> => ({ key, type: 'float', fallback })
export const ints = (key: number): Field<'ints'> => ({ key, type: 'ints' })
export const floats = (key: number): Field<'floats'> => ({ key, type: 'floats' })
export const text = (key: number): Field<'text'> => ({ key, type: 'text' })

/** What every layer may have: `shapeHints` are four numbers for every output, see shapeHints.ts. */
export const COMMON = { shapeHints: ints(30), featmask: int(31) }

/** The parameters as the schema names them. Throws ReadError where one is text instead of a number. */
export function readParameters<S extends Schema>(parameters: Parameters, schema: S, node: string): RecordOf<S> {
  const record: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(schema)) {
    const value = parameters.get(field.key)
    record[name] = value === undefined ? fallbackOf(field, record) : convert(value, field, name, node)
  }
  return record as RecordOf<S>
}

function fallbackOf({ fallback }: Field, record: Readonly<Record<string, unknown>>): unknown {
  return typeof fallback === 'string' ? record[fallback] : fallback
}

function convert(value: ParameterValue, field: Field, name: string, node: string): unknown {
  if (field.type === 'text') return value.kind === 'text' ? value.text : undefined
  if (value.kind === 'text') return invalid({ id: 'node.parameter', node, parameter: snakeCase(name) }, node)
  const numbers = numbersOf(value, field.type === 'float' || field.type === 'floats')
  return field.type === 'ints' || field.type === 'floats' ? numbers : (numbers[0] ?? field.fallback)
}

function numbersOf({ kind, values }: NcnnParameter, isFloat: boolean): readonly number[] {
  if (!isFloat) return values.map(Math.trunc)
  if (kind === 'numbers') return values.map(Math.fround)
  const words = Int32Array.from(values)
  return [...new Float32Array(words.buffer)]
}

const SHOWN_ELEMENTS = 16

/** The parameters that the file states, in its order, under their names; an unknown one under its key. */
export function describeParameters(parameters: Parameters, schema: Schema) {
  const named = new Map(Object.entries(schema).map(([name, field]) => [field.key, { name, field }]))
  return [...parameters].map(([key, value]) => {
    const known = named.get(key)
    return { name: known ? snakeCase(known.name) : `key ${key}`, value: describe(value, known?.field) }
  })
}

function describe(value: ParameterValue, field: Field | undefined): string {
  if (value.kind === 'text') return value.text
  const isFloat = field === undefined ? value.kind === 'numbers' : field.type === 'float' || field.type === 'floats'
  const numbers = numbersOf(value, isFloat).map((number) => String(isFloat ? shortest(number) : number))
  if (!value.isList && numbers.length === 1) return numbers[0] ?? ''
  const shown = numbers.slice(0, SHOWN_ELEMENTS).join(', ')
  return numbers.length > SHOWN_ELEMENTS ? `[${shown}, …]` : `[${shown}]`
}

/** A float32 without the digits that only its conversion to float64 gives it. */
function shortest(value: number): number {
  return Number(value.toPrecision(7))
}
