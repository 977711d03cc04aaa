// SPDX-License-Identifier: Apache-2.0
import * as v from 'valibot'
import { ALGORITHMS } from '#contract/algorithms'
import { INSTRUCTION_SETS, MAX_OVERRIDES, MAX_THREADS } from '#contract/configuration'
import { profileOf } from './engines/index'
import { objectionToSettings } from './settings'

const override = v.strictObject({
  layers: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
  algorithm: v.picklist(ALGORITHMS),
  unit: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64))),
})

/** A configuration as it arrives from outside: over the bridge, or in a saved document. */
export const configuration = v.pipe(
  v.strictObject({
    profile: v.pipe(
      v.string(),
      v.maxLength(100),
      v.check((id) => profileOf(id) !== undefined, 'names no engine profile'),
    ),
    threads: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_THREADS)),
    isa: v.picklist(INSTRUCTION_SETS),
    settings: v.record(v.pipe(v.string(), v.maxLength(100)), v.union([v.string(), v.number(), v.boolean()])),
    overrides: v.exactOptional(v.pipe(v.array(override), v.maxLength(MAX_OVERRIDES))),
  }),
  v.check(({ profile, settings }) => {
    const traits = profileOf(profile)?.traits
    return traits !== undefined && objectionToSettings(traits, { settings }) === null
  }, 'has a setting that the profile does not have'),
)
