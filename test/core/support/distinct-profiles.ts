// SPDX-License-Identifier: Apache-2.0
import type { EngineProfile } from '#core/planning/engine'
import { PROFILES } from '#core/planning/engines/index'

/** The first profile of each set of rules: releases with the same rules and build options plan alike, so one stands for them. */
export const DISTINCT_PROFILES: readonly EngineProfile[] = [
  ...new Map(
    PROFILES.toReversed().map((profile) => {
      const { succession, setup, traits } = profile
      const [isa = 'avx2'] = traits.instructionSets
      const key = succession?.key({ profile: traits.id, threads: 1, isa, settings: {} })
      return [`${setup.buildOptions} ${key ?? traits.id}`, profile]
    }),
  ).values(),
].toReversed()
