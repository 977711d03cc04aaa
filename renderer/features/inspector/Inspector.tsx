// SPDX-License-Identifier: Apache-2.0
import './inspector.css'
import { t } from '../../i18n'
import { useApp } from '../../store'
import { selectBeside, selectPair } from '../../store/selectors'
import { BesideInspector } from './BesideInspector'
import { NodeInspector } from './NodeInspector'
import { Overview } from './Overview'

/** The selected node in full, of either model where two are compared; without a selection, the model and its plan as a whole. */
export function Inspector() {
  const model = useApp((state) => state.model)
  const selected = useApp((state) => state.selected)
  const node = model?.nodes[selected ?? -1]
  const selectedBeside = useApp((state) => state.selectedBeside)
  const pair = useApp(selectPair)
  const other = useApp((state) => selectBeside(state)?.model ?? null)
  const otherPlan = useApp((state) => selectBeside(state)?.plan ?? null)
  const nodeBeside = selected === null ? other?.nodes[selectedBeside ?? -1] : undefined
  return (
    // Of another node it begins at its name, wherever that of the one before was scrolled to.
    <aside
      key={`${model?.sha256} ${selected} ${selectedBeside}`}
      className="inspector"
      data-testid="inspector"
      aria-label={t('inspector:label')}
    >
      {model === null ? null : pair !== null && other !== null && otherPlan !== null && nodeBeside !== undefined ? (
        <BesideInspector pair={pair} model={other} plan={otherPlan} node={nodeBeside} />
      ) : node === undefined ? (
        <Overview model={model} />
      ) : (
        <NodeInspector model={model} node={node} />
      )}
    </aside>
  )
}
