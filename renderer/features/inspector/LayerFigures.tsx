// SPDX-License-Identifier: Apache-2.0
import type { TensorView } from '#contract/model'
import type { Decision } from '#contract/plan'
import type { LayerMeasurement } from '#contract/timeline'
import { compactCount, duration, grouped, times } from '#messages/figures'
import { t } from '../../i18n'
import { algorithmName, CATEGORY_LABELS } from '../../lib/labels'
import { Bytes } from '../../ui/Bytes'
import { Heading } from '../../ui/Heading'
import { Origin } from '../../ui/Origin'

interface LayerFiguresProps {
  readonly decision: Decision
  readonly measured: LayerMeasurement | undefined
  /** Of its weights, where the file stores them as integers. */
  readonly stored: TensorView['stored']
  /** Edge of a square kernel, for Winograd's name. */
  readonly kernel: number | null
}

/** Bytes of one layer: modelled and, once it has run, measured beside them. */
export function LayerFigures({ decision, measured, stored, kernel }: LayerFiguresProps) {
  const { packedWeightBytes, weightBytes, macs } = decision
  const ratio = packedWeightBytes === null || weightBytes === null ? '' : times(packedWeightBytes, weightBytes)
  return (
    <section>
      <Heading>{t('inspector:memory')}</Heading>
      <div className="inspector-figures" data-modelled-only={measured === undefined || undefined}>
        <span />
        <Origin kind="modelled" />
        {measured === undefined ? <span /> : <Origin kind="measured" />}

        {stored === undefined ? null : (
          <>
            <span title={t('inspector:inFile')}>{t('inspector:asStored', { type: `int${stored.bits}` })}</span>
            <Bytes value={stored.bytes} />
            <span />
          </>
        )}

        <span>{stored === undefined ? t('inspector:inFile') : t('inspector:asFloats')}</span>
        <Bytes value={decision.weightBytes} />
        <span />

        <span>
          {CATEGORY_LABELS.packedWeights}{' '}
          {ratio === '' ? null : (
            <b title={stored === undefined ? t('inspector:ofFile') : t('inspector:ofFloats')}>{ratio}</b>
          )}
        </span>
        <b>
          <Bytes value={decision.packedWeightBytes} />
        </b>
        {measured === undefined ? <span /> : <Bytes value={measured.packedWeightBytes} />}

        <span>{CATEGORY_LABELS.workspace}</span>
        <b>
          <Bytes value={decision.workspaceBytes} />
        </b>
        {measured === undefined ? <span /> : <Bytes value={measured.workspaceBytes} />}

        {macs === null ? null : (
          <>
            <span>{t('inspector:macs')}</span>
            <span className="ui-number" title={grouped(macs)}>
              {compactCount(macs)}
            </span>
            <span />
          </>
        )}

        {measured === undefined ? null : (
          <>
            <span>{t('inspector:timeMedian')}</span>
            <span />
            <span className="ui-number">{duration(measured.durationNs)}</span>
          </>
        )}
        {measured?.kernel == null ? null : (
          <>
            <span>{t('inspector:executed')}</span>
            <span className="inspector-figures-wide">
              {algorithmName(measured.kernel.algorithm, measured.kernel.unit, kernel)}
            </span>
          </>
        )}
      </div>
    </section>
  )
}
