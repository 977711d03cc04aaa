// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { ALGORITHMS } from '#contract/algorithms'
import { type Configuration, fittingSettings } from '#contract/configuration'
import type { Problem } from '#contract/errors'
import type { Plan } from '#contract/plan'
import { comparePlans } from '#core/comparison/plans'
import { advise } from '#core/planning/advice/advise'
import { PROFILES } from '#core/planning/engines/index'
import { createPlan } from '#core/planning/plan'
import { finish } from '#core/planning/steps'
import { sentences as en } from '#messages/en/sentences'
import type { Message } from '#messages/message'
import { SPEAKERS, spoken } from '#messages/say'
import { temporaryFolder } from '../core/model/support/temporary-folder'
import { engine } from './engine'
import { execute, openSubject, planOf, type Subject } from './execute'
import { NETWORKS } from './networks'

/*
 * Whatever planning and runs show is a message, and every language has it: no sentence of theirs is text already.
 */

const file = temporaryFolder()
const { catalog, executableIsas } = engine()
const [isa = 'sse'] = executableIsas

/** Of an engine with many versions, some from first to last: every version says what one of these says. */
const SOME_PROFILES = [...new Set(PROFILES.map(({ setup }) => setup.engine))].flatMap((name) => {
  const versions = PROFILES.filter(({ setup }) => setup.engine === name)
  const step = Math.ceil(versions.length / 4)
  return versions.filter((_, index) => (versions.length - 1 - index) % step === 0)
})

const CONFIGURATIONS: readonly Configuration[] = SOME_PROFILES.flatMap(({ traits }) => {
  const own = executableIsas.find((each) => traits.instructionSets.includes(each))
  if (own === undefined) return []
  return (['low', 'normal', 'high'] as const).map((memory) => ({
    profile: traits.id,
    settings: fittingSettings(traits.settings, { isa: own, settings: { memory } }),
    threads: 2,
    isa: own,
  }))
})

async function subject(name: string): Promise<Subject> {
  const path = file(`${name.replaceAll(' ', '-')}.onnx`)
  await writeFile(path, NETWORKS[name]?.() ?? new Uint8Array())
  return openSubject(path)
}

/** What is shown of `value`: messages, and strings that are neither names nor ids. */
function shown(value: unknown, key = ''): (Message | string)[] {
  if (typeof value === 'string') return NAMES.has(key) || !/[a-z]+ [a-z]+/.test(value) ? [] : [value]
  if (Array.isArray(value)) return value.flatMap((each) => shown(each, key))
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return []
  if (isMessage(value)) return [value]
  return Object.entries(value).flatMap(([name, member]) => shown(member, name))
}

/** Members that hold what has no language: names of the file and of kernels, code. */
const NAMES: ReadonlySet<string> = new Set(['name', 'executor', 'layers', 'by', 'code', 'text'])

function isMessage(value: object): value is Message {
  return 'id' in value && (value.id === 'text' || Object.hasOwn(en, String(value.id)))
}

/** With those within it. */
function parts(message: Message): Message[] {
  const nested = Object.values(message).flatMap((value): unknown[] => (Array.isArray(value) ? value : [value]))
  return [
    message,
    ...nested.flatMap((value) => (typeof value === 'object' && value !== null && isMessage(value) ? parts(value) : [])),
  ]
}

