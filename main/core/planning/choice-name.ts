// SPDX-License-Identifier: Apache-2.0
import type { Decision } from '#contract/plan'
import { choiceName as named } from '#messages/en/names'

/** "Winograd unit 6", "grouped (tiled im2col)": in English, for text that is not translated. */
export const choiceName: (choice: Pick<Decision, 'algorithm' | 'unit' | 'inner'>) => string = named
