// SPDX-License-Identifier: Apache-2.0
import { INSTRUCTION_SETS, type InstructionSet } from '#contract/configuration'
import type { SessionSharing } from '#contract/session-sharing'
import type { EngineProfile } from '#core/planning/engine'
import { measuredAlike } from './alike'
import { type NcnnEngine, processorOf } from './engine'
import { planNet } from './net/plan'
import { resizableNet } from './net/resizable-net'
import { MEASURED } from './releases'
import { ncnnSetup } from './setup'
import { profileId, successionOf } from './succession'
import { targetsOf } from './targets'

/**
 * A default build has the kernels of every x86 level and takes the best that the processor has (20260526:cpu.cpp,
 * NCNN_RUNTIME_CPU): on most of those in use that is AVX2. AVX-512 runs only where the processor has it.
 */
const DEFAULT_ISA: InstructionSet = 'avx2'

/** 20260526:src/net.h: a Net holds packed weights; each of its Extractors holds the blobs of its own run. */
const NETS: readonly SessionSharing[] = [
  { id: 'own', name: { id: 'sessions.nets' }, rule: { id: 'sessions.nets.ncnn' }, oncePerModel: [] },
  {
    id: 'extractors',
    name: { id: 'sessions.extractors' },
    rule: { id: 'sessions.extractors.ncnn' },
    oncePerModel: ['packedWeights', 'modelBuffer'],
  },
]

/** Releases that were measured most, one of each era that holds weights otherwise. */
const LANDMARKS: readonly string[] = ['20210720', '20220729', '20240410', '20260526']

/** The profile of one of the releases of ncnn: it offers what the release has. */
export function ncnnProfile(engine: NcnnEngine, releases: readonly NcnnEngine[]): EngineProfile {
  const id = profileId(engine.version)
  const succession = successionOf(engine, releases)
  const isMeasured = releases.some((other) => MEASURED.has(other.version) && measuredAlike(other, engine))
  const instructionSets = INSTRUCTION_SETS.filter((isa) => engine.processors[isa] !== undefined)
  return {
    traits: {
      id,
      label: { id: 'engine.other', name: `ncnn ${engine.version}` },
      group: { id: 'engine.ncnnReleases' },
      ...(LANDMARKS.includes(engine.version) ? {} : { amongMany: true }),
      instructionSets,
      targets: targetsOf(id, instructionSets),
      settings: engine.settings,
      sessions: NETS,
      defaultIsa: DEFAULT_ISA,
    },
    rules: engine.rules,
    setup: ncnnSetup(engine),
    onlyRead: () => !isMeasured,
    operationsAtOnce: (configuration) =>
      configuration.isa === 'arm64-fp16' && processorOf(engine, configuration).elementBytes === 2 ? 2 : 1,
    plan: (input) => planNet(engine, input),
    succession,
    resizing: { rule: () => ({ id: 'rule.resizing.ncnn' }), open: () => resizableNet(engine) },
  }
}
