// SPDX-License-Identifier: Apache-2.0

import { RULE_TOPICS } from '#contract/comparison'
import { type Configuration, INSTRUCTION_SETS, type InstructionSet, type ProfileId } from '#contract/configuration'
import { ok, type Result } from '#contract/errors'
import type { Plan } from '#contract/plan'
import type { SessionSharing } from '#contract/session-sharing'
import type { EngineProfile, PlanningInput, ResizableSession } from '#core/planning/engine'
import { compareVersions } from '#core/planning/engine-setup'
import { read } from '#core/planning/settings'
import type { MnnEngine } from '../engine'
import { planGpuSession } from '../opencl/gpu-plan'
import type { GpuRules } from '../opencl/gpu-rules'
import { resizableGpuSession } from '../opencl/resizable-gpu-session'
import { resizableSession } from '../session/resizable-session'
import { planSession } from '../session/session-plan'
import { holdOnOneRuntime } from '../session/together'
import { BACKEND, PRECISION } from '../settings'
import { mnnSetup } from '../setup'
import { targetsOf } from '../targets'
import { type Build, compose, DIMENSION_IDS, type DimensionId, isHeeded, type Row, rowOf } from './compose'
import { entryAt } from './dimension'
import { ON_ONE_RUNTIME } from './dimensions/session'
import { MEASURED, MEASURED_ON_GPU } from './measured'
import { FIRST_LOW_MEMORY_RELEASE, RELEASES, UNRELEASED } from './tags'

/** What is planned for where nobody has said anything: the release of the founding case. */
const OFFERED_FIRST = 'mnn-2.8.1'

/** A default build for x86: MNN_AVX512 is off by default in every release. */
const DEFAULT_ISA: InstructionSet = 'avx2'

/** Releases that were measured most, one of each era. */
const LANDMARKS: readonly string[] = ['1.0.1', '2.8.1', '3.6.1']

/** Every release, and from 2.6.0 on its build with MNN_LOW_MEMORY behind it; oldest first. */
export const BUILDS: readonly Build[] = [...RELEASES, UNRELEASED].flatMap((version) =>
  hasLowMemory(version)
    ? [
        { version, lowMemory: false },
        { version, lowMemory: true },
      ]
    : [{ version, lowMemory: false }],
)

function hasLowMemory(version: string): boolean {
  return compareVersions(version, FIRST_LOW_MEMORY_RELEASE) >= 0
}

export function profileIdOf({ version, lowMemory }: Build): ProfileId {
  return `mnn-${version}${lowMemory ? '-low-memory' : ''}`
}

/** The rules of a release and build. */
export function engineOf(build: Build): MnnEngine {
  return compose(rowOf(build), build)
}

const FORM = /^mnn-(\d+(?:\.\d+){1,3})(-low-memory)?$/

/**
 * The profile of a release that is none of those that were tagged: it follows the nearest one before it, and says so
 * with what is uncertain. undefined: `id` names no release of MNN, or a low-memory build of one that has none.
 */
export function untaggedProfile(id: ProfileId): EngineProfile | undefined {
  const [, version, suffix] = FORM.exec(id) ?? []
  if (version === undefined || RELEASES.includes(version)) return undefined
  const lowMemory = suffix !== undefined
  if (lowMemory && !hasLowMemory(version)) return undefined
  return mnnProfile({ version, lowMemory })
}

/** Equal for releases that plan alike under the backend of a configuration, of builds of one kind. `but`: by rules other than these. */
function rulesKey(row: Row, configuration: Pick<Configuration, 'settings'>, but: readonly DimensionId[] = []): string {
  return DIMENSION_IDS.filter((each) => isHeeded(each, configuration) && !but.includes(each))
    .map((each) => row[each].since)
    .join()
}

const ON_CPU = { settings: {} }

/** No session with such layers was measured in any release: they make none less measured than another, and their rows say so. */
const READ_EVERYWHERE: readonly DimensionId[] = ['integers', 'recurrent']

/** Equal for builds that plan alike on the CPU, where sessions were measured. */
const cpuKey = (row: Row, { lowMemory }: Build): string => `${lowMemory} ${rulesKey(row, ON_CPU, READ_EVERYWHERE)}`

const MEASURED_KEYS: ReadonlySet<string> = new Set(MEASURED.map((build) => cpuKey(rowOf(build), build)))

