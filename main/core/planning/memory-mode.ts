import type { Decision } from '#contract/plan'
import type { Message } from '#messages/message'

/** Does the memory mode change anything for a model? */
export interface MemoryModeEffect {
  /** Nodes of the layers whose decision another mode would change. */
  readonly layers: readonly number[]
  /** The answer in one sentence. */
  readonly sentence: Message
}

/** From the decisions’ own traces: each says what in the configuration it depends on. */
export function memoryModeEffect(decisions: readonly Pick<Decision, 'node' | 'dependsOn'>[]): MemoryModeEffect {
  const layers = decisions.filter(({ dependsOn }) => dependsOn.includes('memory')).map(({ node }) => node)
  const sentence: Message =
    layers.length === 0
      ? { id: 'note.memoryModeIdle' }
      : { id: 'note.memoryModeMatters', layers: layers.length, all: decisions.length }
  return { layers, sentence }
}
