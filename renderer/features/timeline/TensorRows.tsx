// SPDX-License-Identifier: Apache-2.0
import type { PlanPeak } from '#contract/plan'
import { layerTitles } from '#messages/plain-text'
import { t } from '../../i18n'
import { shapeText } from '../../lib/labels'
import { actions, useApp } from '../../store'
import { Bytes } from '../../ui/Bytes'
import { LayerName } from '../../ui/LayerName'

interface TensorRowsProps {
  readonly peak: PlanPeak
  /** Whoever shows them says when. */
  readonly isNow: boolean
}

/** Rows under that of the activations: the tensors in them at a moment, the largest first. */
export function TensorRows({ peak: { node, alive }, isNow }: TensorRowsProps) {
  const nodes = useApp((state) => state.model?.nodes)
  if (nodes === undefined) return null
  const titles = layerTitles(nodes)
  const tensors = alive.map((tensor, index) => ({ ...tensor, key: `${index}-${tensor.name}` }))
  return (
    <>
      {isNow ? null : (
        <li className="timeline-within ui-muted" data-testid="peak-tensors" data-node={node}>
          {t('timeline:tensorsAt', { layer: titles[node] ?? '' })}
        </li>
      )}
      {tensors.map(({ key, name, dims, bytes, producer, lastUse }) => (
        <li
          key={key}
          className="timeline-within"
          title={t('inspector:peak.lifetime', {
            from: producer === null ? t('inspector:peak.input') : (titles[producer] ?? ''),
            to: lastUse === null ? t('inspector:peak.output') : (titles[lastUse] ?? ''),
          })}
        >
          <span className="ui-muted timeline-tensor-shape">{shapeText(dims)}</span>
          <button type="button" className="ui-link" onClick={() => actions.reveal(producer ?? lastUse ?? node)}>
            <LayerName name={producer === null ? t('inspector:peak.input') : (titles[producer] ?? name)} />
          </button>
          <Bytes value={bytes} />
        </li>
      ))}
    </>
  )
}
