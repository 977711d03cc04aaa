import type { Decision } from '#contract/plan'
import type { LayerMeasurement } from '#contract/timeline'
import { formatCount, formatRatio } from '../../lib/bytes'
import { formatDuration } from '../../lib/durations'
import { algorithmName } from '../../lib/labels'
import { Bytes } from '../../ui/Bytes'
import { Heading } from '../../ui/Heading'
import { Origin } from '../../ui/Origin'

interface LayerFiguresProps {
  readonly decision: Decision
  readonly measured: LayerMeasurement | undefined
  /** Edge of a square kernel, for Winograd's name. */
  readonly kernel: number | null
}

/** Bytes of one convolution: modelled and, once it has run, measured beside them. */
export function LayerFigures({ decision, measured, kernel }: LayerFiguresProps) {
  const ratio = formatRatio(decision.packedWeightBytes, decision.weightBytes)
  return (
    <section>
      <Heading>Memory</Heading>
      <div className="inspector-figures">
        <span />
        <Origin kind="modelled" />
        {measured === undefined ? <span /> : <Origin kind="measured" />}

        <span>Weights in the file</span>
        <Bytes value={decision.weightBytes} />
        <span />

        <span>Packed weights {ratio === '' ? null : <b title="of the weights in the file">{ratio}</b>}</span>
        <b>
          <Bytes value={decision.packedWeightBytes} />
        </b>
        {measured === undefined ? <span /> : <Bytes value={measured.packedWeightBytes} />}

        <span>Workspace</span>
        <b>
          <Bytes value={decision.workspaceBytes} />
        </b>
        {measured === undefined ? <span /> : <Bytes value={measured.workspaceBytes} />}

        <span>Multiply-adds</span>
        <span className="ui-number">{formatCount(decision.macs)}</span>
        <span />

        {measured === undefined ? null : (
          <>
            <span>Time (median)</span>
            <span />
            <span className="ui-number">{formatDuration(measured.durationNs)}</span>
          </>
        )}
        {measured?.kernel == null ? null : (
          <>
            <span>Convscope executed</span>
            <span />
            <span>{algorithmName(measured.kernel.algorithm, measured.kernel.unit, kernel)}</span>
          </>
        )}
      </div>
    </section>
  )
}
