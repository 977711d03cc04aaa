// SPDX-License-Identifier: Apache-2.0
import { RULE_TOPICS, type RuleDifference } from '#contract/comparison'
import type { Configuration } from '#contract/configuration'
import { profileOf } from '#core/planning/engines/index'
import { sameMessage } from '#messages/say'

/** Where the rules of two engines differ; of those that plans of either hang on. Nothing for one and the same, or an unknown one. */
export function ruleDifferences(a: Configuration, b: Configuration): RuleDifference[] {
  const sides = [a, b].map((configuration) => ({ profile: profileOf(configuration.profile), configuration }))
  return RULE_TOPICS.flatMap((topic) => {
    const isHeeded = sides.some(({ profile, configuration }) => profile?.heeds?.(topic, configuration) ?? true)
    const [ofA, ofB] = sides.map(({ profile }) => (isHeeded ? profile?.rules[topic] : undefined))
    return ofA === undefined || ofB === undefined || sameMessage(ofA, ofB) ? [] : [{ topic, a: ofA, b: ofB }]
  })
}
