// SPDX-License-Identifier: Apache-2.0
export function Swatch({ colour }: { readonly colour: string }) {
  return <span className="ui-swatch" style={{ background: colour }} aria-hidden="true" />
}
