// SPDX-License-Identifier: Apache-2.0
/** The name of a layer on one line. What tells one from another is at its end: too long, it loses its beginning. */
export function LayerName({ name }: { readonly name: string }) {
  return (
    <span className="ui-layer-name" title={name}>
      <bdi>{name}</bdi>
    </span>
  )
}
