import type { Configuration, InstructionSet, ProfileId } from '#contract/configuration'
import { profileOf } from '#core/planning/engines/index'
import type { EngineName } from '#messages/en/engines'
import { counted, ISA_NAMES } from '#messages/en/names'
import { english } from '#messages/say'

/** Names and figures as they appear in English text. */

export { CATEGORY_NAMES, counted, signedSize, size } from '#messages/en/names'

export function engineName(id: ProfileId): EngineName {
  return profileOf(id)?.traits.label ?? { id: 'engine.other', name: id }
}

export function profileName(id: ProfileId): string {
  return english(engineName(id))
}

export function isaName(isa: InstructionSet): string {
  return ISA_NAMES[isa]
}

export function threadsName({ threads }: Configuration): string {
  return counted(threads, 'thread')
}
