const MICROSECOND = 1e3
const MILLISECOND = 1e6
const SECOND = 1e9

export function formatDuration(nanoseconds: number): string {
  if (nanoseconds < MICROSECOND) return `${nanoseconds.toFixed(0)} ns`
  if (nanoseconds < MILLISECOND) return `${(nanoseconds / MICROSECOND).toFixed(1)} µs`
  if (nanoseconds < SECOND) return `${(nanoseconds / MILLISECOND).toFixed(nanoseconds < 10 * MILLISECOND ? 2 : 1)} ms`
  return `${(nanoseconds / SECOND).toFixed(2)} s`
}

/** Milliseconds without the unit: for columns that name it in their heading. */
export function formatMilliseconds(nanoseconds: number): string {
  return (nanoseconds / MILLISECOND).toFixed(3)
}
