// SPDX-License-Identifier: Apache-2.0
import type { ModelView } from '#contract/model'
import { peakHints } from '#contract/peak-hints'
import type { PlanPeak } from '#contract/plan'
import { layerTitles } from '#messages/plain-text'
import { say, t } from '../../i18n'
import { shapeText } from '../../lib/labels'
import { actions } from '../../store'
import { Bytes } from '../../ui/Bytes'
import { Heading } from '../../ui/Heading'
import { LayerName } from '../../ui/LayerName'
import { SizeBar } from '../../ui/SizeBar'

const SHOWN = 6

interface PeakSectionProps {
  readonly model: ModelView
  readonly peak: PlanPeak
  readonly origin: 'modelled' | 'measured'
}

/** Where memory is highest, and the tensors that are alive then, the largest first. */
export function PeakSection({ model, peak, origin }: PeakSectionProps) {
  const { node, activationBytes, workspaceBytes, alive } = peak
  const titles = layerTitles(model.nodes)
  // A tensor and its copy in another layout have one name.
  const shown = alive.slice(0, SHOWN).map((tensor, index) => ({ ...tensor, key: `${index}-${tensor.name}` }))
  const rest = alive.slice(SHOWN)
  const largest = alive[0]?.bytes ?? 0
  return (
    <section data-testid={`peak-${origin}`} data-node={node}>
      <Heading origin={origin}>{t(`inspector:peak.title.${origin}`)}</Heading>
      <p className="inspector-small">
        {t('inspector:peak.at')}{' '}
        <button type="button" className="ui-link" onClick={() => actions.reveal(node)}>
          <b>{titles[node]}</b>
        </button>
        {': '}
        <Bytes value={activationBytes + workspaceBytes} />{' '}
        <span className="ui-muted">{t('inspector:peak.alive', { count: alive.length })}</span>
      </p>
      <div className="inspector-top">
        {shown.map(({ key, name, dims, bytes, producer, lastUse }) => (
          <button
            key={key}
            type="button"
            title={t('inspector:peak.lifetime', {
              from: producer === null ? t('inspector:peak.input') : (titles[producer] ?? ''),
              to: lastUse === null ? t('inspector:peak.output') : (titles[lastUse] ?? ''),
            })}
            onClick={() => actions.reveal(producer ?? lastUse ?? node)}
          >
            <span className="inspector-peak-name">
              <LayerName name={producer === null ? t('inspector:peak.input') : (titles[producer] ?? name)} />
              <span className="ui-muted inspector-peak-shape">{shapeText(dims)}</span>
            </span>
            <Bytes value={bytes} />
            <SizeBar value={bytes} largest={largest} colour="var(--category-activations)" />
          </button>
        ))}
      </div>
      {rest.length === 0 ? null : (
        <p className="ui-muted inspector-small">
          {t('inspector:peak.more', { count: rest.length })}{' '}
          <Bytes value={rest.reduce((sum, { bytes }) => sum + bytes, 0)} />
        </p>
      )}
      {peakHints(peak, model.nodes).map((hint) => (
        <p key={hint.id} className="ui-muted inspector-small">
          {say(hint)}
        </p>
      ))}
    </section>
  )
}
