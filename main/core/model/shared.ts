// SPDX-License-Identifier: Apache-2.0

/** Longer ones seldom have an equal. */
const LONGEST_KEY = 1000
/** Where nothing is like what came before, there is nothing to be won. */
const MOST_KEYS = 1 << 14

/**
 * Equal plain data that stand in memory once: most layers of a large model are like others. What it has given must never
 * be changed.
 */
export class Shared {
  readonly #known = new Map<string, unknown>()

  /** `isNew` is called with the bytes of memory that the value takes, where nothing equal has come before. */
  of<T>(value: T, isNew?: (bytes: number) => void): T {
    const outline = new Outline(value, isNew !== undefined)
    const { key } = outline
    const known = key === null ? undefined : this.#known.get(key)
    if (known !== undefined) return known as T
    isNew?.(outline.bytes)
    if (key !== null && this.#known.size < MOST_KEYS) this.#known.set(key, value)
    return value
  }
}

/** Of V8: the header of an object or a list with that of its elements, a field or an element, and the header of a text. */
const OBJECT_BYTES = 40
const FIELD_BYTES = 8
const TEXT_BYTES = 24

class Outline {
  bytes = 0
  #text = ''
  #isLong = false

  /** `isMeasured`: a long value is looked through to its end. */
  constructor(
    value: unknown,
    private readonly isMeasured: boolean,
  ) {
    this.#add(value)
  }

  /** The same for equal values only; null where it would be long. */
  get key(): string | null {
    return this.#isLong ? null : this.#text
  }

  #add(value: unknown): void {
    if (this.#isLong && !this.isMeasured) return
    if (Array.isArray(value)) this.#list(value)
    else if (typeof value === 'object' && value !== null) this.#object(value)
    else this.#leaf(value)
  }

  #list(list: readonly unknown[]): void {
    this.bytes += OBJECT_BYTES
    this.#write('[')
    for (const each of list) {
      this.bytes += FIELD_BYTES
      this.#add(each)
    }
    this.#write(']')
  }

  #object(value: object): void {
    this.bytes += OBJECT_BYTES
    this.#write('{')
    for (const [name, each] of Object.entries(value)) {
      this.bytes += FIELD_BYTES
      this.#write(`${name}:`)
      this.#add(each)
    }
    this.#write('}')
  }

  #leaf(value: unknown): void {
    if (typeof value === 'string') {
      this.bytes += TEXT_BYTES + value.length
      this.#write(JSON.stringify(value))
    } else this.#write(Object.is(value, -0) ? '-0,' : `${value},`)
  }

  #write(part: string): void {
    if (this.#isLong) return
    this.#text += part
    this.#isLong = this.#text.length > LONGEST_KEY
  }
}
