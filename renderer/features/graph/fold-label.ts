// SPDX-License-Identifier: Apache-2.0
import type { ModelView } from '#contract/model'
import { grouped } from '#messages/figures'
import { t } from '../../i18n'
import type { Fold } from '../../lib/layers/folds'
import { imageSize, type Scope } from '../../lib/layers/scopes'

/** What a box of several nodes is called. */
export function foldLabel({ id, what, nodes }: Fold, model: ModelView | null): string {
  switch (what.kind) {
    case 'body':
      return id
    case 'repetitions':
      return t('graph:blocks', { count: what.count })
    case 'scope':
      return scopeLabel({ name: what.name, nodes }, model)
  }
}

/** A stage without a name goes by the size of its images, which other input sizes change. */
export function scopeLabel({ name, nodes }: Pick<Scope, 'name' | 'nodes'>, model: ModelView | null): string {
  if (name !== null) return name
  const size = imageSize(model?.tensors[nodes[0]?.outputs[0] ?? -1]?.dims ?? null)
  return size === null ? t('graph:fold.noImage') : t('graph:fold.sized', { size })
}

/** What a click on it does. */
export function foldTitle(fold: Fold, label: string): string {
  const { id, nodes, what } = fold
  const count = grouped(nodes.length)
  if (what.kind === 'repetitions') return t('graph:expandBlocks', { nodes: count })
  return what.kind === 'body'
    ? t('graph:openBody', { body: id, nodes: count })
    : t('graph:fold.open', { name: label, nodes: count })
}
