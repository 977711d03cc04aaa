// SPDX-License-Identifier: Apache-2.0
/** Figures as text, alike in every language, the window, the command line and reports. */

const MINUS = '−'

/** Names of the powers of `kilo`. */
export const UNIT_SYSTEMS = {
  binary: { kilo: 1024, names: ['B', 'KiB', 'MiB', 'GiB'] },
  decimal: { kilo: 1000, names: ['B', 'kB', 'MB', 'GB'] },
} as const

/** How sizes are shown: KiB and MiB of 1,024, or kB and MB of 1,000. Exact figures are always bytes. */
export const BYTE_UNITS = ['binary', 'decimal'] as const
export type ByteUnits = (typeof BYTE_UNITS)[number]

let shown: ByteUnits = 'binary'

/** In which all sizes are said, those within sentences too. */
export function byteUnits(): ByteUnits {
  return shown
}

/** For all sizes of a page from now on; whoever shows one must be drawn anew. */
export function setByteUnits(units: ByteUnits): void {
  shown = units
}

/** What `make` says in these units: for a text of its own, such as a report, beside others in the same program. */
export function inByteUnits<T>(units: ByteUnits, make: () => T): T {
  const before = shown
  shown = units
  try {
    return make()
  } finally {
    shown = before
  }
}

/**
 * The largest unit that keeps the figure readable; MiB (MB) is the largest, so that figures compare at a glance.
 * Without `digits` as many as tell one size from another.
 */
export function size(bytes: number, digits?: number): string {
  const { kilo, names } = UNIT_SYSTEMS[shown]
  const magnitude = Math.abs(bytes)
  const power = magnitude < kilo ? 0 : magnitude < kilo ** 2 ? 1 : 2
  const value = bytes / kilo ** power
  const most = digits ?? (power === 2 && Math.abs(value) < 100 ? 2 : 1)
  return `${fixed(value, power === 0 ? 0 : most)} ${names[power]}`
}

/** One digit is enough in a story. */
export function roughSize(bytes: number): string {
  return size(bytes, 1)
}

/** For a difference: always signed, "±0" where there is none. */
export function signed(value: number, text: (value: number) => string): string {
  if (value === 0) return '±0'
  return value > 0 ? `+${text(value)}`.replace('+< ', '< +') : text(value)
}

/** With two digits of a unit that a heading names, so that a column aligns; a little is not passed off as nothing. */
export function inUnit(value: number, unit: number): string {
  return value > 0 && value / unit < 0.005 ? '< 0.01' : fixed(value / unit, 2)
}

export function duration(ns: number): string {
  if (ns < 1e3) return `${fixed(ns, 0)} ns`
  if (ns < 1e6) return `${fixed(ns / 1e3, 1)} µs`
  if (ns < 1e9) return `${fixed(ns / 1e6, ns < 1e7 ? 2 : 1)} ms`
  return `${fixed(ns / 1e9, 2)} s`
}

/** Times that stand at equal steps on an axis, all in one unit and with as many digits as tell them apart. */
export function durationsOnAxis(times: readonly number[]): string[] {
  const [first = 0, second = first] = times
  const most = Math.abs(times.at(-1) ?? 0)
  const [size, unit] = most < 1e3 ? [1, 'ns'] : most < 1e6 ? [1e3, 'µs'] : most < 1e9 ? [1e6, 'ms'] : [1e9, 's']
  const step = (second - first) / size
  // Steps are round: a thousandth is enough for what floating point leaves of them.
  const digits = step > 0 ? Math.max(0, -Math.floor(Math.log10(step * 1.001))) : 0
  return times.map((time) => (time === 0 ? '0' : `${fixed(time / size, digits)} ${unit}`))
}

/** Without the unit, for columns that name it in their heading. */
export function milliseconds(ns: number): string {
  return fixed(ns / 1e6, 3)
}

/** "1,234,567". */
export function grouped(count: number): string {
  return fixed(count, 0)
}

const MAGNITUDES = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const

/** A large number in four digits or so: "115.6 M". */
export function compactCount(count: number): string {
  const [unit, name] = MAGNITUDES.find(([least]) => count >= least) ?? [1, '']
  return name === '' ? grouped(count) : `${fixed(count / unit, count < 100 * unit ? 2 : 1)} ${name}`
}

/** How many times `part` is of `whole`: "7.1×"; empty where there is nothing to compare with. */
export function times(part: number, whole: number): string {
  if (whole <= 0) return ''
  const ratio = part / whole
  return `${fixed(ratio, ratio >= 10 ? 0 : ratio >= 0.95 ? 1 : 2)}×`
}

/** "12.5 %". */
export function percent(share: number): string {
  return `${fixed(share * 100, 1)} %`
}

/** By how much B is over A: "+134.5 %"; null where there was nothing, which has no percentage. */
export function growth(a: number, b: number): string | null {
  if (a === b) return percent(0)
  return a === 0 ? null : signed(b / a - 1, percent)
}

export function rateText(rate: number): string {
  return rate.toFixed(Math.abs(rate) >= 0.995 && Math.abs(rate) < 1 ? 4 : 2)
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** In operations: 1.902×10⁸. */
export function costText(cost: number): string {
  const [mantissa, exponent = '0'] = cost.toExponential(3).split('e')
  const raised = exponent.replace('+', '').replace('-', '⁻')
  return `${mantissa}×10${raised.replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] ?? '')}`
}

/** A nested sentence as part of another. */
export function clause(sentence: string): string {
  return sentence.replace(/[.。]$/, '')
}

/** Numbers as lists are written, e.g. "[0, 2, 1]". */
export function listText(values: readonly number[]): string {
  return `[${values.join(', ')}]`
}

/** Dimensions, null where a file leaves one open; language-free, so that a scalar is "[]". */
export function shapeText(dims: readonly (number | null)[]): string {
  return dims.length === 0 ? '[]' : dims.map((dim) => dim ?? '?').join('×')
}

const FORMATS = Array.from(
  { length: 10 },
  (_, digits) => new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }),
)

/** With thousands apart and 0 to 9 digits after the point. */
export function fixed(value: number, digits: number): string {
  return (FORMATS[digits]?.format(value) ?? '').replace('-', MINUS)
}
