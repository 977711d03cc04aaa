// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration } from '#contract/configuration'
import type { WholeRivals } from '#core/planning/engine'
import { convscope } from '#core/planning/engines/convscope/engine'
import type { WholeTimes } from '#core/planning/native/kernel-catalog'
import { english } from '#messages/say'
import { ShapedBuilder } from './lowering/shaped'
import { strictCatalog } from './lowering/strict-catalog'

const b = new ShapedBuilder()
const shaped = b.build(b.conv(b.conv(b.input(1, 16, 32, 32), 64), 64))

function planned(memory: string, whole: WholeTimes | null, ns: (unit: number, inChannels: number) => number | null) {
  const configuration: Configuration = { profile: 'convscope', settings: { memory }, threads: 2, isa: 'avx2' }
  const told: WholeRivals[] = []
  const plan = convscope.plan({
    ...{ modelId: 'm', shaped, fileBytes: 1000, configuration, catalog: strictCatalog },
    timings: { ns: ({ inChannels }, { unit }) => ns(unit ?? 0, inChannels), whole: () => whole },
    tellRivals: (rivals) => told.push(rivals),
  })
  if (!plan.ok) throw new Error(english(plan.problem.message))
  const { decisions, notes } = plan.value
  return { told, decisions, units: decisions.map(({ unit }) => unit), notes: notes.map(({ id }) => id) }
}

const largestUnit = (unit: number) => 100 - 10 * unit

describe('high memory mode, measured', () => {
  const normal = planned('normal', null, largestUnit)

  it('keeps what was measured fastest until the whole model says otherwise', () => {
    const high = planned('high', null, largestUnit)
    expect(high.units).not.toEqual(normal.units)
    expect(high.notes).toContain('note.tunedOnly')
    const [rivals] = high.told
    expect([...(rivals?.own.values() ?? [])].map(({ unit }) => unit)).toEqual(high.units)
    expect([...(rivals?.normal.values() ?? [])].map(({ unit }) => unit)).toEqual(normal.units)
    expect(planned('high', { own: 90, normal: 100 }, largestUnit)).toMatchObject({ units: high.units })
  })

  it('takes what normal mode takes where that was faster as a whole, by more than noise', () => {
    expect(planned('high', { own: 101, normal: 100 }, largestUnit).units).not.toEqual(normal.units)
    const high = planned('high', { own: 120, normal: 100 }, largestUnit)
    expect(high.units).toEqual(normal.units)
    expect(high.notes).toContain('note.tunedWhole')
    // Asked again, the same two are told: what was measured of them is found.
    expect(high.told[0]?.key).toBe(planned('high', null, largestUnit).told[0]?.key)
    const reasons = high.decisions.flatMap(({ reason, candidates }) => [
      reason.id,
      ...candidates.map((candidate) => candidate.reason.id),
    ])
    expect(reasons).toContain('convscope.fasterAsWhole')
    expect(reasons).toContain('convscope.slowerAsWhole')
  })

  it('has nothing to compare where both modes choose the same, or nothing was measured', () => {
    const same = planned('high', null, (unit, inChannels) =>
      unit === (normal.units[inChannels === 16 ? 0 : 1] ?? 0) ? 1 : 100,
    )
    expect(same).toMatchObject({ units: normal.units, told: [] })
    expect(same.notes).toContain('note.tunedAlike')
    const untuned = planned('high', null, () => null)
    expect(untuned.notes).toContain('note.notTuned')
    expect(normal.notes.filter((id) => id.startsWith('note.tuned') || id === 'note.notTuned')).toEqual([])
  })
})
