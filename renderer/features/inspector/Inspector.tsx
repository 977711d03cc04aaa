// SPDX-License-Identifier: Apache-2.0
import './inspector.css'
import { t } from '../../i18n'
import { useApp } from '../../store'
import { NodeInspector } from './NodeInspector'
import { Overview } from './Overview'

/** The selected node in full; without a selection, the model and its plan as a whole. */
export function Inspector() {
  const model = useApp((state) => state.model)
  const selected = useApp((state) => state.selected)
  const node = model?.nodes[selected ?? -1]
  return (
    // Of another node it begins at its name, wherever that of the one before was scrolled to.
    <aside
      key={`${model?.sha256} ${selected}`}
      className="inspector"
      data-testid="inspector"
      aria-label={t('inspector:label')}
    >
      {model === null ? null : node === undefined ? (
        <Overview model={model} />
      ) : (
        <NodeInspector model={model} node={node} />
      )}
    </aside>
  )
}