/** Empty where every language has words for all of it. */
function faults(value: unknown): string[] {
  const faulty = shown(value).flatMap((each) => {
    if (typeof each === 'string') return [`text: ${each}`]
    if (parts(each).some(({ id }) => id === 'text')) return [`text: ${SPEAKERS.en(each)}`]
    const texts = Object.values(SPEAKERS).map((say) => say(each))
    const broken = texts.some((text) => text === '' || /undefined|NaN|null|\[object|\.\.|。。/.test(text))
    return broken || !/[\u4e00-\u9fff]/.test(SPEAKERS['zh-CN'](each)) ? [texts.join(' / ')] : []
  })
  return [...new Set(faulty)]
}

it('is noticed where something is text', () => {
  const nested: Message = { id: 'obstacle.rule', reason: spoken('Because so.') }
  expect([faults([nested]), faults({ reason: 'Because it is so.' })].map(({ length }) => length)).toEqual([1, 1])
})

describe.each(Object.keys(NETWORKS))('%s', (name) => {
  it('says in every language what it is given, what runs, and what would help', async () => {
    const made = await subject(name)
    const { model } = made.shaped
    for (const configuration of CONFIGURATIONS) {
      const { plan, report } = await execute(made, configuration)
      expect(faults([plan, report]), JSON.stringify(configuration)).toEqual([])
    }
    const [first] = CONFIGURATIONS
    const plans = CONFIGURATIONS.map((configuration) => planOf(made, configuration))
    if (first === undefined || plans[0] === undefined) throw new Error('There is no profile.')
    const planning = { modelId: 'm', shaped: made.shaped, fileBytes: made.opened.fileBytes, catalog }
    // Advice for one plan looks at much that advice for the others looks at too.
    const kept = new Map<string, Plan | null>()
    const replan = (configuration: Configuration): Plan | null => {
      const key = JSON.stringify(configuration)
      const known = kept.get(key)
      if (known !== undefined) return known
      const answer = createPlan({ ...planning, configuration })
      kept.set(key, answer.ok ? answer.value : null)
      return answer.ok ? answer.value : null
    }
    for (const plan of plans) {
      const advice = finish(
        advise({ planning: { ...planning, configuration: plan.configuration }, plan, modelFile: 'm', replan }),
      )
      expect(faults([comparePlans(model.nodes, plans[0], plan), advice])).toEqual([])
    }
  })
})

it('says in every language why layers cannot be given an algorithm', async () => {
  const { opened, shaped } = await subject('convolutions of every shape')
  const input = { modelId: 'm', shaped, fileBytes: opened.fileBytes, catalog }
  const notes: Message[] = []
  const problems: Problem[] = []
  for (const { traits } of PROFILES) {
    for (const algorithm of ALGORITHMS) {
      for (const unit of algorithm === 'winograd' ? [undefined, 2, 3] : [undefined]) {
        const override = { layers: '*', algorithm, ...(unit === undefined ? {} : { unit }) }
        const configuration = { profile: traits.id, settings: {}, threads: 2, isa, overrides: [override] } as const
        const plan = createPlan({ ...input, configuration })
        if (plan.ok) notes.push(...plan.value.notes.filter(({ id }) => id === 'note.overrideLeavesOut'))
        else problems.push(plan.problem)
      }
    }
  }
  expect(notes.length).toBeGreaterThan(10)
  expect(problems.length).toBeGreaterThan(10)
  expect(faults([notes, problems])).toEqual([])
})

it('says in every language why a configuration cannot be planned', async () => {
  const { opened, shaped } = await subject('two inputs')
  const good: Configuration = { profile: 'mnn-2.8.1', settings: { memory: 'low' }, threads: 1, isa }
  const overridden = (override: object) => ({ ...good, overrides: [{ layers: 'x', algorithm: 'tiled', ...override }] })
  const bad = [
    { ...good, profile: 'mnn-9' },
    { ...good, threads: 0 },
    { ...good, settings: { memory: 'lowest' } },
    { ...good, settings: { precision: 'exact' } },
    { ...good, isa: 'mips' },
    { ...good, profile: 'convscope', isa: 'arm32' },
    { ...good, profile: 'mnn-3.6.1', settings: { winogradLevel: 9 } },
    { ...good, settings: { winogradLevel: 1 } },
    { ...good, overrides: Array.from({ length: 10_001 }, () => ({ layers: 'x', algorithm: 'tiled' })) },
    overridden({ layers: '' }),
    overridden({ algorithm: 'magic' }),
    overridden({ algorithm: 'winograd', unit: 0 }),
    overridden({ unit: 2 }),
    overridden({}),
    overridden({ layers: 'x*' }),
  ] as readonly Configuration[]
  const input = { modelId: 'm', shaped, fileBytes: opened.fileBytes, catalog: null }
  const plans = [{ ...good, profile: 'convscope' }, ...bad].map((configuration) =>
    createPlan({ ...input, configuration }),
  )
  const problems = plans.flatMap((plan) => (plan.ok ? [] : [plan.problem]))
  expect(problems).toHaveLength(plans.length)
  // What a setting cannot be is one sentence for every setting: three of these plans ask for it.
  expect(new Set(problems.map(({ message }) => message.id)).size).toBe(plans.length - 2)
  expect(faults(problems)).toEqual([])
})
