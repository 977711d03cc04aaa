// SPDX-License-Identifier: Apache-2.0
import { compareVersions } from '#core/planning/engine-setup'
import type { Message } from '#messages/message'

/** What a rule of MNN has been from one release on, until a later entry. */
export interface Entry<V> {
  /** The first release that has it, as tagged: "2.6.3". */
  readonly since: string
  /** The rule in words. */
  readonly text: Message
  readonly value: V
}

/** One rule of MNN over all releases, oldest entry first. Rules of other dimensions change on their own. */
export type Dimension<V> = readonly [Entry<V>, ...Entry<V>[]]

/** What a release has: the last entry that is not newer, or the first one. */
export function entryAt<V>(dimension: Dimension<V>, version: string): Entry<V> {
  return dimension.filter(({ since }) => compareVersions(since, version) <= 0).at(-1) ?? dimension[0]
}
