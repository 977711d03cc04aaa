// SPDX-License-Identifier: Apache-2.0
/** Stands for table rows that are out of sight. */
export function RowSpacer({ height }: { readonly height: number }) {
  return height > 0 ? <tr style={{ height }} /> : null
}
