// SPDX-License-Identifier: Apache-2.0
import { usePanel } from '../../store'

const MIB = 2 ** 20
/** Of the total, where nobody has said anything. */
const SUGGESTED_SHARE = 0.75

/** The budget of the model in MiB and in bytes, and what changes it. */
export function useBudget(totalBytes: number) {
  const [kept, keep] = usePanel('adviceBudget')
  const mebibytes = kept > 0 ? kept : rounded((SUGGESTED_SHARE * totalBytes) / MIB)
  return {
    mebibytes,
    bytes: Math.round(mebibytes * MIB),
    setMebibytes: keep,
    setBytes: (bytes: number) => keep(rounded(bytes / MIB)),
  }
}

/** To the hundredth where it is small. */
function rounded(mebibytes: number): number {
  return mebibytes >= 20 ? Math.round(mebibytes) : Math.max(0.01, Math.round(100 * mebibytes) / 100)
}
