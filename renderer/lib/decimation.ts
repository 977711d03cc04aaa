/** What decimation needs of a sample. */
export interface Decimable {
  readonly timeNs: number
  /** Tracked bytes. */
  readonly total: number
  /** Resident set, once known. */
  readonly rss: number | null
}

/**
 * At most `limit` of the samples, in order: the span of time is cut into equal buckets and each
 * keeps its lowest and highest total and its highest resident set, so that no peak is lost. The
 * first and the last sample always stay.
 */
export function decimate<S extends Decimable>(samples: readonly S[], limit: number): readonly S[] {
  const first = samples[0]
  const last = samples.at(-1)
  if (samples.length <= limit || first === undefined || last === undefined) return samples
  const buckets = Math.max(1, Math.floor((limit - 2) / 3))
  const span = last.timeNs - first.timeNs
  // Without a span in time the position stands in for it.
  const bucketOf = (sample: S, index: number): number => {
    const fraction = span > 0 ? (sample.timeNs - first.timeNs) / span : index / samples.length
    return Math.min(buckets - 1, Math.floor(fraction * buckets))
  }
  const kept: S[] = [first]
  let begin = 1
  while (begin < samples.length - 1) {
    const bucket = bucketOf(samples[begin] as S, begin)
    let end = begin
    let low = begin
    let high = begin
    let resident = begin
    while (end < samples.length - 1 && bucketOf(samples[end] as S, end) === bucket) {
      const sample = samples[end] as S
      if (sample.total < (samples[low] as S).total) low = end
      if (sample.total > (samples[high] as S).total) high = end
      if ((sample.rss ?? 0) > ((samples[resident] as S).rss ?? 0)) resident = end
      end++
    }
    for (const index of [...new Set([low, high, resident])].sort((a, b) => a - b)) kept.push(samples[index] as S)
    begin = end
  }
  kept.push(last)
  return kept
}
