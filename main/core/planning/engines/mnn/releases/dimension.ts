// SPDX-License-Identifier: Apache-2.0
import { compareVersions } from '#core/planning/engine-setup'
import type { Message } from '#messages/message'

/** What a rule of MNN has been from one release on, until a later entry. */
export interface Entry<V, Text extends Message = Message> {
  /** The first release that has it, as tagged: "2.6.3". */
  readonly since: string
  /** The rule in words. */
  readonly text: Text
  readonly value: V
}

/** One rule of MNN over all releases, oldest entry first. Rules of other dimensions change on their own. */
export type Dimension<V, Text extends Message = Message> = readonly [Entry<V, Text>, ...Entry<V, Text>[]]

/** What a release has: the last entry that is not newer, or the first one. */
export function entryAt<V, Text extends Message>(dimension: Dimension<V, Text>, version: string): Entry<V, Text> {
  return dimension.filter(({ since }) => compareVersions(since, version) <= 0).at(-1) ?? dimension[0]
}
