import type { Configuration, InstructionSet, ProfileId } from '#contract/configuration'
import { counted, ISA_NAMES } from '#contract/messages/en/names'
import { profileOf } from '../profiles'

/** Names and figures as they appear in English text. */

export { CATEGORY_NAMES, counted, signedSize, size } from '#contract/messages/en/names'

export function profileName(id: ProfileId): string {
  return profileOf(id)?.traits.label ?? id
}

export function isaName(isa: InstructionSet): string {
  return ISA_NAMES[isa]
}

export function threadsName({ threads }: Configuration): string {
  return counted(threads, 'thread')
}
