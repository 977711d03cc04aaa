import type { NamedChoice } from '#contract/algorithms'
import type { Override } from '#contract/configuration'

/** What an override asks for, as sentences name it. */
export function wanted({ algorithm, unit }: Override): NamedChoice {
  return { algorithm, unit: unit ?? null, inner: null }
}
