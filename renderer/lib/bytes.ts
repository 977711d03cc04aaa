const KIBIBYTE = 1024
const MEBIBYTE = KIBIBYTE * 1024
const MINUS = '−'

const grouped = new Intl.NumberFormat('en-US')

/** The largest binary unit that keeps the figure readable; MiB is the largest, so that figures compare at a glance. */
export function formatBytes(bytes: number): string {
  const size = Math.abs(bytes)
  const sign = bytes < 0 ? MINUS : ''
  if (size < KIBIBYTE) return `${sign}${size} B`
  if (size < MEBIBYTE) return `${sign}${(size / KIBIBYTE).toFixed(1)} KiB`
  const mebibytes = size / MEBIBYTE
  return `${sign}${mebibytes < 100 ? mebibytes.toFixed(2) : withThousands(mebibytes)} MiB`
}

/** Always MiB with two digits, without the unit: for columns that name the unit in their heading. */
export function formatMebibytes(bytes: number): string {
  const mebibytes = Math.abs(bytes) / MEBIBYTE
  if (bytes !== 0 && mebibytes < 0.005) return bytes < 0 ? `${MINUS}0.00` : '< 0.01'
  return `${bytes < 0 ? MINUS : ''}${mebibytes.toFixed(2)}`
}

/** For a difference: always signed, "±0" where there is none. */
export function formatBytesDelta(bytes: number): string {
  if (bytes === 0) return '±0'
  return bytes > 0 ? `+${formatBytes(bytes)}` : formatBytes(bytes)
}

/** As formatMebibytes, but signed. */
export function formatMebibytesDelta(bytes: number): string {
  if (bytes === 0) return '±0'
  return bytes > 0 ? `+${formatMebibytes(bytes)}`.replace('+< ', '< +') : formatMebibytes(bytes)
}

export function formatExactBytes(bytes: number): string {
  return `${bytes < 0 ? MINUS : ''}${grouped.format(Math.abs(bytes))} bytes`
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

/** Axis ticks: as few digits as the figure allows. */
export function formatAxisBytes(bytes: number): string {
  if (bytes === 0) return '0'
  const size = Math.abs(bytes)
  const [unit, name] = size >= MEBIBYTE ? [MEBIBYTE, 'MiB'] : size >= KIBIBYTE ? [KIBIBYTE, 'KiB'] : [1, 'B']
  return `${bytes < 0 ? MINUS : ''}${Number((size / unit).toFixed(1))} ${name}`
}

/** Ticks from the first within `low` to the first at or above `high`, at 1, 2 or 5 times a power of ten of a binary unit. */
export function byteTicks(low: number, high: number, count: number): number[] {
  const span = high - low
  if (!(span > 0)) return [0]
  const unit = span >= MEBIBYTE ? MEBIBYTE : span >= KIBIBYTE ? KIBIBYTE : 1
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
