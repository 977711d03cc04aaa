// SPDX-License-Identifier: Apache-2.0
import { byteUnits, grouped, inUnit, signed, size, UNIT_SYSTEMS } from '#messages/figures'
import { t } from '../i18n'

/** null: not known. */
export function formatBytes(bytes: number | null): string {
  return bytes === null ? t('common:unknown') : size(bytes)
}

/** For a difference: always signed, "±0" where there is none; null: not known. */
export function formatBytesDelta(bytes: number | null): string {
  return bytes === null ? t('common:unknown') : signed(bytes, formatBytes)
}

export function formatExactBytes(bytes: number): string {
  return t('common:exactBytes', { bytes: grouped(bytes) })
}

/** Unit of a column of sizes, named in its heading so that the figures align and compare. */
export type ColumnUnit = 'KiB' | 'MiB' | 'kB' | 'MB'

const COLUMN_UNITS: Readonly<Record<ColumnUnit, number>> = { KiB: 1024, MiB: 1024 ** 2, kB: 1e3, MB: 1e6 }

/** The unit in which the middle one of the figures that are not 0 has at least two digits. */
export function columnUnit(figures: readonly number[]): ColumnUnit {
  const sizes = figures
    .map(Math.abs)
    .filter((size) => size > 0)
    .sort((a, b) => a - b)
  const { kilo, names } = UNIT_SYSTEMS[byteUnits()]
  const mega = kilo ** 2
  const middle = sizes[sizes.length >> 1] ?? mega
  return names[middle < mega / 10 ? 1 : 2]
}

/** With two digits of the column's unit, which the heading names. */
export function formatInUnit(bytes: number, unit: ColumnUnit): string {
  return inUnit(bytes, COLUMN_UNITS[unit])
}

/** As formatInUnit, but signed. */
export function formatDeltaInUnit(bytes: number, unit: ColumnUnit): string {
  return signed(bytes, (value) => formatInUnit(value, unit))
}

/** Axis ticks: as few digits as the figure allows. */
export function formatAxisBytes(bytes: number): string {
  return bytes === 0 ? '0' : size(bytes, 1).replace('.0 ', ' ')
}

/** Ticks from the first within `low` to the first at or above `high`, at 1, 2 or 5 times a power of ten of a unit. */
export function byteTicks(low: number, high: number, count: number): number[] {
  const span = high - low
  if (!(span > 0)) return [0]
  const { kilo } = UNIT_SYSTEMS[byteUnits()]
  const unit = span >= kilo ** 2 ? kilo ** 2 : span >= kilo ? kilo : 1
  const raw = span / unit / count
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power * unit
  const ticks: number[] = []
  for (let tick = Math.ceil(low / step); tick * step < high + step; tick++) ticks.push(tick * step + 0)
  return ticks
}
