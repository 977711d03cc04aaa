// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { Machine } from '#contract/machine'
import type { NcnnConvRow } from './ncnn/convolutions'
import type { NcnnGraphRow, NcnnNetRow } from './ncnn/networks'
import type { NcnnRecurrentRow } from './ncnn/recurrent'

/** One measured convolution; test/fixtures/golden/README.md explains the keys. */
export interface ConvRow {
  readonly e: string
  readonly b: string
  readonly w?: number
  readonly p: number
  readonly t: number
  readonly m: string
  readonly s: readonly number[]
  readonly a: string
  readonly c: string
  readonly sa?: string
  readonly sc?: string
  readonly u?: number
  readonly i?: 0 | 1
  readonly sb: number
  readonly sp?: number
  readonly db: number
  readonly de?: number
  /** Coding of the weights, where they are stored as integers. */
  readonly weights?: string
  /** Processor that was emulated. */
  readonly cpu?: string
}

/** One measured session of a small graph of convolutions. */
export interface NetRow {
  readonly e: string
  readonly b: string
  readonly t: number
  readonly m: string
  readonly w?: number
  readonly x: readonly number[]
  readonly cv: readonly (readonly [number, number, number, number, number, number, number?])[]
  /** Absent, as `db`, where the session was only asked for its own figure. */
  readonly c?: readonly string[]
  readonly db?: number
  readonly sb?: number
  readonly mem?: number
}

/** One process that ran a whole model. */
export interface SessionRow {
  readonly version: string
  readonly model: string
  /** Of the model file, or its first digits. */
  readonly sha256?: string
  readonly memory: 'low' | 'normal' | 'high'
  readonly threads: number
  readonly build: string
  readonly precision?: 'low' | 'normal' | 'high'
  /** Dims of the first input, where they are not the file's own. */
  readonly input?: readonly number[]
  /** Made on one runtime, of this model each; absent: one. What is reported is of the last one. */
  readonly sessions?: number
  /** null in 1.0.1, which has no such query; 0 where the session was not yet sized. */
  readonly sessionInfoMiB?: number | null
  /** null where it was not looked at. */
  readonly rssRunMiB?: number | null
}

/** How long one thread took for an inference of a whole model, in two memory modes. */
export interface TimeRow {
  readonly version: string
  readonly model: string
  /** As of a convolution: "avx2", "sse,lowmem". */
  readonly build: string
  readonly milliseconds: { readonly low: number; readonly normal: number }
  /** Of its convolutions alone. */
  readonly convolutions: { readonly low: number; readonly normal: number }
  /** What `convscope machine` told of the processor. */
  readonly machine: Machine
  readonly input?: readonly number[]
}

/** Bytes that the driver had been asked for, at a moment or at most until then. */
interface GpuMoment {
  readonly live: { readonly all: number }
  readonly peak: { readonly all: number }
}

/** One process that ran a whole model on MNN's OpenCL backend, on a driver that runs nothing. */
export interface GpuRow {
  readonly version: string
  readonly backend: 'opencl'
  readonly driver: string
  readonly device: string
  readonly model: string
  readonly mode: 'buffer' | 'image'
  readonly memory: 'low' | 'normal' | 'high'
  readonly precision: 'low' | 'normal' | 'high'
  /** As "name:1,3,224,224,", with spaces between. */
  readonly inputs: string
  /** The session was resized before anything was allocated. */
  readonly inputSetBeforeExecutions: boolean
  /** 0: it ran; −1: it was created and sized only. */
  readonly rc: number
  readonly created: GpuMoment
  readonly resized: GpuMoment
  readonly ran: GpuMoment
  readonly sessionInfoMiB: { readonly resized: number }
}

