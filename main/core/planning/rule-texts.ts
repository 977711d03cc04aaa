// SPDX-License-Identifier: Apache-2.0
import type { EngineRules, RuleTopic } from '#contract/comparison'
import type { Message, MessageId } from '#messages/message'

type Named<Topic extends RuleTopic, Id = MessageId> = Id extends `rule.${Topic}.${infer Name}` ? Name : never

/** What every engine has rules about; those of MNN's releases are told by its dimensions (engines/mnn/releases). */
const TOPICS = [
  'settings',
  'winograd',
  'winogradUnit',
  'pointwise',
  'depthwise',
  'packing',
  'pool',
] as const satisfies RuleTopic[]

/** The rules in words that stand under the name of an engine, one for each of these topics. */
export function rulesNamed(name: Named<'winograd'> & Named<'packing'>): EngineRules {
  const rules = TOPICS.map((topic): [RuleTopic, Message] => [topic, { id: `rule.${topic}.${name}` }])
  return Object.fromEntries(rules) as EngineRules
}
