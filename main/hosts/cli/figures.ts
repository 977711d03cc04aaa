// SPDX-License-Identifier: Apache-2.0
import { InvalidArgumentError } from 'commander'
import type { GrowthLimit } from '#contract/verdict'
import { grouped, growth, UNIT_SYSTEMS } from '#messages/figures'
import { ENGLISH } from '#messages/words'

/** Figures as the command line takes and tells them. */

export function shape(dims: readonly number[] | null): string {
  return dims === null ? 'unknown' : dims.length === 0 ? 'scalar' : dims.join('×')
}

/** By how much B is over A; what was not there is new. */
export function growthText(a: number, b: number): string {
  return growth(a, b) ?? ENGLISH.text('common:new')
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ...Object.values(UNIT_SYSTEMS).flatMap(({ kilo, names }) =>
    names.map((name, power) => [name.toLowerCase(), kilo ** power] as const),
  ),
])

/** A size as it was given, so that messages can say it the same way. */
export interface Size {
  readonly bytes: number
  readonly text: string
}

/** "500MB" (decimal), "500MiB" (binary) or plain bytes. */
export function parseSize(text: string): Size {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim())
  const unit = UNITS.get(match?.[2]?.toLowerCase() ?? '?')
  const value = Math.floor(Number(match?.[1]) * (unit ?? Number.NaN))
  if (!Number.isSafeInteger(value)) {
    throw new InvalidArgumentError('A size is a number with B, kB, MB, GB, KiB, MiB or GiB, such as 500MB.')
  }
  return { bytes: value, text: text.trim() }
}

/** A limit of growth as it was given: a share ("5%") or bytes ("20MB"). */
export interface Growth {
  readonly limit: GrowthLimit
  readonly text: string
}

export function parseGrowth(text: string): Growth {
  const match = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim())
  const limit = match === null ? { growthBytes: parseSize(text).bytes } : { growth: Number(match[1]) / 100 }
  return { limit, text: text.trim() }
}

export function parseCount(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= least && value <= most) return value
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${grouped(most)}.`)
  }
}
