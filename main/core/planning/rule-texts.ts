// SPDX-License-Identifier: Apache-2.0
import { type EngineRules, RULE_TOPICS, type RuleTopic } from '#contract/comparison'
import type { Message, MessageId } from '#messages/message'

type Named<Topic extends RuleTopic, Id = MessageId> = Id extends `rule.${Topic}.${infer Name}` ? Name : never

/** The rules in words that stand under the name of a version or engine, one for each topic. */
export function rulesNamed(name: Named<'winograd'> & Named<'packing'>): EngineRules {
  const rules = RULE_TOPICS.map((topic): [RuleTopic, Message] => [topic, { id: `rule.${topic}.${name}` }])
  return Object.fromEntries(rules) as EngineRules
}
