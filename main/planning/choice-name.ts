import { choiceName as named } from '#contract/messages/en/names'
import type { Decision } from '#contract/plan'

/** "Winograd unit 6", "tiled", "grouped (tiled)": in English, for text that is not translated. */
export const choiceName: (choice: Pick<Decision, 'algorithm' | 'unit' | 'inner'>) => string = named
