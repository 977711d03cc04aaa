// SPDX-License-Identifier: Apache-2.0

/** Characters that are worth being written by themselves. */
const PIECE = 1 << 14
/** Elements of a list to a piece; shorter lists are looked into, as a long one may stand in an element. */
const TOGETHER = 200
/** Objects within objects that are taken apart; what is deeper is small, or one of many. */
const DEEPEST = 6

/**
 * What JSON.stringify(value, null, space) gives, in pieces that are made when they are asked for: the text of a large model
 * need not stand in memory as a whole. Besides what JSON knows, anything that can be iterated over is a list.
 */
export function* jsonPieces(value: unknown, space = 0): Generator<string, void, undefined> {
  const step = ' '.repeat(space)
  const all = pieces(value, {
    step,
    colon: space === 0 ? ':' : ': ',
    end: space === 0 ? '' : '\n',
    margin: '',
    depth: 0,
  })
  let waiting = ''
  for (const piece of all) {
    waiting += piece
    if (waiting.length < PIECE) continue
    yield waiting
    waiting = ''
  }
  yield waiting
}

interface Place {
  readonly step: string
  readonly colon: string
  /** Of a line. */
  readonly end: string
  /** Before every line but the first. */
  readonly margin: string
  readonly depth: number
}

function* pieces(value: unknown, place: Place): Generator<string, void, undefined> {
  if (place.depth > DEEPEST || typeof value !== 'object' || value === null || 'toJSON' in value)
    yield text(value, place)
  else if (Symbol.iterator in value) yield* list(value as Iterable<unknown>, place)
  else yield* fields(value, place)
}

function* list(values: Iterable<unknown>, place: Place): Generator<string, void, undefined> {
  const isShort = Array.isArray(values) && values.length < TOGETHER
  const inner = within(place)
  let before = `[${place.end}${inner.margin}`
  let waiting = ''
  let count = 0
  for (const value of values) {
    if (isShort) {
      yield before
      yield* pieces(value, inner)
    } else {
      waiting += before + text(value, inner)
      if (count % TOGETHER === TOGETHER - 1) {
        yield waiting
        waiting = ''
      }
    }
    before = `,${place.end}${inner.margin}`
    count += 1
  }
  yield count === 0 ? '[]' : `${waiting}${place.end}${place.margin}]`
}

function* fields(value: object, place: Place): Generator<string, void, undefined> {
  const inner = within(place)
  let before = `{${place.end}${inner.margin}`
  let isEmpty = true
  for (const [name, each] of Object.entries(value)) {
    if (each === undefined || typeof each === 'function' || typeof each === 'symbol') continue
    yield before + JSON.stringify(name) + place.colon
    yield* pieces(each, inner)
    before = `,${place.end}${inner.margin}`
    isEmpty = false
  }
  yield isEmpty ? '{}' : `${place.end}${place.margin}}`
}

/** What JSON knows no word for is null in a list. No string of JSON has an end of a line in it. */
function text(value: unknown, { step, margin }: Place): string {
  const whole = JSON.stringify(value, null, step) ?? 'null'
  return margin === '' ? whole : whole.replaceAll('\n', `\n${margin}`)
}

function within(place: Place): Place {
  return { ...place, margin: place.margin + place.step, depth: place.depth + 1 }
}
