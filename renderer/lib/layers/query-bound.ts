// SPDX-License-Identifier: Apache-2.0
/** What a figure counts: bytes (binary units), time (ns) or anything else (decimal units). */
export type Quantity = 'bytes' | 'time' | 'count'

export interface Bound {
  readonly operator: '>' | '>=' | '<' | '<=' | '='
  /** Bytes, nanoseconds or a count. */
  readonly value: number
}

const UNITS: Readonly<Record<Quantity, Readonly<Record<string, number>>>> = {
  bytes: unitsOf(1024, ['', 'k', 'm', 'g'], ['', 'b', 'ib']),
  count: unitsOf(1000, ['', 'k', 'm', 'g', 't'], ['']),
  time: { '': 1e6, ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 },
}

function unitsOf(base: number, prefixes: readonly string[], endings: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    prefixes.flatMap((prefix, power) => endings.map((ending) => [`${prefix}${ending}`, base ** power])),
  )
}

/**
 * ">5MB", "<=100k", "=0", "2.5ms"; without an operator "=". Sizes are binary whichever way they are
 * written, times without a unit milliseconds. null where it is none of this.
 */
export function parseBound(text: string, quantity: Quantity): Bound | null {
  const [, operator = '=', digits, unit = ''] = /^(>=|<=|>|<|=)?(\d+(?:\.\d+)?)([a-zµ]*)$/i.exec(text) ?? []
  const factor = UNITS[quantity][unit.toLowerCase()]
  if (digits === undefined || factor === undefined) return null
  return { operator: operator as Bound['operator'], value: Number(digits) * factor }
}
