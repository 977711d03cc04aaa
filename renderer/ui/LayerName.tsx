// SPDX-License-Identifier: Apache-2.0
/** Characters of the end that are always there: what tells one layer from another. */
const TAIL = 14

/** The name of a layer on one line. Too long, it loses its middle: where it belongs and which one it is stay. */
export function LayerName({ name }: { readonly name: string }) {
  const head = name.length - TAIL
  return (
    <span className="ui-layer-name" title={name}>
      {head < TAIL ? (
        <bdi>{name}</bdi>
      ) : (
        <>
          <bdi>{name.slice(0, head)}</bdi>
          <bdi>{name.slice(head)}</bdi>
        </>
      )}
    </span>
  )
}
