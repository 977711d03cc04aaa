// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Machine } from '#contract/machine'
import { parseMachine } from '#core/machine/machine-text'
import { modelledTime, timeRatio } from '#core/planning/advice/time'
import { createPlan } from '#core/planning/plan'
import { DEFAULT_MACHINE } from '#core/planning/time/default-machine'
import { english } from '#messages/say'
import { sample } from './advice/samples'

const USUAL: Machine = { processor: 'Usual', threads: 4, ...DEFAULT_MACHINE }
/** As fast, but that weights come from memory at a sixteenth. */
const FAR_MEMORY: Machine = {
  ...USUAL,
  processor: 'Far from memory',
  reading: USUAL.reading.map((each) => ({ ...each, one: each.one / 16, all: each.all / 16 })),
}

async function planOn(timesFor: Machine | undefined, memory: string) {
  const configuration = { profile: 'mnn-3.6.1', settings: { memory }, threads: 1, isa: 'avx2' } as const
  const made = createPlan({ ...(await sample('squeezenet')), configuration, ...(timesFor && { timesFor }) })
  if (!made.ok) throw new Error(english(made.problem.message))
  return made.value
}

describe('times for a machine', () => {
  it('are those of a usual one where none is named, and hang on its figures where one is', async () => {
    const plain = await planOn(undefined, 'normal')
    expect(modelledTime(await planOn(USUAL, 'normal'))).toBe(modelledTime(plain))
    const halved = { ...USUAL, arithmetic: USUAL.arithmetic.map(({ isa, rate }) => ({ isa, rate: rate / 2 })) }
    expect(modelledTime(await planOn(halved, 'normal'))).toBeGreaterThan(1.5 * modelledTime(plain))
  })

  it('tell memory low against normal otherwise where memory is far', async () => {
    const ratio = async (machine: Machine) =>
      timeRatio(await planOn(machine, 'normal'), await planOn(machine, 'low')) ?? Number.NaN
    expect(await ratio(FAR_MEMORY)).toBeLessThan(await ratio(USUAL))
  })

  it('are unknown under an instruction set of which its figures do not tell', async () => {
    const plan = await planOn({ ...USUAL, arithmetic: [{ isa: 'arm64', rate: 10 }] }, 'normal')
    expect(plan.decisions.every(({ nanoseconds }) => (nanoseconds ?? null) === null)).toBe(true)
    expect(modelledTime(plan)).toBe(0)
  })

  it('change no byte, and the plan says whose they are', async () => {
    const [plain, named] = [await planOn(undefined, 'normal'), await planOn(FAR_MEMORY, 'normal')]
    expect(named.totals).toEqual(plain.totals)
    expect(plain.timesFor).toBeUndefined()
    expect(named.timesFor).toEqual(FAR_MEMORY)
    expect(named.notes.map((note) => english(note))).toContain('Modelled times are for this machine: Far from memory.')
  })
})

describe('figures of a machine', () => {
  it('are read as they are printed', () => {
    expect(parseMachine(JSON.stringify(FAR_MEMORY), 'm.json')).toEqual({ ok: true, value: FAR_MEMORY })
  })

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['no rates', JSON.stringify({ ...USUAL, arithmetic: [] })],
    ['an unknown instruction set', JSON.stringify({ ...USUAL, arithmetic: [{ isa: 'mips', rate: 1 }] })],
    ['a rate below 0', JSON.stringify({ ...USUAL, arithmetic: [{ isa: 'sse', rate: -1 }] })],
    ['a rate of 0', JSON.stringify({ ...USUAL, arithmetic: [{ isa: 'sse', rate: 0 }] })],
    ['a rate of next to nothing', JSON.stringify({ ...USUAL, arithmetic: [{ isa: 'sse', rate: Number.MIN_VALUE }] })],
    [
      'a level that nothing is read from',
      JSON.stringify({ ...USUAL, reading: [{ level: 'memory', bytes: 1, one: 0, all: 0 }] }),
    ],
    ['no threads', JSON.stringify({ ...USUAL, threads: 0 })],
  ])('are refused in one sentence: %s', (_what, text) => {
    const read = parseMachine(text, 'm.json')
    expect(read.ok ? '' : english(read.problem.message)).toMatch(/^m\.json has no figures of a machine: /)
  })
})
