// SPDX-License-Identifier: Apache-2.0
import type { InstructionSet, ProfileId, Target } from '#contract/configuration'

/** Its defaults use half precision wherever the processor has it: 20260526:option.h. */
const TARGETS: readonly Omit<Target, 'profile'>[] = [
  { id: 'x86', name: { id: 'target.x86' }, isa: 'avx2', settings: {} },
  { id: 'phone', name: { id: 'target.phone' }, isa: 'arm64', settings: {} },
  { id: 'phone-half', name: { id: 'target.phoneHalf' }, isa: 'arm64-fp16', settings: {} },
]

/** What people run a release on. */
export function targetsOf(profile: ProfileId, instructionSets: readonly InstructionSet[]): readonly Target[] {
  return TARGETS.filter(({ isa }) => instructionSets.includes(isa)).map((target) => ({ ...target, profile }))
}
