// SPDX-License-Identifier: Apache-2.0
import type { CSSProperties } from 'react'
import type { ForcedTotals } from '#contract/advice'
import type { Candidate } from '#contract/plan'
import { say, t } from '../../i18n'
import { algorithmColour } from '../../lib/palette'
import { AlgorithmBadge } from '../../ui/AlgorithmBadge'
import { Bytes } from '../../ui/Bytes'
import { CandidateTotal } from './CandidateTotal'

interface CandidatesProps {
  readonly candidates: readonly Candidate[]
  /** One for each; null while they are not known. */
  readonly totals: ForcedTotals | null
  readonly kernel: number | null
}

const costFormat = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 5 })

/** Everything the engine considered, with the rule that decided. */
export function Candidates({ candidates, totals, kernel }: CandidatesProps) {
  return (
    <ol className="inspector-candidates">
      {candidates.map((candidate, index) => (
        <li
          key={`${candidate.algorithm}-${candidate.unit}-${say(candidate.reason)}`}
          className="inspector-candidate"
          data-verdict={candidate.verdict}
          data-testid="candidate"
          style={{ '--badge': algorithmColour(candidate.algorithm) } as CSSProperties}
        >
          <div className="inspector-candidate-head">
            <AlgorithmBadge algorithm={candidate.algorithm} unit={candidate.unit} kernel={kernel} />
            <span>{candidate.verdict === 'chosen' ? `✓ ${t('inspector:chosen')}` : t('inspector:rejected')}</span>
          </div>
          <p>{say(candidate.reason)}</p>
          <Figures candidate={candidate} />
          <CandidateTotal total={totals?.[index] ?? null} chosen={candidate.verdict === 'chosen'} />
        </li>
      ))}
    </ol>
  )
}

function Figures({ candidate: { cost, packedWeightBytes, workspaceBytes } }: { readonly candidate: Candidate }) {
  if (cost === null && packedWeightBytes === null && workspaceBytes === null) return null
  return (
    <div className="inspector-candidate-figures">
      {cost === null ? null : (
        <span title={t(`inspector:prefers.${cost.better}`)}>
          {say(cost.label)} <span className="ui-number">{costFormat.format(cost.value)}</span>
        </span>
      )}
      {packedWeightBytes === null ? null : (
        <span>
          {t('inspector:packed')} <Bytes value={packedWeightBytes} />
        </span>
      )}
      {workspaceBytes === null ? null : (
        <span>
          {t('inspector:workspace')} <Bytes value={workspaceBytes} />
        </span>
      )}
    </div>
  )
}
