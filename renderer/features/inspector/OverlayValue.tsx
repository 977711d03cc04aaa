import { formatCount } from '../../lib/bytes'
import { useApp } from '../../store'
import { Heading } from '../../ui/Heading'

/** What the node data file laid over the model says of this node. */
export function OverlayValue({ node }: { readonly node: number }) {
  const overlay = useApp((state) => state.overlay)
  const value = overlay?.values.find((each) => each.node === node)?.value
  if (overlay === null || value === undefined) return null
  return (
    <section data-testid="overlay-value">
      <Heading>{overlay.fileName}</Heading>
      <span className="ui-number">{typeof value === 'number' ? formatCount(value) : value}</span>
    </section>
  )
}
