import type { Override } from '#contract/configuration'
import type { NamedChoice } from '#messages/message'

/** What an override asks for, as sentences name it. */
export function wanted({ algorithm, unit }: Override): NamedChoice {
  return { algorithm, unit: unit ?? null, inner: null }
}
