// SPDX-License-Identifier: Apache-2.0
import type { ForcedTotal } from '#contract/advice'
import { CATEGORIES } from '#contract/plan'
import { t } from '../../i18n'
import { formatBytesDelta } from '../../lib/bytes'
import { CATEGORY_LABELS } from '../../lib/labels'
import { BytesDelta } from '../../ui/Bytes'
import { TotalBytes } from '../../ui/TotalBytes'

interface CandidateTotalProps {
  /** null: not known, or no override gives just this candidate. */
  readonly total: ForcedTotal | null
  readonly chosen: boolean
}

/** What the whole model takes with a candidate, and how much that is beyond the present plan. */
export function CandidateTotal({ total, chosen }: CandidateTotalProps) {
  if (total === null) return null
  const { totalBytes, lowerBound, deltas } = total
  const delta = CATEGORIES.reduce((sum, category) => sum + deltas[category], 0)
  return (
    <div
      className="inspector-candidate-total"
      data-testid="candidate-total"
      data-bytes={totalBytes}
      title={split(total)}
    >
      <span>{t('inspector:modelTotal')}</span>
      <span className="ui-number">
        <TotalBytes value={totalBytes} lowerBound={lowerBound} />
      </span>
      <span className="inspector-candidate-delta">{chosen ? null : <BytesDelta value={delta} />}</span>
    </div>
  )
}

/** By category, with what of it is scratch that a pool keeps. */
function split({ deltas, keptScratchDelta }: ForcedTotal): string | undefined {
  const parts = CATEGORIES.filter((category) => deltas[category] !== 0).map(
    (category) => `${CATEGORY_LABELS[category]} ${formatBytesDelta(deltas[category])}`,
  )
  if (keptScratchDelta !== 0) parts.push(t('inspector:keptScratch', { bytes: formatBytesDelta(keptScratchDelta) }))
  return parts.length === 0 ? undefined : parts.join('\n')
}
