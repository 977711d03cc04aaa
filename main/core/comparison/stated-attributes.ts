// SPDX-License-Identifier: Apache-2.0
import type { SavedNode } from '#contract/document'

/** "name=value" of every attribute, whatever their order in the file; undefined where the document does not list them. */
export function statedAttributes({ attributes }: SavedNode): string[] | undefined {
  return attributes?.map(({ name, value }) => `${name}=${value}`).sort()
}
