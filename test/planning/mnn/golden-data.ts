import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { InstructionSet, MemoryMode } from '#contract/configuration'
import type { ConvProblem } from '#main/planning/conv-problem'

/** See test/fixtures/golden/README.md. */
export interface ConvRow {
  readonly e: '1.0.1' | '2.8.1'
  readonly b: string
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
}

export interface NetRow {
  readonly e: '1.0.1' | '2.8.1'
  readonly b: string
  readonly t: number
  readonly m: 'l' | 'n'
  readonly x: readonly [number, number, number, number]
  readonly cv: readonly (readonly [number, number, number, number, number, number, number])[]
  readonly c: readonly string[]
  readonly db: number
  readonly sb?: number
  readonly mem?: number
}

export const MODES: Readonly<Record<string, MemoryMode>> = { l: 'low', n: 'normal', h: 'high' }

const ISAS: Readonly<Record<string, InstructionSet>> = {
  sse: 'sse',
  avx2: 'avx2',
  avx512: 'avx512',
  'arm64-sim': 'arm64',
}

export function isaOf(build: string): InstructionSet {
  const isa = ISAS[build]
  if (isa === undefined) throw new Error(`unknown build ${build}`)
  return isa
}

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url))
}

function parse<Row>(text: string): Row[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
}

export function fixtureRows<Row>(name: string): Row[] {
  return parse<Row>(gunzipSync(readFileSync(path(`../../fixtures/golden/${name}.jsonl.gz`))).toString('utf8'))
}

/** The full measurements beside the checkout, for the versions covered here; null where absent. */
export function sharedRows<Row extends { e: string; b: string }>(name: string): Row[] | null {
  const file = path(`../../../../shared/golden/${name}.jsonl`)
  if (!existsSync(file)) return null
  return parse<Row>(readFileSync(file, 'utf8')).filter(
    ({ e, b }) => (e === '1.0.1' || e === '2.8.1') && !b.includes('lowmem'),
  )
}

export function problemOf(shape: readonly number[]): ConvProblem {
  const [n, ic, ih, iw, oc, kh, kw, sh, sw, dh, dw, ph, pw, group, depthwise] = shape as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  return {
    batch: n,
    inChannels: ic,
    inHeight: ih,
    inWidth: iw,
    outChannels: oc,
    outHeight: Math.floor((ih + 2 * ph - dh * (kh - 1) - 1) / sh) + 1,
    outWidth: Math.floor((iw + 2 * pw - dw * (kw - 1) - 1) / sw) + 1,
    kernelHeight: kh,
    kernelWidth: kw,
    strideHeight: sh,
    strideWidth: sw,
    dilationHeight: dh,
    dilationWidth: dw,
    padTop: ph,
    padLeft: pw,
    padBottom: ph,
    padRight: pw,
    group,
    depthwise: depthwise === 1,
  }
}
