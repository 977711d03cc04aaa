// SPDX-License-Identifier: Apache-2.0
import { ALGORITHM_TRAITS, ALGORITHMS } from '#contract/algorithms'
import type { HostInfo } from '#contract/channels'
import type { ComparisonSide } from '#contract/comparison'
import type { ModelView } from '#contract/model'
import { sayOf, t } from '../../i18n'
import { formatBytes, formatBytesDelta } from '../../lib/bytes'
import type { ChartDocument } from '../../lib/charts/chart-export'
import { pictureSource } from '../../lib/charts/picture-source'
import { ALGORITHM_LABELS, configurationName } from '../../lib/labels'
import type { LetteredComparison } from './comparison-rows'

export const EXPORT_COLOURS = { background: '#ffffff', text: '#1b1f27', muted: '#5a6272' } as const

/** Everything an exported comparison chart says besides its bars. */
export function comparisonChart(
  chart: { readonly markup: string; readonly width: number; readonly height: number },
  model: ModelView,
  { letter, comparison }: LetteredComparison,
  { appVersion, profiles }: Pick<HostInfo, 'appVersion' | 'profiles'>,
  now: Date,
): ChartDocument {
  const { a, b, deltas, totalDelta, layers, summary } = comparison
  const inUse = new Set(layers.map((layer) => layer.b.algorithm))
  const date = now.toISOString()
  const { footer, metadata } = pictureSource(model, appVersion)
  return {
    chart: chart.markup,
    width: chart.width,
    height: chart.height,
    title: t('compare:chart.title', { file: model.fileName, letter }),
    lines: [
      t('compare:chart.a', {
        configuration: configurationName(profiles, a.configuration),
        total: totalOf(a),
      }),
      t('compare:chart.other', {
        letter,
        configuration: configurationName(profiles, b.configuration),
        total: totalOf(b),
        delta: totalDelta === null ? '?' : formatBytesDelta(totalDelta),
        packed: totalDelta === null ? '?' : formatBytesDelta(deltas.packedWeights),
      }),
      ...summary.map(sayOf(letter)),
    ],
    legend: ALGORITHMS.filter((algorithm) => inUse.has(algorithm)).map((algorithm) => ({
      label: t('compare:chart.legend', { letter, algorithm: ALGORITHM_LABELS[algorithm] }),
      colour: ALGORITHM_TRAITS[algorithm].hue.light,
    })),
    footer: `${footer} · ${t('compare:chart.modelled')} · ${date.slice(0, 10)}`,
    metadata: {
      ...metadata,
      date,
      origin: 'modelled',
      unit: 'bytes',
      a: { configuration: a.configuration, totalBytes: a.totalBytes, lowerBound: a.lowerBound },
      b: { letter, configuration: b.configuration, totalBytes: b.totalBytes, lowerBound: b.lowerBound },
      totalDelta,
      layers: layers.map((layer) => ({ name: layer.name, packedWeightDelta: layer.packedWeightDelta })),
    },
    colours: EXPORT_COLOURS,
  }
}

function totalOf({ totalBytes, lowerBound }: ComparisonSide): string {
  return `${lowerBound ? '≥ ' : ''}${formatBytes(totalBytes)}`
}
