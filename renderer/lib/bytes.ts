import type { ByteUnits } from '#contract/settings'
import { t } from '../i18n'

const SYSTEMS = {
  binary: { kilo: 1024, mega: 1024 ** 2, kiloName: 'KiB', megaName: 'MiB' },
  decimal: { kilo: 1e3, mega: 1e6, kiloName: 'kB', megaName: 'MB' },
} as const
let system: (typeof SYSTEMS)[ByteUnits] = SYSTEMS.binary

/** For all sizes from now on; whoever shows one must be drawn anew. */
export function setByteUnits(units: ByteUnits): void {
  system = SYSTEMS[units]
}

const MINUS = '−'

const grouped = new Intl.NumberFormat('en-US')

/** The largest unit that keeps the figure readable; MiB (MB) is the largest, so that figures compare at a glance. */
export function formatBytes(bytes: number): string {
  const size = Math.abs(bytes)
  const sign = bytes < 0 ? MINUS : ''
  const { kilo, mega, kiloName, megaName } = system
  if (size < kilo) return `${sign}${size} B`
  if (size < mega) return `${sign}${(size / kilo).toFixed(1)} ${kiloName}`
  const megabytes = size / mega
  return `${sign}${megabytes < 100 ? megabytes.toFixed(2) : withThousands(megabytes)} ${megaName}`
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
  const { mega, kiloName, megaName } = system
  const middle = sizes[sizes.length >> 1] ?? mega
  return middle < mega / 10 ? kiloName : megaName
}

/** With two digits of the column's unit, which the heading names. */
export function formatInUnit(bytes: number, unit: ColumnUnit): string {
  const size = Math.abs(bytes) / COLUMN_UNITS[unit]
  if (bytes !== 0 && size < 0.005) return bytes < 0 ? `${MINUS}0.00` : '< 0.01'
  const digits = size.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  return `${bytes < 0 ? MINUS : ''}${digits}`
}

/** For a difference: always signed, "±0" where there is none. */
export function formatBytesDelta(bytes: number): string {
  if (bytes === 0) return '±0'
  return bytes > 0 ? `+${formatBytes(bytes)}` : formatBytes(bytes)
}

/** As formatInUnit, but signed. */
export function formatDeltaInUnit(bytes: number, unit: ColumnUnit): string {
  if (bytes === 0) return '±0'
  const figure = formatInUnit(bytes, unit)
  return bytes > 0 ? `+${figure}`.replace('+< ', '< +') : figure
}

export function formatExactBytes(bytes: number): string {
  return t('common:exactBytes', { bytes: `${bytes < 0 ? MINUS : ''}${grouped.format(Math.abs(bytes))}` })
}

/** How many times `part` is of `whole`: "7.1×"; empty where there is nothing to compare with. */
export function formatRatio(part: number, whole: number): string {
  if (whole <= 0) return ''
  const ratio = part / whole
  return `${ratio >= 10 ? ratio.toFixed(0) : ratio >= 0.95 ? ratio.toFixed(1) : ratio.toFixed(2)}×`
}

export function formatCount(count: number): string {
  return grouped.format(count)
}

const MAGNITUDES = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const

/** A large number in four digits or so: "115.6 M". */
export function formatCompactCount(count: number): string {
  const [unit, name] = MAGNITUDES.find(([least]) => count >= least) ?? [1, '']
  if (name === '') return formatCount(count)
  const figure = count / unit
  return `${figure.toFixed(figure < 100 ? 2 : 1)} ${name}`
}

/** Axis ticks: as few digits as the figure allows. */
export function formatAxisBytes(bytes: number): string {
  if (bytes === 0) return '0'
  const size = Math.abs(bytes)
  const { kilo, mega, kiloName, megaName } = system
  const [unit, name] = size >= mega ? [mega, megaName] : size >= kilo ? [kilo, kiloName] : [1, 'B']
  return `${bytes < 0 ? MINUS : ''}${Number((size / unit).toFixed(1))} ${name}`
}

/** Ticks from the first within `low` to the first at or above `high`, at 1, 2 or 5 times a power of ten of a unit. */
export function byteTicks(low: number, high: number, count: number): number[] {
  const span = high - low
  if (!(span > 0)) return [0]
  const { kilo, mega } = system
  const unit = span >= mega ? mega : span >= kilo ? kilo : 1
  const raw = span / unit / count
  const power = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power * unit
  const ticks: number[] = []
  for (let tick = Math.ceil(low / step); tick * step < high + step; tick++) ticks.push(tick * step + 0)
  return ticks
}

function withThousands(value: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 })
}
