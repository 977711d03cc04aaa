// SPDX-License-Identifier: Apache-2.0
import { overlayByNode, overlayText } from '../../lib/layers/overlay'
import { useApp } from '../../store'

/** What the node data file laid over the model says of this node. */
export function OverlayValue({ node }: { readonly node: number }) {
  const overlay = useApp((state) => state.overlay)
  const value = overlay === null ? undefined : overlayByNode(overlay).get(node)
  if (overlay === null || value === undefined) return null
  return (
    <section data-testid="overlay-value">
      <div className="inspector-figures" data-columns="2">
        <span title={overlay.fileName}>{overlay.fileName}</span>
        <b className="ui-number">{overlayText(value)}</b>
      </div>
    </section>
  )
}
