// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import type { Plan } from '#contract/plan'
import { nearestReleases, releasesBetween } from '#core/planning/advice/nearest-releases'
import { finish } from '#core/planning/steps'

const NOW: Configuration = { profile: 'mnn-2.8.1', settings: {}, threads: 1, isa: 'avx2' }
const LOW: Configuration = { ...NOW, settings: { memory: 'low' } }

/** Plans by their totals alone. */
function nearest(now: Configuration, total: (configuration: Configuration) => number | null): string[] {
  const plan = (configuration: Configuration) => {
    const totalBytes = total(configuration)
    return totalBytes === null ? null : ({ configuration, totalBytes } as Plan)
  }
  const present = plan(now)
  if (present === null) throw new Error('it is planned')
  return finish(nearestReleases(present, plan)).map(
    ({ profile, settings }) => `${profile}${settings['memory'] === 'low' ? ' low' : ''}`,
  )
}

const newer = ({ profile }: Configuration, than: string) =>
  profile.localeCompare(`mnn-${than}`, 'en', { numeric: true }) >= 0

describe('the nearest releases that help', () => {
  it('are one in each direction, of those that save nearly as much as any there', () => {
    const total = (each: Configuration) => (newer(each, '3.0.0') ? 500 : newer(each, '2.6.0') ? 1000 : 400)
    expect(nearest(LOW, total)).toEqual(['mnn-3.0.0 low', 'mnn-2.5.3 low'])
  })

  it('are no nearer ones that save a little of it', () => {
    const total = (each: Configuration) => (newer(each, '3.0.0') ? 500 : newer(each, '2.8.4') ? 900 : 1000)
    expect(nearest(LOW, total)).toEqual(['mnn-3.0.0 low'])
  })

  it('are looked for with least memory asked for, too', () => {
    const onlyLow = (each: Configuration) => (newer(each, '3.0.0') && each.settings['memory'] === 'low' ? 500 : 1000)
    expect(nearest(NOW, onlyLow)).toEqual(['mnn-3.0.0 low'])
    const earlier = (each: Configuration) => (newer(each, '2.6.0') ? onlyLow(each) : 400)
    expect(nearest(NOW, earlier)).toEqual(['mnn-2.5.3', 'mnn-3.0.0 low', 'mnn-2.5.3 low'])
    expect(nearest(LOW, earlier)).toEqual(['mnn-3.0.0 low', 'mnn-2.5.3 low'])
  })

  it('are counted by releases, builds of one being no step apart', () => {
    const between = (profile: string) => releasesBetween(NOW, { ...NOW, profile })
    expect(['mnn-2.8.1-low-memory', 'mnn-2.8.0', 'mnn-2.8.3', 'mnn-2.7.2'].map(between)).toEqual([0, 1, 2, 2])
  })

  it('are none where nothing is saved, is not known, or hardly counts', () => {
    expect(nearest(NOW, () => 1000)).toEqual([])
    expect(nearest(NOW, ({ profile }) => (profile === NOW.profile ? 1000 : null))).toEqual([])
    expect(nearest(NOW, ({ profile }) => (profile === NOW.profile ? 1000 : 999))).toEqual([])
    expect(nearest({ ...NOW, profile: 'convscope' }, () => 1000)).toEqual([])
  })
})
