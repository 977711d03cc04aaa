// SPDX-License-Identifier: Apache-2.0
import type { RowChoice } from '#contract/choice'
import { choiceName as named } from '#messages/en/names'

/** "Winograd unit 6", "grouped (tiled im2col)": in English, for text that is not translated; empty without an algorithm. */
export function choiceName({ algorithm, ...rest }: RowChoice): string {
  return algorithm === null ? '' : named({ algorithm, ...rest })
}
