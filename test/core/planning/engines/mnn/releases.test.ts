// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { compareVersions } from '#core/planning/engine-setup'
import { MNN } from '#core/planning/engines/mnn/index'
import { DIMENSION_IDS, rowOf } from '#core/planning/engines/mnn/releases/compose'
import { DIMENSIONS } from '#core/planning/engines/mnn/releases/dimensions/index'
import { BUILDS, engineOf } from '#core/planning/engines/mnn/releases/profiles'
import { RELEASES, UNRELEASED } from '#core/planning/engines/mnn/releases/tags'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { iresnet100 } from './iresnet100'

const MIB = 2 ** 20
const shaped = iresnet100('mnn')

/** Static and dynamic memory of the session in MiB, AVX2 and one thread. */
function sessionMiB(version: string, memory: 'low' | 'normal'): number {
  const configuration = { profile: `mnn-${version}`, isa: 'avx2', threads: 1, settings: { memory } } as const
  const plan = createPlan({ modelId: '', shaped, fileBytes: 0, configuration, catalog: null })
  if (!plan.ok) throw new Error(plan.problem.code)
  const { packedWeights, workspace, activations } = plan.value.totals
  return (packedWeights + workspace + activations) / MIB
}

describe('releases of MNN', () => {
  it('are those that were tagged, oldest first, with low-memory builds from 2.6.0 on', () => {
    expect(RELEASES.length).toBe(84)
    expect([...RELEASES].sort(compareVersions)).toEqual(RELEASES)
    for (const never of ['2.5.2', '2.9.4', '3.3.1']) expect(RELEASES).not.toContain(never)
    const lowMemory = BUILDS.filter((build) => build.lowMemory).map(({ version }) => version)
    expect(lowMemory).toEqual([...RELEASES.slice(RELEASES.indexOf('2.6.0')), UNRELEASED])
    expect(MNN.length).toBe(85 + lowMemory.length)
  })

  it('have entries that begin with a tagged release, each after the one before', () => {
    for (const id of DIMENSION_IDS) {
      const since = DIMENSIONS[id].map((entry) => [...RELEASES, UNRELEASED].indexOf(entry.since))
      // The OpenCL backend is modelled from the first release on that was measured.
      expect(since[0], id).toBe(id.startsWith('gpu') ? RELEASES.indexOf('2.8.1') : 0)
      expect(
        since.every((at, index) => at > (since[index - 1] ?? -1)),
        id,
      ).toBe(true)
    }
  })

  it('keep what has not changed: one value for all releases between two entries', () => {
    expect(rowOf({ version: '2.5.0', lowMemory: false }).settings).toBe(
      rowOf({ version: '1.0.1', lowMemory: false }).settings,
    )
    expect(rowOf({ version: '2.6.2', lowMemory: false }).winogradUnit.value.byRows).toBe(true)
    expect(rowOf({ version: '2.6.3', lowMemory: false }).winogradUnit.value.byRows).toBe(false)
  })

  it('dispatch half precision from 1.1.5 on', () => {
    expect(engineOf({ version: '1.1.4', lowMemory: false }).cores['arm64-fp16']).toBeUndefined()
    expect(engineOf({ version: '1.1.5', lowMemory: false }).halfCores['arm64-fp16']?.elementBytes).toBe(2)
  })
})

describe('ResNet-100 across releases', () => {
  // Measured on real builds of these releases, AVX2, one thread: low, normal.
  it.each([
    ['1.1.7', 209.1, 395.0],
    ['1.2.7', 209.3, 395.0],
    ['2.5.3', 214.3, 396.5],
    ['2.6.3', 825.4, 825.4],
    ['2.9.6', 820.3, 820.3],
    ['3.0.1', 208.9, 820.3],
    ['3.2.5', 208.9, 820.3],
  ])('%s takes what was measured', (version, low, normal) => {
    expect(Math.abs(sessionMiB(version, 'low') / low - 1)).toBeLessThan(0.01)
    expect(Math.abs(sessionMiB(version, 'normal') / normal - 1)).toBeLessThan(0.01)
  })
})

describe('a release that was never tagged', () => {
  const planOf = (profile: string, threads = 2) =>
    createPlan({
      modelId: '',
      shaped,
      fileBytes: 0,
      configuration: { profile, isa: 'avx2', threads, settings: {} },
      catalog: null,
    })
  const noted = (profile: string) => {
    const plan = planOf(profile)
    return plan.ok ? plan.value.notes.map(english) : []
  }

  it('is planned by the nearest one before it, with what is uncertain', () => {
    const [known, unknown] = [planOf('mnn-2.6.2'), planOf('mnn-2.6.2.5')]
    expect(known.ok && unknown.ok && unknown.value.totals).toEqual(known.ok && known.value.totals)
    const note = noted('mnn-2.6.2.5').find((text) => text.includes('No release 2.6.2.5'))
    expect(note).toContain('follows 2.6.2, the nearest')
    expect(note).toContain('What 2.6.3 changes is uncertain')
    expect(note).toContain('64/9')
  })

  it('says so where it is newer than all that were read', () => {
    expect(noted('mnn-3.9.0').join(' ')).toContain('MNN 3.9.0 is newer than any release')
  })

  it.each(['mnn-2.5.9-low-memory', 'mnn-x', 'mnn-', 'ncnn-2.6.3'])('is none as %s', (profile) => {
    expect(planOf(profile).ok).toBe(false)
  })
})
