// SPDX-License-Identifier: Apache-2.0
import type { ModelView } from '#contract/model'
import { layerTitles } from '#messages/plain-text'
import { say, t } from '../../i18n'
import { algorithmName, CATEGORY_LABELS, shapeText } from '../../lib/labels'
import { kernelEdge } from '../../lib/layers/lookups'
import type { MapBox, MapGroup, MapPart } from './memory-map'

export function groupName(group: MapGroup): string {
  return group === 'pool' ? t('map:pool') : CATEGORY_LABELS[group]
}

/** What a part is, whosever it is. */
export function partName({ kind, name, dims, group }: MapPart): string {
  if (kind === 'tensor') return t('map:part.tensor', { shape: shapeText(dims ?? null) })
  if (kind === 'whole') return groupName(group)
  if (name === undefined) return t(`map:part.${kind === 'beside' ? 'packed' : kind}`)
  return kind === 'workspace' ? t('map:part.section', { name: say(name) }) : say(name)
}

/** The layer that a part belongs to; of a tensor what makes it. null: none. */
export function ownerName({ nodes }: ModelView, { node, kind }: MapPart): string | null {
  if (node !== null) return layerTitles(nodes)[node] ?? null
  return kind === 'tensor' ? t('map:input') : null
}

/** Of a layer's algorithm; empty where it has none. */
export function partAlgorithm(model: ModelView, { algorithm, unit, node }: MapPart): string {
  return algorithm === null || node === null ? '' : algorithmName(algorithm, unit, kernelEdge(model, node))
}

/** What stands in a box. */
export function boxName(model: ModelView, { level, part }: MapBox): string {
  if (level === 'group') return groupName(part.group)
  return (level === 'stage' ? part.stage : ownerName(model, part)) ?? partName(part)
}
