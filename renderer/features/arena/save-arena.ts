// SPDX-License-Identifier: Apache-2.0
import { stringify } from 'csv-stringify/browser/esm/sync'
import { ALGORITHM_TRAITS, ALGORITHMS } from '#contract/algorithms'
import type { Arena } from '#contract/arena'
import { CATEGORY_HUES } from '#contract/colours'
import type { ProfileTraits } from '#contract/configuration'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import { exportName } from '#messages/file-name'
import { layerTitles } from '#messages/plain-text'
import { t } from '../../i18n'
import { formatBytes } from '../../lib/bytes'
import { pictureSource } from '../../lib/charts/picture-source'
import { framedPicture } from '../../lib/charts/screen-picture'
import { ALGORITHM_LABELS, CATEGORY_LABELS, configurationName, englishWords } from '../../lib/labels'
import { actions } from '../../store'
import { placesOf } from './ArenaTable'
import { neediest, placedTitle, poolName } from './arena-words'
import { drawArena, type Scene } from './draw-arena'
import { svgPen } from './pen'

interface ArenaPicture {
  readonly scene: Scene
  readonly model: ModelView
  readonly plan: Plan
  readonly origin: 'modelled' | 'measured'
  readonly profiles: readonly ProfileTraits[]
  readonly appVersion: string
}

/** Saves the arena as it is on screen, drawn anew by the same hand. */
export async function saveArena(picture: ArenaPicture, kind: 'png' | 'svg'): Promise<void> {
  const { scene, model, plan, origin, profiles, appVersion } = picture
  const { arena, decisions, layout } = scene
  const pen = svgPen(layout.width, layout.height)
  drawArena(pen, scene)
  const source = pictureSource(model, appVersion)
  const most = neediest(arena)
  const working = new Set(
    arena.placed.map(({ kind: placed, node }) =>
      placed === 'workspace' && node !== null ? decisions.get(node)?.algorithm : null,
    ),
  )
  const chart = { markup: pen.markup(), width: layout.width, height: layout.height }
  const bytes = await framedPicture(chart, kind, ({ scheme }) => ({
    title: t('arena:picture', { file: model.fileName, total: formatBytes(arena.bytes) }),
    lines: [
      configurationName(profiles, plan.configuration),
      arena.pools.map((pool) => `${poolName(pool)} ${formatBytes(pool.bytes)}`).join(' · '),
      ...(most === null
        ? []
        : [
            t('arena:why.sums', {
              pool: formatBytes(arena.bytes),
              used: formatBytes(most.bytes),
              slack: formatBytes(arena.bytes - most.bytes),
              layer: layerTitles(model.nodes)[most.node] ?? '',
            }),
          ]),
    ],
    legend: [
      { label: CATEGORY_LABELS.activations, colour: CATEGORY_HUES.activations[scheme] },
      ...ALGORITHMS.filter((algorithm) => working.has(algorithm)).map((algorithm) => ({
        label: ALGORITHM_LABELS[algorithm],
        colour: ALGORITHM_TRAITS[algorithm].hue[scheme],
      })),
    ],
    footer: source.footer,
    metadata: {
      ...source.metadata,
      origin,
      unit: 'bytes',
      configuration: plan.configuration,
      pools: arena.pools.map(({ name, policy, bytes: size }) => ({ name, policy, bytes: size })),
    },
  }))
  const name = exportName(model.fileName, [englishWords(profiles, plan.configuration)], 'arena')
  await actions.saveChart({ suggestedName: `${name}.${kind}`, kind, bytes })
}

/** Headings of the exported table. Stable. */
const HEADINGS = [
  'kind',
  'name',
  'shape',
  'bytes',
  'heldBytes',
  'pool',
  'offset',
  'firstStep',
  'lastStep',
  'producer',
  'lastUse',
] as const

/** Every allocation as CSV, in the order in which they are made. */
export function arenaText(model: ModelView, arena: Arena): string {
  const name = (node: number | null) => (node === null ? '' : (model.nodes[node]?.name ?? ''))
  const records = arena.placed.map((placed) => {
    const { first, last, offset } = placesOf(placed)
    const { kind, dims, bytes, heldBytes, pool, node, until } = placed
    return [
      kind,
      placedTitle(model, placed),
      dims.join('×'),
      ...[bytes, heldBytes, arena.pools[pool]?.name ?? '', offset, first + 1, last + 1],
      ...[name(node), name(until)],
    ]
  })
  return stringify([[...HEADINGS], ...records], { escape_formulas: true })
}
