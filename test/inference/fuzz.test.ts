// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest'
import { readOnnx } from '#core/model/formats/onnx/reader'
import { decodeModel, encodeModel } from '#core/model/formats/onnx/schema'
import { inferShapes } from '#core/model/infer-shapes'
import { ReadError } from '#core/model/read-error'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { PAST_FINDINGS } from '../core/model/support/past-findings'
import { engine } from './engine'
import { NETWORKS } from './networks'

// Models whose structure is changed, not their bytes: fields are left out, doubled, exchanged or given hostile values.
// npm run fuzz -- --minutes 10 takes another seed and more time.

const MINUTES = Number(process.env['FUZZ_MINUTES'] ?? 0)
const SEED = Number(process.env['FUZZ_SEED'] ?? 1)
/** Without minutes: about fifteen seconds on two cores. */
const COUNT = 1_500

const PROFILES = ['convscope', 'mnn-2.8.1', 'mnn-1.0.1', 'ncnn-20260526']
const NUMBERS = [0, 1, -1, 2, 3, 7, 1000, 2 ** 31 - 1, 2 ** 31, 2 ** 53, -(2 ** 31), 0.5]
const WORDS = ['', 'x', 'constructor', '__proto__', 'Conv', 'Add', 'Concat', 'Reshape', 'MaxPool', 'axis', 'pads']

type Field = { [name: string]: unknown }

/** Mulberry32: the same numbers for the same seed. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Messages of a decoded model, itself first. */
function messages(value: unknown): Field[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return []
  if (Array.isArray(value)) return value.flatMap(messages)
  const isNumber = 'low' in value && 'high' in value
  return isNumber ? [] : [value as Field, ...Object.values(value).flatMap(messages)]
}

function mutated(seed: Uint8Array, next: () => number): Uint8Array {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const model = decodeModel(seed)
  for (let left = 1 + Math.floor(next() * 4); left > 0; left--) {
    const message = pick(messages(model))
    const names = Object.keys(message)
    if (names.length === 0) continue
    const name = pick(names)
    const value = message[name]
    if (Array.isArray(value) && value.length > 0 && next() < 0.8) {
      const at = Math.floor(next() * value.length)
      const [first] = value
      const other = typeof first === 'string' ? pick(WORDS) : typeof first === 'object' ? pick(value) : pick(NUMBERS)
      const isInteger = typeof first === 'object' && first !== null && 'low' in first
      value.splice(at, next() < 0.5 ? 1 : 0, ...(next() < 0.7 ? [isInteger ? Math.trunc(pick(NUMBERS)) : other] : []))
    } else if (typeof value === 'string') message[name] = pick(WORDS)
    else if (typeof value === 'number') message[name] = pick(NUMBERS)
    else if (ArrayBuffer.isView(value)) message[name] = (value as Uint8Array).subarray(0, Math.floor(next() * 64))
    else if (next() < 0.3) delete message[name]
    else if (typeof value === 'object' && value !== null && 'low' in value) message[name] = Math.trunc(pick(NUMBERS))
  }
  return encodeModel(model)
}

/** What nobody has foreseen; null where there is nothing of the kind. */
function mistake(bytes: Uint8Array): string | null {
  try {
    const shaped = inferShapes(readOnnx('/m.onnx', bytes), {})
    if (!shaped.ok) return null
    const { catalog } = engine()
    for (const profile of PROFILES) {
      const settings = profile === 'convscope' ? { memory: 'low' } : {}
      const configuration = { profile, isa: 'avx2', threads: 2, settings } as const
      const plan = createPlan({ modelId: 'm', shaped: shaped.value, fileBytes: bytes.length, configuration, catalog })
      if (!plan.ok && plan.problem.code === 'internal/bug') return `${profile}: ${english(plan.problem.message)}`
    }
    return null
  } catch (error) {
    return error instanceof ReadError ? null : String(error instanceof Error ? error.stack : error).slice(0, 400)
  }
}

it('models of any structure end in a plan or in a sentence', () => {
  const next = random(SEED)
  const seeds = [
    ...PAST_FINDINGS.map(({ bytes }) => bytes).filter(({ length }) => length < 10_000),
    ...Object.values(NETWORKS).map((build) => build()),
  ].filter(({ length }) => length < 200_000)
  const until = Date.now() + 60_000 * MINUTES
  const found = new Map<string, string>()
  let tried = 0
  for (; MINUTES > 0 ? Date.now() < until : tried < COUNT; tried++) {
    const seed = seeds[Math.floor(next() * seeds.length)] as Uint8Array
    let bytes: Uint8Array
    try {
      bytes = mutated(seed, next)
    } catch {
      // What cannot be written is no file.
      continue
    }
    const said = mistake(bytes)
    if (said !== null) found.set(said.replace(/\d+/g, 'N'), Buffer.from(bytes).toString('base64').slice(0, 2000))
  }
  if (MINUTES > 0) console.log(`${tried} models, seed ${SEED}, ${found.size} kinds of mistakes`)
  expect([...found.keys()]).toEqual([])
}, 3_600_000)
