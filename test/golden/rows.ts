import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

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
  readonly c: readonly string[]
  readonly db: number
  readonly sb?: number
  readonly mem?: number
}

/** One process that ran a whole model. */
export interface SessionRow {
  readonly version: string
  readonly model: string
  readonly sha256: string
  readonly fileBytes: number
  readonly memory: 'low' | 'normal' | 'high'
  readonly threads: number
  readonly build: string
  readonly precision?: 'low' | 'normal' | 'high'
  /** null in 1.0.1, which has no such query; 0 where the session was not yet sized. */
  readonly sessionInfoMiB: number | null
  readonly rssStartMiB: number
  readonly rssRunMiB: number
}

export type GoldenRow =
  | { readonly kind: 'convolution'; readonly row: ConvRow }
  | { readonly kind: 'network'; readonly row: NetRow }
  | { readonly kind: 'session'; readonly row: SessionRow }
  | { readonly kind: 'unknown'; readonly row: unknown }

/** Reads .jsonl or .json, also gzipped; what a row is shows in its keys. */
export function readGolden(path: string): GoldenRow[] {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim()
  const rows: unknown[] = text.startsWith('[')
    ? JSON.parse(text)
    : text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line)]))
  return rows.map(recognise)
}

function recognise(row: unknown): GoldenRow {
  if (typeof row === 'object' && row !== null) {
    if ('s' in row && 'a' in row && 'sb' in row) return { kind: 'convolution', row: row as ConvRow }
    if ('cv' in row && 'x' in row) return { kind: 'network', row: row as NetRow }
    if ('sessionInfoMiB' in row && 'model' in row) return { kind: 'session', row: row as SessionRow }
  }
  return { kind: 'unknown', row }
}
