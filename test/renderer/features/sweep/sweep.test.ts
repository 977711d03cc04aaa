// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { NOTHING_HELD } from '#contract/categories'
import { fail, ok } from '#contract/errors'
import type { InputView } from '#contract/model'
import type { Sweep } from '#contract/sweep'
import { profileOf } from '#core/planning/engines/index'
import { spoken } from '#messages/say'
import { axisOfDraft, draftOf, draftOfAxis, subjectKey, subjectsOf } from '#renderer/features/sweep/sweep-form'
import { chartPoints, highWater, presentCategories, rowsOf } from '#renderer/features/sweep/sweep-rows'

const IMAGE: InputView = {
  tensor: 0,
  name: 'x',
  declaredDims: [null, 3, 224, 224],
  dimNames: ['batch', null, null, null],
  roles: ['batch', 'channels', 'height', 'width'],
  dims: [1, 3, 224, 224],
}
const subjects = subjectsOf([IMAGE], profileOf('mnn-3.6.1')?.traits ?? { settings: [] }, { isa: 'avx2', settings: {} })
const named = (key: string) => subjects.find((each) => subjectKey(each) === key) ?? { kind: 'threads' as const }

describe('what can be varied', () => {
  it('is sizes, threads and the settings that make a difference there', () => {
    const keys = subjects.map(subjectKey)
    expect(keys.slice(0, 5)).toEqual(['size height,width', 'size height', 'size width', 'size batch', 'threads'])
    expect(keys).toContain('setting memory')
    expect(keys).not.toContain('setting clusters')
  })

  it('is how many sessions there are, in each way that the engine has', () => {
    expect(subjects.map(subjectKey)).toEqual(expect.arrayContaining(['sessions own', 'sessions runtime']))
    const draft = draftOf(named('sessions runtime'), [IMAGE])
    const axis = axisOfDraft(draft)
    expect(axis).toEqual({ kind: 'sessions', sharing: 'runtime', values: [1, 2, 3, 4] })
    expect(typeof axis === 'string' ? null : draftOfAxis(axis, false, subjects)).toEqual(draft)
  })

  it('begins around what is there', () => {
    expect(draftOf(named('size height,width'), [IMAGE])).toMatchObject({ values: '128..448', step: 32 })
    expect(axisOfDraft(draftOf(named('size batch'), [IMAGE]))).toMatchObject({ values: [1, 2, 3, 4, 5, 6, 7, 8] })
    expect(axisOfDraft(draftOf(named('setting memory'), [IMAGE]))).toMatchObject({ values: ['low', 'normal', 'high'] })
  })

  it('is refused where its values are none', () => {
    const draft = draftOf(named('size height,width'), [IMAGE])
    expect(axisOfDraft({ ...draft, values: '224..112' })).toBe('downwards')
    expect(axisOfDraft({ ...draft, values: 'large' })).toBe('none')
    expect(axisOfDraft({ ...draft, values: '0' })).toBe('range')
    expect(axisOfDraft({ ...draft, values: '1..9999', step: 1 })).toBe('many')
    expect(axisOfDraft({ ...draft, values: '64, 96..160' })).toMatchObject({ values: [64, 96, 128, 160] })
  })

  it('is found again by its axis', () => {
    const axis = { kind: 'size', dimensions: ['height', 'width'], values: [224, 512, 224] } as const
    const draft = draftOfAxis(axis, true, subjects)
    expect(draft && axisOfDraft(draft)).toEqual(axis)
    expect(draft?.resized).toBe(true)
    expect(draftOfAxis({ ...axis, values: [64, 96, 128] }, false, subjects)).toMatchObject({
      values: '64..128',
      step: 32,
    })
    expect(draftOfAxis({ ...axis, dimensions: ['depth'] }, false, subjects)).toBeNull()
  })
})

describe('rows of a sweep', () => {
  const bytes = (packedWeights: number, other = 0) => ({ ...NOTHING_HELD, packedWeights, activations: 1, other })
  const planned = (packedWeights: number) =>
    ok({ totals: bytes(packedWeights), totalBytes: packedWeights + 1, lowerBound: false })
  const sweep: Sweep = {
    configuration: { profile: 'mnn-2.8.1', threads: 1, isa: 'avx2', settings: {} },
    axis: { kind: 'size', dimensions: ['height'], values: [32, 8, 64, 32] },
    points: [
      { value: 32, outcome: planned(10) },
      { value: 8, outcome: fail({ code: 'model/invalid', message: spoken('No.') }) },
      { value: 64, outcome: planned(30) },
      { value: 32, outcome: planned(10) },
    ],
    changes: [],
    resized: { rule: spoken('It keeps all.'), held: [bytes(10), null, bytes(30), bytes(10, 20)] },
  }
  const rows = rowsOf(sweep)

  it('tell the change against the value before that was planned', () => {
    expect(rows.map(({ change }) => change)).toEqual([null, null, 20, -20])
    expect(rows.map(({ session }) => session)).toEqual([11, null, 31, 31])
    expect(presentCategories(rows)).toEqual(['packedWeights', 'activations'])
  })

  it('are steps of their own in the chart, and a gap where there are no figures', () => {
    const points = chartPoints(rows)
    expect(points.map(({ at }) => at)).toEqual([0, 0, 1, 1, 2, 2, 3, 3])
    for (const [index, { x }] of points.entries()) expect(x).toBeGreaterThan(points[index - 1]?.x ?? -1)
    expect(points.map(({ packedWeights }) => packedWeights)).toEqual([10, 10, undefined, undefined, 30, 30, 10, 10])
  })

  it('have a high-water mark where a session is known', () => {
    expect(highWater(rows)).toMatchObject({ at: 2, session: 31 })
    expect(highWater(rowsOf({ ...sweep, resized: null }))).toBeNull()
  })
})
