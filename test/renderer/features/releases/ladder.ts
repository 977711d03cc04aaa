// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '#contract/configuration'
import type { Ladder, Release, StepCause } from '#contract/releases'

const CONFIGURATION: Configuration = { profile: 'mnn-2', settings: {}, threads: 1, isa: 'avx2' }

export function aRelease(version: string, packedWeights: number, causes: readonly StepCause[] = []): Release {
  const totals = { packedWeights, workspace: 0, activations: 10, modelBuffer: 0, inputsOutputs: 0, other: 0 }
  const configuration = { ...CONFIGURATION, profile: `mnn-${version}` }
  return { version, configuration, totals, totalBytes: packedWeights + 10, lowerBound: false, causes }
}

export function aCause(bytes: number, layers: readonly number[] = []): StepCause {
  return { topic: 'tiled', rule: { id: 'rule.tiled.1.0.1' }, bytes, layers }
}

export function aLadder(settings: Configuration['settings'], releases: readonly Release[]): Ladder {
  return { configuration: { ...CONFIGURATION, settings }, releases }
}
