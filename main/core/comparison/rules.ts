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
  return RULE_TOPICS.filter((topic) => !sameMessage(rulesA[topic], rulesB[topic])).map((topic) => ({
    topic,
    a: rulesA[topic],
    b: rulesB[topic],
  }))
}
