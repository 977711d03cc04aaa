// SPDX-License-Identifier: Apache-2.0
import { type EngineRules, RULE_TOPICS, type RuleTopic } from '#contract/comparison'
import type { Message } from '#messages/message'

/** The rules in words that stand under the name of a version or engine, one for each topic. */
export function rulesNamed(name: '1.0.1' | '2.8.1' | 'convscope'): EngineRules {
  const rules = RULE_TOPICS.map((topic): [RuleTopic, Message] => [topic, { id: `rule.${topic}.${name}` }])
  return Object.fromEntries(rules) as EngineRules
}
