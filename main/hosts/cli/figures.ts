import { InvalidArgumentError } from 'commander'

/** Figures as the command line shows and takes them. */

const KIBIBYTE = 1024
const MEBIBYTE = 1024 * KIBIBYTE
const grouped = new Intl.NumberFormat('en-US')

/** Binary units, MiB at most, so that figures of one column compare at a glance. */
export function bytes(count: number): string {
  const size = Math.abs(count)
  const sign = count < 0 ? '−' : ''
  if (size < KIBIBYTE) return `${sign}${size} B`
  if (size < MEBIBYTE) return `${sign}${(size / KIBIBYTE).toFixed(1)} KiB`
  return `${sign}${fixed(size / MEBIBYTE, 2)} MiB`
}

export function signedBytes(count: number): string {
  return count > 0 ? `+${bytes(count)}` : bytes(count)
}

export function percent(ratio: number): string {
  if (!Number.isFinite(ratio)) return 'new'
  const text = (ratio * 100).toFixed(1)
  return `${ratio > 0 ? '+' : ''}${text} %`
}

/** B over A as a change: 0.05 is five percent more. */
export function growth(a: number, b: number): number {
  return a === b ? 0 : b / a - 1
}

export function milliseconds(ns: number): string {
  return `${fixed(ns / 1e6, ns < 1e7 ? 3 : 1)} ms`
}

export function count(value: number): string {
  return grouped.format(value)
}

/** Operations, in millions. */
export function millions(value: number): string {
  return fixed(value / 1e6, 1)
}

export function shape(dims: readonly number[] | null): string {
  return dims === null ? 'unknown' : dims.length === 0 ? 'scalar' : dims.join('×')
}

function fixed(value: number, digits: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: KIBIBYTE,
  mib: MEBIBYTE,
  gib: 1024 * MEBIBYTE,
}

/** A size as it was given, so that messages can say it the same way. */
export interface Size {
  readonly bytes: number
  readonly text: string
}

/** "500MB" (decimal), "500MiB" (binary) or plain bytes. */
export function parseSize(text: string): Size {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim())
  const unit = UNITS[match?.[2]?.toLowerCase() ?? '?']
  const value = Math.floor(Number(match?.[1]) * (unit ?? Number.NaN))
  if (!Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('A size is a number with B, kB, MB, GB, KiB, MiB or GiB, such as 500MB.')
  }
  return { bytes: value, text: text.trim() }
}

/** A limit of growth: a share ("5%") or bytes ("20MB"). */
export type GrowthLimit = { readonly ratio: number; readonly text: string } | Size

export function parseGrowth(text: string): GrowthLimit {
  const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim())
  return match === null ? parseSize(text) : { ratio: Number(match[1]) / 100, text: text.trim() }
}

export function parseCount(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${grouped.format(most)}.`)
  }
}
