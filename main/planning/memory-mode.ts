import type { Decision } from '#contract/plan'

/** Does the memory mode change anything for a model? */
export interface MemoryModeEffect {
  /** Nodes of the layers whose decision another mode would change. */
  readonly layers: readonly number[]
  /** The answer in one sentence. */
  readonly sentence: string
}

/** From the decisions’ own traces: each says what in the configuration it depends on. */
export function memoryModeEffect(decisions: readonly Pick<Decision, 'node' | 'dependsOn'>[]): MemoryModeEffect {
  const layers = decisions.filter(({ dependsOn }) => dependsOn.includes('memory')).map(({ node }) => node)
  const all = `${decisions.length} ${decisions.length === 1 ? 'convolution' : 'convolutions'}`
  const sentence =
    layers.length === 0
      ? 'The memory mode changes nothing here: no convolution’s choice depends on it.'
      : `The memory mode matters: ${layers.length} of ${all} would be decided otherwise under another mode.`
  return { layers, sentence }
}
