import type { Configuration, InstructionSet, ProfileId } from '#contract/configuration'
import { counted, ISA_NAMES } from '#contract/messages/en/names'
import type { EngineName } from '#contract/messages/parameters/engines'
import { english } from '#contract/messages/say'
import { profileOf } from '../profiles'

/** Names and figures as they appear in English text. */

export { CATEGORY_NAMES, counted, signedSize, size } from '#contract/messages/en/names'

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
