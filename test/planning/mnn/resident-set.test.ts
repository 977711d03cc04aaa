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
    expect(Math.abs(residentSetBytes(MNN_2_8_1, fileBytes) / MIB / rssRunMiB - 1)).toBeLessThan(0.02)
  }
})

it('says what the figure is made of', () => {
  expect(residentSetNote(MNN_2_8_1, 100 * MIB)).toContain('106.2 MiB, of which 6.2 MiB')
})
