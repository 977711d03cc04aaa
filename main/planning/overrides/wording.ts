import type { Override } from '#contract/configuration'
import { choiceName } from '../choice-name'

/** "Winograd unit 4": what an override asks for. */
export function wantedName({ algorithm, unit }: Override): string {
  return choiceName({ algorithm, unit: unit ?? null, inner: null })
}

/** "the override “layer1*”": which one it is. */
export function overrideName({ layers }: Override): string {
  return `the override “${layers}”`
}