/** The profile of a release and build: it offers what the engine has. */
export function mnnProfile(build: Build): EngineProfile {
  const row = rowOf(build)
  const engine = compose(row, build)
  const id = profileIdOf(build)
  const instructionSets = INSTRUCTION_SETS.filter((isa) => engine.cores[isa] !== undefined)
  return {
    traits: {
      id,
      label: { id: 'engine.mnn', version: build.version, lowMemoryBuild: build.lowMemory },
      group: { id: 'engine.mnnReleases', lowMemoryBuild: build.lowMemory },
      ...(LANDMARKS.includes(build.version) ? {} : { amongMany: true }),
      ...(build.version === UNRELEASED ? { knownUnder: { [BACKEND.id]: 'opencl' } } : {}),
      instructionSets,
      targets: targetsOf(build.version, instructionSets, (lowMemory) =>
        lowMemory && !hasLowMemory(build.version) ? undefined : profileIdOf({ version: build.version, lowMemory }),
      ),
      settings: engine.settings,
      sessions: sessionWays(build.version),
      defaultIsa: DEFAULT_ISA,
      ...(id === OFFERED_FIRST ? { offeredFirst: true } : {}),
    },
    rules: Object.fromEntries(RULE_TOPICS.map((topic) => [topic, row[topic].text])),
    setup: mnnSetup(build),
    onlyRead(configuration) {
      const rules = gpuRules(engine, configuration)
      if (rules === null) return !MEASURED_KEYS.has(cpuKey(row, build))
      return !MEASURED_ON_GPU.includes(build.version)
    },
    operationsAtOnce: (configuration) =>
      engine.halfCores[configuration.isa] !== undefined && read(PRECISION, configuration) === 'low' ? 2 : 1,
    heeds: (topic, configuration) => isHeeded(topic, configuration),
    plan: (input) => planOn(engine, input),
    resizing: {
      rule: (configuration) =>
        gpuRules(engine, configuration) === null ? row.resizing.text : { id: 'rule.resizing.gpu' },
      open: () => resizableOn(engine),
    },
    holdTogether(sharing, inputs) {
      if (sharing !== ON_RUNTIME) return null
      // What sessions of one runtime share on a GPU was not read.
      const onGpu = inputs.some(({ configuration }) => gpuRules(engine, configuration) !== null)
      const pool = entryAt(ON_ONE_RUNTIME, build.version).value?.pool ?? 'unknown'
      if (onGpu || pool === 'unknown') return ok([])
      return holdOnOneRuntime(pool === 'asAlone' ? engine : { ...engine, pool }, inputs)
    },
    succession: {
      key: (configuration) => rulesKey(row, configuration),
      planWith(input, topics, other) {
        const earlier = BUILDS.find((each) => profileIdOf(each) === other)
        const theirs = rowOf(earlier ?? build)
        const exchanged = Object.fromEntries(topics.map((topic) => [topic, theirs[topic]]))
        return planOn(compose({ ...row, ...exchanged }, build), input)
      },
    },
  }
}

const ON_RUNTIME = 'runtime'

function sessionWays(version: string): readonly SessionSharing[] {
  const own: SessionSharing = {
    id: 'own',
    name: { id: 'sessions.own' },
    rule: { id: 'sessions.own.mnn' },
    oncePerModel: ['modelBuffer'],
  }
  const { text, value } = entryAt(ON_ONE_RUNTIME, version)
  if (value === null) return [own]
  return [own, { id: ON_RUNTIME, name: { id: 'sessions.runtime' }, rule: text, oncePerModel: ['modelBuffer'] }]
}

/** By the backend that the configuration names. */
function planOn(engine: MnnEngine, input: PlanningInput): Result<Plan> {
  const gpu = gpuRules(engine, input.configuration)
  return gpu === null ? planSession(engine, input) : planGpuSession(engine, gpu, input)
}

/** null: the session runs on the CPU. */
function gpuRules({ gpu }: MnnEngine, configuration: Configuration): GpuRules | null {
  return read(BACKEND, configuration) === 'opencl' ? gpu : null
}

/** By the backend that the first configuration names. */
function resizableOn(engine: MnnEngine): ResizableSession {
  let session: ResizableSession | null = null
  return {
    resize(input) {
      const gpu = gpuRules(engine, input.configuration)
      session ??= gpu === null ? resizableSession(engine) : resizableGpuSession(engine, gpu)
      return session.resize(input)
    },
  }
}
