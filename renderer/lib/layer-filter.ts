import type { LayerRow } from './layer-rows'

/** Decides whether a row matches one term of a filter. */
type Term = (row: LayerRow) => boolean

const UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 }

const TEXT_KEYS: Readonly<Record<string, (row: LayerRow) => string>> = {
  algo: (row) => row.algorithm,
  name: (row) => row.node.name,
  op: (row) => `${row.node.op} ${row.node.sourceOp}`,
  shape: (row) => row.shape,
}

const SIZE_KEYS: Readonly<Record<string, (row: LayerRow) => number | undefined>> = {
  packed: (row) => row.decision?.packedWeightBytes,
  ws: (row) => row.decision?.workspaceBytes,
  weights: (row) => row.decision?.weightBytes,
}

/**
 * Reads a filter: terms that must all match. A term is a word that occurs anywhere in the row, a
 * text in one field (algo:winograd, op:conv, name:stage4, shape:56) or a size (ws:>5MB, packed:<100k).
 */
export function parseLayerFilter(filter: string): Term {
  const terms = filter.toLowerCase().split(/\s+/).filter(Boolean).map(parseTerm)
  return (row) => terms.every((term) => term(row))
}

function parseTerm(text: string): Term {
  const [, key = '', value = ''] = /^(\w+):(.*)$/.exec(text) ?? []
  const field = TEXT_KEYS[key]
  if (field !== undefined) return (row) => contains(field(row), value)
  const size = SIZE_KEYS[key]
  const bound = size === undefined ? null : parseBound(value)
  if (size !== undefined && bound !== null) {
    return (row) => {
      const bytes = size(row)
      return bytes !== undefined && (bound.above ? bytes > bound.bytes : bytes < bound.bytes)
    }
  }
  return (row) => Object.values(TEXT_KEYS).some((of) => contains(of(row), text))
}

/** "3x3" finds "3×3". */
function contains(text: string, part: string): boolean {
  const lower = text.toLowerCase()
  return lower.includes(part) || lower.replaceAll('×', 'x').includes(part)
}

/** ">5MB", "<100k", "> 1.5MiB" without the space; binary units either way. */
function parseBound(text: string): { readonly above: boolean; readonly bytes: number } | null {
  const [, sign, digits, unit = ''] = /^([<>])(\d+(?:\.\d+)?)([kmgb]?)(?:i?b)?$/.exec(text) ?? []
  if (sign === undefined || digits === undefined) return null
  return { above: sign === '>', bytes: Number(digits) * (UNITS[unit] ?? 1) }
}
