/** Figures within sentences, alike in every language. */

const UNITS = ['KiB', 'MiB', 'GiB'] as const
const SUPERSCRIPTS: Readonly<Record<string, string>> = Object.fromEntries(
  [...'-0123456789'].map((digit, index) => [digit, [...'⁻⁰¹²³⁴⁵⁶⁷⁸⁹'][index] ?? '']),
)

/** Binary units, at most one decimal, without sign; `bytes` is the language’s word for the unit. */
export function sizeText(bytes: number, unitName: string): string {
  let value = Math.abs(bytes)
  if (value < 1024) return `${value} ${unitName}`
  let unit = -1
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${value.toFixed(1)} ${UNITS[unit]}`
}

/** With more digits: kernels are told apart by little. */
export function fineSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 2 ** 20 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 2 ** 20).toFixed(2)} MiB`
}

export function fineTime(ns: number): string {
  return ns < 1e6 ? `${(ns / 1e3).toPrecision(3)} µs` : `${(ns / 1e6).toPrecision(3)} ms`
}

export function milliseconds(ns: number): string {
  return `${(ns / 1e6).toFixed(1)} ms`
}

export function rateText(rate: number): string {
  return rate.toFixed(Math.abs(rate) >= 0.995 && Math.abs(rate) < 1 ? 4 : 2)
}

/** In operations: 1.902×10⁸. */
export function costText(cost: number): string {
  const [mantissa, exponent = '0'] = cost.toExponential(3).split('e')
  return `${mantissa}×10${[...exponent.replace('+', '')].map((digit) => SUPERSCRIPTS[digit] ?? '').join('')}`
}

/** A nested sentence as part of another. */
export function clause(sentence: string): string {
  return sentence.replace(/[.。]$/, '')
}

/** Numbers as lists are written, e.g. "[0, 2, 1]". */
export function listText(values: readonly number[]): string {
  return `[${values.join(', ')}]`
}
