// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration, InstructionSet } from '#contract/configuration'
import { NCNN } from '#core/planning/engines/ncnn/index'
import { planReleases } from '#core/planning/succession'
import { openSample } from '../../../support/open-sample'

const CONFIGURATION: Configuration = { profile: 'ncnn-20260526', settings: {}, threads: 2, isa: 'avx2' }

const { planner, id } = await openSample()
const input = planner.input(id, CONFIGURATION)
if (!input.ok) throw new Error('the sample is open')
const releasesOn = (isa: InstructionSet) => planReleases(input.value, { ...CONFIGURATION, isa })

describe('releases of ncnn', () => {
  it.each(['avx2', 'sse', 'avx512', 'arm64', 'arm64-fp16'] as const)(
    'differ on %s by what their rules make, to the byte',
    (isa) => {
      const releases = releasesOn(isa)
      expect(releases.length).toBeGreaterThan(5)
      for (const [index, { totalBytes, causes, version }] of releases.entries()) {
        const before = releases[index - 1]?.totalBytes ?? totalBytes
        const shares = causes.reduce((sum, { bytes }) => sum + bytes, before)
        expect(shares, version).toBe(totalBytes)
      }
    },
  )

  it('drop original weights from 20220701 on, and choose Winograd otherwise', () => {
    const releases = releasesOn('avx2')
    const step = releases.find(({ version }) => version === '20220701')
    const share = (topic: string) => step?.causes.find((cause) => cause.topic === topic)?.bytes ?? 0
    expect(share('packing')).toBeLessThan(0)
    expect(step?.causes.map(({ topic }) => topic)).toContain('winograd')
    const fused = releases.find(({ version }) => version === '20240820')
    expect(fused?.causes.map(({ topic }) => topic)).toEqual(['tiled'])
  })

  it('plan once where two have the same rules', () => {
    const keys = new Map(
      NCNN.map(({ setup, traits, succession }) => [
        setup.version,
        succession?.key({ profile: traits.id, threads: 1, isa: 'avx2', settings: {} }),
      ]),
    )
    expect(keys.get('20220729')).toBe(keys.get('20220701'))
    expect(keys.get('20240102')).toBe(keys.get('20231027'))
    expect(NCNN).toHaveLength(22)
    expect(new Set(keys.values()).size).toBe(NCNN.length - 6)
  })
})
