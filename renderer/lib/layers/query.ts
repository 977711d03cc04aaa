// SPDX-License-Identifier: Apache-2.0
import { type Bound, parseBound, type Quantity } from './query-bound'
import type { LayerRow } from './rows'

type Test = (row: LayerRow) => boolean

/** A term that cannot be understood: the text as typed, and what would be. */
export interface QueryProblem {
  readonly term: string
  readonly expected: 'regex' | Quantity | 'yes-or-no' | 'kernel' | 'comparison'
}

export interface NodeQuery {
  /** False for every row where the query has a problem. */
  readonly matches: Test
  readonly problem: QueryProblem | null
}

const TEXT_KEYS: Readonly<Record<string, (row: LayerRow) => string>> = {
  name: (row) => row.node.name,
  op: (row) => `${row.node.op} ${row.node.sourceOp}`,
  algo: (row) => row.algorithm,
  kind: (row) => row.decision?.kind ?? '',
  shape: (row) => row.shape,
  constant: (row) => row.constants,
}

/** Asked for by name alone: a text would find every node that reads what it found. */
const NAMED_KEYS: typeof TEXT_KEYS = { tensor: (row) => row.tensors }

const NUMBER_KEYS: Readonly<
  Record<string, { readonly quantity: Quantity; readonly of: (row: LayerRow) => number | null | undefined }>
> = {
  packed: { quantity: 'bytes', of: (row) => row.decision?.packedWeightBytes },
  ws: { quantity: 'bytes', of: (row) => row.decision?.workspaceBytes },
  weights: { quantity: 'bytes', of: (row) => row.decision?.weightBytes },
  macs: { quantity: 'count', of: (row) => row.decision?.macs },
  time: { quantity: 'time', of: (row) => row.measured?.durationNs },
}

const FLAG_KEYS: Readonly<Record<string, Test>> = {
  changed: (row) => row.changed,
  fused: (row) => row.fusedInto !== null,
  runs: (row) => row.node.notRunnable === undefined,
}

/** All keys, for help texts. */
export const QUERY_KEYS: readonly string[] = [
  ...Object.keys(TEXT_KEYS),
  ...Object.keys(NAMED_KEYS),
  'k',
  ...Object.keys(NUMBER_KEYS),
  ...Object.keys(FLAG_KEYS),
]

/**
 * Reads a query: terms between spaces that must all match. A term is a text that occurs in a node's
 * name, operation, algorithm or shape, or the name of a constant that it reads; a /regular expression/ over the same; or one of those in one
 * field (op:conv, name:/^stage\d/), a kernel (k:3x3), a comparison (ws:>50MB, macs:>=1G, time:<2ms) or
 * a question (changed:yes). Double quotes keep spaces together, "-" in front excludes.
 */
export function parseNodeQuery(query: string): NodeQuery {
  const tests: Test[] = []
  for (const term of terms(query)) {
    const excluded = term.startsWith('-') && term.length > 1
    const test = parseTerm(excluded ? term.slice(1) : term)
    if (typeof test === 'string') return { matches: () => false, problem: { term, expected: test } }
    tests.push(excluded ? (row) => !test(row) : test)
  }
  return { matches: (row) => tests.every((test) => test(row)), problem: null }
}

/** Splits at spaces that are not within double quotes, and drops the quotes. */
function terms(query: string): string[] {
  return (query.match(/(?:"[^"]*"?|[^\s"])+/g) ?? []).map((term) => term.replaceAll('"', '')).filter(Boolean)
}

function parseTerm(term: string): Test | QueryProblem['expected'] {
  // Written as in a sentence: "ws > 1MB", "packed>2MB".
  if (/^(\w*)[<>]=?\s*(\d.*)?$/.test(term)) return 'comparison'
  const [, typed = '', value = ''] = /^(\w+):(.*)$/s.exec(term) ?? []
  const key = typed.toLowerCase()
  const field = TEXT_KEYS[key] ?? NAMED_KEYS[key]
  if (field !== undefined) return textTest((row) => [field(row)], value)
  if (key === 'k') {
    const kernel = kernelText(value)
    return kernel === null ? 'kernel' : (row) => row.kernelText === kernel
  }
  const number = NUMBER_KEYS[key]
  if (number !== undefined) {
    const bound = parseBound(value, number.quantity)
    return bound === null ? number.quantity : numberTest(number.of, bound)
  }
  const flag = FLAG_KEYS[key]
  if (flag !== undefined) {
    if (!/^(yes|no)$/i.test(value)) return 'yes-or-no'
    const wanted = value.toLowerCase() === 'yes'
    return (row) => flag(row) === wanted
  }
  return textTest((row) => Object.values(TEXT_KEYS).map((of) => of(row)), term)
}

/** A text between slashes is a regular expression; ONNX names that merely begin with one are not. */
function textTest(texts: (row: LayerRow) => readonly string[], value: string): Test | 'regex' {
  const [, pattern] = /^\/(.+)\/$/s.exec(value) ?? []
  if (pattern === undefined) {
    const part = value.toLowerCase()
    return (row) => texts(row).some((text) => contains(text.toLowerCase(), part))
  }
  try {
    const regex = new RegExp(pattern, 'i')
    return (row) => texts(row).some((text) => regex.test(text))
  } catch {
    return 'regex'
  }
}

/** "3x3" finds "3×3". */
function contains(text: string, part: string): boolean {
  return text.includes(part) || text.replaceAll('×', 'x').includes(part)
}

/** As rows have it; one number is a square. null where it is no kernel. */
function kernelText(value: string): string | null {
  const edges = value.toLowerCase().split(/[x×]/)
  if (!edges.every((edge) => /^\d+$/.test(edge))) return null
  return (edges.length === 1 ? [value, value] : edges).join('×')
}

function numberTest(of: (row: LayerRow) => number | null | undefined, { operator, value }: Bound): Test {
  return (row) => {
    const figure = of(row)
    if (figure == null) return false
    switch (operator) {
      case '>':
        return figure > value
      case '>=':
        return figure >= value
      case '<':
        return figure < value
      case '<=':
        return figure <= value
      case '=':
        return figure === value
    }
  }
}
