// SPDX-License-Identifier: Apache-2.0
import type { Arena, ArenaPool, Placed } from '#contract/arena'
import type { ModelView } from '#contract/model'
import { layerTitles } from '#messages/plain-text'
import { say, t } from '../../i18n'

export function poolName({ name, stage }: ArenaPool): string {
  const pool = t(`arena:pool.${name}`)
  return stage === undefined ? pool : t('arena:stage', { stage, pool })
}

/** What an allocation is called: a tensor by what makes it, a workspace by what it is for. */
export function placedName({ nodes }: Pick<ModelView, 'nodes'>, { kind, node, name, part }: Placed): string {
  const titles = layerTitles(nodes)
  if (kind === 'workspace') return part === null ? t('arena:workspace') : say(part)
  const owner = node === null ? (name === '' ? t('arena:input') : name) : (titles[node] ?? name)
  return kind === 'copy' ? t('arena:copy', { name: name === '' ? owner : name }) : owner
}

/** As `placedName`, with whose workspace it is. */
export function placedTitle(model: Pick<ModelView, 'nodes'>, placed: Placed): string {
  const owner = placed.node === null ? undefined : layerTitles(model.nodes)[placed.node]
  const name = placedName(model, placed)
  return placed.kind === 'workspace' && owner !== undefined ? t('arena:workspaceOf', { name, layer: owner }) : name
}

/** The step that needs most at once. */
export function neediest({ steps }: Arena): { readonly node: number; readonly bytes: number } | null {
  const bytes = (step: Arena['steps'][number]) => step.tensorBytes + step.workspaceBytes
  const most = steps.reduce<Arena['steps'][number] | null>(
    (found, step) => (found === null || bytes(step) > bytes(found) ? step : found),
    null,
  )
  return most === null ? null : { node: most.node, bytes: bytes(most) }
}
