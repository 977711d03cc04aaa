// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Override } from '#contract/configuration'
import type { ModelView } from '#contract/model'
import { meansLayer } from '#contract/override-pattern'
import type { Algorithm, Candidate, Decision, Plan } from '#contract/plan'

/** One text per choice of an algorithm: "winograd:4", "tiled"; as exports and the command line write it. */
export function choiceKey(algorithm: Algorithm, unit: number | null | undefined): string {
  return unit === null || unit === undefined ? algorithm : `${algorithm}:${unit}`
}

export function overrideText({ layers, algorithm, unit }: Override): string {
  return `${layers}=${choiceKey(algorithm, unit)}`
}

/** How many layers of a plan an override means by this name or pattern. */
export function layersMeant(
  layers: string,
  { decisions }: Pick<Plan, 'decisions'>,
  { nodes }: { readonly nodes: readonly Pick<ModelView['nodes'][number], 'name'>[] },
): number {
  return decisions.filter(({ node }) => meansLayer(layers, nodes[node]?.name ?? '')).length
}

/** What a layer can be forced to, each once, as the engine lists it; those that it refuses come with null bytes. */
export function forcibleCandidates({ candidates, inner }: Decision): readonly Candidate[] {
  const found = new Map<string, Candidate>()
  for (const candidate of candidates) {
    // Groups are asked for by what each of them runs.
    const own = candidate.verdict === 'chosen' && inner !== null ? { ...candidate, ...inner } : candidate
    const key = choiceKey(own.algorithm, own.unit)
    if (found.get(key)?.verdict !== 'chosen') found.set(key, own)
  }
  return [...found.values()]
}

/** The overrides without those of a single layer. */
export function withoutLayer({ overrides = [] }: Configuration, layers: string): readonly Override[] {
  return overrides.filter((override) => override.layers !== layers)
}
