import { expect, it } from 'vitest'
import { residentSetBytes, residentSetNote } from '#main/planning/mnn/resident-set'
import { MNN_2_8_1 } from '#main/planning/profiles/mnn-2.8.1'
import { fixtureRows } from './golden-data'

const MIB = 2 ** 20

it('a process without a sized session holds its model file and what every process holds', () => {
  const unsized = fixtureRows('mnn-sessions.json').flatMap(({ kind, row }) =>
    kind === 'session' && row.sessionInfoMiB === 0 && row.version === '2.8.1' ? [row] : [],
  )
  expect(unsized.length).toBe(24)
  for (const { fileBytes, rssRunMiB } of unsized) {
    expect(Math.abs(residentSetBytes(MNN_2_8_1, { heapBytes: fileBytes }) / MIB / rssRunMiB - 1)).toBeLessThan(0.02)
  }
})

it('says what the figure is made of', () => {
  const note = (resident: number) => residentSetNote(MNN_2_8_1, resident * MIB, 100 * MIB)
  expect(note(116.2)).toContain('116.2 MiB. Of these 6.2 MiB are program')
  expect(note(116.2)).toContain('10.0 MiB are memory that its C library keeps')
  expect(note(104.2)).toContain('2.0 MiB of the totals are never written to')
})
