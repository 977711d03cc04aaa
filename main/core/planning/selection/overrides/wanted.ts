// SPDX-License-Identifier: Apache-2.0
import type { Choice } from '#contract/choice'
import type { Override } from '#contract/configuration'

/** What an override asks for. */
export function wanted({ algorithm, unit }: Override): Choice {
  return { algorithm, unit: unit ?? null, inner: null }
}
