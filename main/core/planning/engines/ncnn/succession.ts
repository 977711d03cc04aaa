// SPDX-License-Identifier: Apache-2.0
import type { RuleTopic } from '#contract/comparison'
import { sameMessage } from '#messages/say'
import type { Succession } from '../../engine'
import { FIELDS, plansAlike } from './alike'
import type { NcnnEngine } from './engine'
import { planNet } from './net/plan'

const KERNEL_TOPICS = ['winograd', 'winogradUnit', 'tiled'] as const

/** A release among `releases`, oldest first. */
export function successionOf(engine: NcnnEngine, releases: readonly NcnnEngine[]): Succession {
  const first = releases.findIndex((other) => plansAlike(other, engine))
  return {
    key: () => String(first),
    planWith(input, topics, id) {
      const other = releases.find(({ version }) => profileId(version) === id) ?? engine
      return planNet(exchanged(engine, other, topics), input)
    },
  }
}

export function profileId(version: string): string {
  return `ncnn-${version}`
}

/** A release that has the rules of another one about some topics. */
function exchanged(engine: NcnnEngine, other: NcnnEngine, topics: readonly RuleTopic[]): NcnnEngine {
  const fields: readonly (keyof NcnnEngine)[] = Object.entries(FIELDS).flatMap(([topic, its]) =>
    topics.some((each) => each === topic) ? its : [],
  )
  const kernels = KERNEL_TOPICS.find((topic) => differs(engine, other, topic))
  const all = kernels !== undefined && topics.includes(kernels) ? [...fields, 'processors' as const] : fields
  return { ...engine, ...Object.fromEntries(all.map((field) => [field, other[field]])) }
}

function differs({ rules }: NcnnEngine, other: NcnnEngine, topic: RuleTopic): boolean {
  const [a, b] = [rules[topic], other.rules[topic]]
  return a !== undefined && b !== undefined && !sameMessage(a, b)
}