export type GoldenRow =
  | { readonly kind: 'convolution'; readonly row: ConvRow }
  | { readonly kind: 'network'; readonly row: NetRow }
  | { readonly kind: 'session'; readonly row: SessionRow }
  | { readonly kind: 'time'; readonly row: TimeRow }
  | { readonly kind: 'gpu-session'; readonly row: GpuRow }
  | { readonly kind: 'ncnn-convolution'; readonly row: NcnnConvRow }
  | { readonly kind: 'ncnn-network'; readonly row: NcnnNetRow }
  | { readonly kind: 'ncnn-graph'; readonly row: NcnnGraphRow }
  | { readonly kind: 'ncnn-recurrent'; readonly row: NcnnRecurrentRow }
  | { readonly kind: 'unknown'; readonly row: unknown }

/**
 * Reads one JSON value a line, or one in all: an array of rows, or an object with arrays of them.
 * Gzipped or not; what a row is shows in its keys. What is no JSON is a row of no known kind.
 */
export function readGolden(path: string): GoldenRow[] {
  const bytes = readFileSync(path)
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b
  const text = (isGzip ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '')
  const whole = parse(text)
  if (whole !== undefined) return rowsIn(whole).map(recognise)
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [recognise(parse(line))]))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function rowsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null || recognise(value).kind !== 'unknown') return [value]
  const arrays = Object.values(value).filter((member) => Array.isArray(member))
  return arrays.length > 0 ? arrays.flat() : [value]
}

type Type = 'string' | 'number' | 'array' | 'object'

/** The keys that no row of its kind does without. */
const NEEDED: Readonly<Record<Exclude<GoldenRow['kind'], 'unknown'>, Readonly<Record<string, Type>>>> = {
  convolution: {
    e: 'string',
    b: 'string',
    t: 'number',
    m: 'string',
    s: 'array',
    a: 'string',
    sb: 'number',
    db: 'number',
  },
  network: { e: 'string', b: 'string', t: 'number', m: 'string', x: 'array', cv: 'array' },
  time: { version: 'string', model: 'string', build: 'string', milliseconds: 'object', convolutions: 'object' },
  session: { version: 'string', model: 'string', build: 'string', memory: 'string', threads: 'number' },
  'gpu-session': { version: 'string', backend: 'string', device: 'string', model: 'string', mode: 'string' },
  'ncnn-convolution': { e: 'string', b: 'string', l2: 'number', s: 'array', a: 'string', wb: 'number', wp: 'number' },
  'ncnn-network': {
    id: 'string',
    e: 'string',
    b: 'string',
    l2: 'number',
    lm: 'number',
    pool: 'number',
    load: 'number',
  },
  'ncnn-graph': { id: 'string', x: 'array', ops: 'array', outs: 'array' },
  'ncnn-recurrent': { e: 'string', b: 'string', cell: 'string', r: 'array', wb: 'number', ev: 'array' },
}

function recognise(row: unknown): GoldenRow {
  if (typeof row === 'object' && row !== null) {
    if (has(row, NEEDED.convolution)) return { kind: 'convolution', row: row as ConvRow }
    if (has(row, NEEDED.network)) return { kind: 'network', row: row as NetRow }
    if (has(row, NEEDED.time)) return { kind: 'time', row: row as TimeRow }
    if (has(row, NEEDED.session)) return { kind: 'session', row: row as SessionRow }
    if (has(row, NEEDED['gpu-session'])) return { kind: 'gpu-session', row: row as GpuRow }
    if (has(row, NEEDED['ncnn-convolution'])) return { kind: 'ncnn-convolution', row: row as NcnnConvRow }
    if (has(row, NEEDED['ncnn-network'])) return { kind: 'ncnn-network', row: row as NcnnNetRow }
    if (has(row, NEEDED['ncnn-graph'])) return { kind: 'ncnn-graph', row: row as NcnnGraphRow }
    if (has(row, NEEDED['ncnn-recurrent'])) return { kind: 'ncnn-recurrent', row: row as NcnnRecurrentRow }
  }
  return { kind: 'unknown', row }
}

function has(row: object, needed: Readonly<Record<string, Type>>): boolean {
  const values = new Map(Object.entries(row))
  return Object.entries(needed).every(([key, type]) => {
    const value = values.get(key)
    return type === 'array' ? Array.isArray(value) : typeof value === type
  })
}
