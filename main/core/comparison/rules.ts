// SPDX-License-Identifier: Apache-2.0
import { RULE_TOPICS, type RuleDifference } from '#contract/comparison'
import type { ProfileId } from '#contract/configuration'
import { profileOf } from '#core/planning/engines/index'
import { sameMessage } from '#messages/say'

/** Where the rules of two engines differ; nothing for one and the same, or an unknown one. */
export function ruleDifferences(a: ProfileId, b: ProfileId): RuleDifference[] {
  const rulesA = profileOf(a)?.rules
  const rulesB = profileOf(b)?.rules
  if (rulesA === undefined || rulesB === undefined) return []
  return RULE_TOPICS.flatMap((topic) => {
    const [ofA, ofB] = [rulesA[topic], rulesB[topic]]
    return ofA === undefined || ofB === undefined || sameMessage(ofA, ofB) ? [] : [{ topic, a: ofA, b: ofB }]
  })
}
