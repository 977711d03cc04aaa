// SPDX-License-Identifier: Apache-2.0
import { Fragment } from 'react'
import { t } from '../../i18n'
import { scopesOf } from '../../lib/layers/scopes'
import { actions, useApp } from '../../store'
import { scopeLabel } from './fold-label'

/** Where the selected node is: stage, block and so on; a click draws that as one box. */
export function ScopePath() {
  const model = useApp((state) => state.model)
  const selected = useApp((state) => state.selected)
  if (model === null || selected === null) return null
  const around = scopesOf(model).filter(({ nodes }) => nodes.some(({ id }) => id === selected))
  if (around.length === 0) return null
  return (
    <nav className="graph-path" aria-label={t('graph:fold.path')} data-testid="scope-path">
      {around.map((scope, at) => {
        const outer = around[at - 1]?.name
        const label = scopeLabel(scope, model)
        return (
          <Fragment key={scope.id}>
            {at === 0 ? null : <span aria-hidden="true">›</span>}
            <button
              type="button"
              title={t('graph:fold.close', { name: label, nodes: scope.nodes.length })}
              onClick={() => actions.closeFold(scope.id)}
            >
              {outer != null && label.startsWith(`${outer}/`) ? label.slice(outer.length + 1) : label}
            </button>
          </Fragment>
        )
      })}
    </nav>
  )
}
