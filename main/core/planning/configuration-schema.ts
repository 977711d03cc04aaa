import * as v from 'valibot'
import { ALGORITHMS } from '#contract/algorithms'
import {
  INSTRUCTION_SETS,
  MAX_OVERRIDES,
  MAX_THREADS,
  MEMORY_MODES,
  PRECISIONS,
  WINOGRAD_LEVELS,
} from '#contract/configuration'
import { PROFILES } from './engines/index'

const override = v.strictObject({
  layers: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
  algorithm: v.picklist(ALGORITHMS),
  unit: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64))),
})

/** A configuration as it arrives from outside: over the bridge, or in a saved document. */
export const configuration = v.strictObject({
  profile: v.picklist(PROFILES.map(({ traits }) => traits.id)),
  memory: v.picklist(MEMORY_MODES),
  threads: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_THREADS)),
  isa: v.picklist(INSTRUCTION_SETS),
  precision: v.exactOptional(v.picklist(PRECISIONS)),
  winogradLevel: v.exactOptional(v.picklist(WINOGRAD_LEVELS)),
  overrides: v.exactOptional(v.pipe(v.array(override), v.maxLength(MAX_OVERRIDES))),
})
