// SPDX-License-Identifier: Apache-2.0
import { ALGORITHM_TRAITS, ALGORITHMS } from '#contract/algorithms'
import { CATEGORY_HUES } from '#contract/colours'
import type { ProfileTraits } from '#contract/configuration'
import type { ModelView } from '#contract/model'
import { isLowerBound, type Plan } from '#contract/plan'
import { unknownMessages } from '#messages/bill'
import { exportName } from '#messages/file-name'
import { layerTitles } from '#messages/plain-text'
import { say, t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { pictureSource } from '../../lib/charts/picture-source'
import { pictureOf } from '../../lib/charts/screen-picture'
import { ALGORITHM_LABELS, CATEGORY_LABELS, configurationName, englishWords } from '../../lib/labels'
import { actions } from '../../store'
import { groupName } from './map-words'
import { MAP_GROUPS, type MapPart } from './memory-map'

interface MapPicture {
  /** What is on screen. */
  readonly chart: SVGSVGElement
  readonly model: ModelView
  readonly plan: Plan
  readonly parts: readonly MapPart[]
  readonly profiles: readonly ProfileTraits[]
  readonly appVersion: string
}

/** Saves the map as it is shown, with what its colours stand for and the sizes of its columns. */
export async function saveMap(picture: MapPicture, kind: 'png' | 'svg'): Promise<void> {
  const { chart, model, plan, parts, profiles, appVersion } = picture
  const titles = layerTitles(model.nodes)
  const sizes = MAP_GROUPS.flatMap((group) => {
    const bytes = parts.reduce((sum, part) => sum + (part.group === group ? part.bytes : 0), 0)
    return bytes === 0 ? [] : [`${groupName(group)} ${formatBytes(bytes)}`]
  })
  const total = `${isLowerBound(plan) ? `${t('common:atLeast')} ` : ''}${formatBytes(plan.totalBytes)}`
  const source = pictureSource(model, appVersion)
  const bytes = await pictureOf(chart, kind, ({ scheme }) => ({
    title: t('map:picture', { file: model.fileName, total }),
    lines: [
      configurationName(profiles, plan.configuration),
      sizes.join(' · '),
      ...unknownMessages(plan, (node) => titles[node] ?? '').map(say),
    ],
    legend: [
      ...ALGORITHMS.filter((algorithm) => parts.some((part) => part.algorithm === algorithm)).map((algorithm) => ({
        label: ALGORITHM_LABELS[algorithm],
        colour: ALGORITHM_TRAITS[algorithm].hue[scheme],
      })),
      ...(parts.some((part) => part.kind === 'tensor')
        ? [{ label: CATEGORY_LABELS.activations, colour: CATEGORY_HUES.activations[scheme] }]
        : []),
    ],
    footer: source.footer,
    metadata: {
      ...source.metadata,
      origin: 'modelled',
      unit: 'bytes',
      configuration: plan.configuration,
      totals: plan.totals,
      totalBytes: plan.totalBytes,
      lowerBound: isLowerBound(plan),
    },
  }))
  const name = exportName(model.fileName, [englishWords(profiles, plan.configuration)], 'memory map')
  await actions.saveChart({ suggestedName: `${name}.${kind}`, kind, bytes })
}
