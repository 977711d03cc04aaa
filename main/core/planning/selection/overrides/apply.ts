// SPDX-License-Identifier: Apache-2.0
import type { Override } from '#contract/configuration'
import { fail, ok, type Result } from '#contract/errors'
import { isPattern, meansLayer } from '#contract/override-pattern'
import type { Message } from '#messages/message'
import { wanted } from './wanted'

interface Named {
  readonly node: number
  readonly name: string
}

/** What an engine says to a layer's override: what it then has, or why it cannot, as the end of a sentence or a refusal. */
export type Attempt<T> = { readonly forced: T } | { readonly obstacle: Message }

export interface Forced<T> {
  readonly override: Override
  readonly value: T
}

export interface AppliedOverrides<T> {
  /** By node. */
  readonly forced: ReadonlyMap<number, Forced<T>>
  /** On layers that a pattern means but leaves out. */
  readonly notes: readonly Message[]
}

/**
 * Gives every layer the last override that means it and is possible (rules: `Override` of the contract).
 * `attempt` knows the engine. Refused are overrides that mean no layer, that name a layer which cannot be
 * given the algorithm, and patterns of which that holds for every layer.
 */
export function applyOverrides<L extends Named, T>(
  overrides: readonly Override[],
  layers: readonly L[],
  attempt: (layer: L, override: Override) => Attempt<T>,
): Result<AppliedOverrides<T>> {
  const forced = new Map<number, Forced<T>>()
  const notes: Message[] = []
  for (const override of [...overrides].reverse()) {
    const meant = layers.filter(({ name }) => meansLayer(override.layers, name))
    if (meant.length === 0) return refuseUnmatched(override)
    const left: { layer: L; obstacle: Message }[] = []
    for (const layer of meant.filter(({ node }) => !forced.has(node))) {
      const answer = attempt(layer, override)
      if ('forced' in answer) forced.set(layer.node, { override, value: answer.forced })
      else if (override.layers === layer.name) return refuse(override, layer, answer.obstacle)
      else left.push({ layer, obstacle: answer.obstacle })
    }
    const [first] = left
    if (first === undefined) continue
    if (left.length === meant.length) return refuse(override, first.layer, first.obstacle)
    notes.unshift(leftOutNote(override, left.length, meant.length, first))
  }
  return ok({ forced, notes })
}

function refuseUnmatched(override: Override): Result<never> {
  const { layers } = override
  return fail({
    code: 'plan/impossible-override',
    message: { id: isPattern(layers) ? 'problem.override.noneFits' : 'problem.override.noSuchLayer', layers },
    hint: { id: 'hint.layerNames' },
  })
}

function refuse(override: Override, { name }: Named, obstacle: Message): Result<never> {
  const layers = override.layers === name ? null : override.layers
  return fail({
    code: 'plan/impossible-override',
    message: { id: 'problem.override.impossible', name, layers, wanted: wanted(override), obstacle },
    node: name,
    hint: { id: 'hint.offeredAlgorithm' },
  })
}

function leftOutNote(
  override: Override,
  count: number,
  meant: number,
  { layer, obstacle }: { readonly layer: Named; readonly obstacle: Message },
): Message {
  const named = { layers: override.layers, first: layer.name, wanted: wanted(override) }
  return { id: 'note.overrideLeavesOut', ...named, count, meant, obstacle }
}
