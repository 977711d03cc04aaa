// SPDX-License-Identifier: Apache-2.0
import type { ModelView, NodeView } from '#contract/model'
import { t } from '../../i18n'
import { actions, useApp } from '../../store'

/** What the engine computes as part of this node, or which node computes this one. */
export function Fused({ model, node }: { readonly model: ModelView; readonly node: NodeView }) {
  const fusions = useApp((state) => state.plan?.fusions) ?? []
  const into = fusions.find((fusion) => fusion.node === node.id)?.into
  const hosted = fusions.filter((fusion) => fusion.into === node.id).map((fusion) => fusion.node)
  const others = into === undefined ? hosted : [into]
  if (others.length === 0) return null
  return (
    <p className="inspector-reason" data-testid="fused">
      {t(into === undefined ? 'engine:fusedHere' : 'engine:fusedInto')}
      {others.map((other) => (
        <button key={other} type="button" className="inspector-link" onClick={() => actions.select(other)}>
          {model.nodes[other]?.name ?? other}
        </button>
      ))}
    </p>
  )
}
