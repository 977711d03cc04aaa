// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fittingSettings } from '#contract/configuration'
import { comparedNodes, compareEntries } from '#core/comparison/entries'
import { comparePlans } from '#core/comparison/plans'
import { loadDocument, readDocument } from '#core/document/read'
import { savedModel, writeDocument } from '#core/document/write'
import { sentences as en } from '#messages/en/sentences'
import type { Message } from '#messages/message'
import { english, SPEAKERS } from '#messages/say'
import { documentOf, entryOf, FOUNDING_A, FOUNDING_B, model, planned, view } from '../export/support/saved-network'
import { DISTINCT_PROFILES } from '../support/distinct-profiles'

/** Convscope's own needs the engine. */
const WITHOUT_ENGINE = DISTINCT_PROFILES.map(({ traits }) => traits).filter(({ id }) => id !== 'convscope')
const founding = documentOf([entryOf('A', FOUNDING_A, 2), entryOf('B', FOUNDING_B)])
const text = writeDocument(founding)

/** With what is read in place of messages. */
function shownOf(value: unknown): unknown {
  const isMessage = (each: unknown): each is Message => Object.hasOwn(en, Reflect.get(Object(each), 'id') ?? '')
  const texts = (message: Message) => Object.values(SPEAKERS).map((say) => say(message))
  return JSON.parse(JSON.stringify(value, (_, each) => (isMessage(each) ? texts(each) : each)))
}

/** One sentence that names the file. */
function expectRefusal(source: string, result: ReturnType<typeof readDocument>): void {
  expect(result.ok).toBe(false)
  if (result.ok) return
  expect(result.problem.code).toBe('document/invalid')
  const message = english(result.problem.message)
  expect(message).toMatch(new RegExp(`^${source} cannot be opened as a saved document: .+\\.$`, 's'))
  expect(message).not.toContain('\n')
  expect(message.length).toBeLessThan(300)
}

describe('saved document', () => {
  it('comes back as it was saved', () => {
    const read = readDocument(text, 'founding.json')
    expect(read).toEqual({ ok: true, value: founding })
  })

  // Memory modes in turn: neighbours have nearly the same rules.
  const plans = WITHOUT_ENGINE.map(
    ({ id, settings }, index) => [id, settings, ['low', 'normal', 'high'][index % 3] ?? 'low'] as const,
  )
  it.each(plans)('comes back with a plan of %s', (profile, declared, memory) => {
    const settings = fittingSettings(declared, { ...FOUNDING_A, settings: { memory } })
    const document = documentOf([entryOf(memory, { ...FOUNDING_A, profile, settings })])
    const read = readDocument(writeDocument(document), 'x.json')
    // One sentence says figures that differ by less than is shown.
    expect(shownOf(read)).toEqual(shownOf({ ok: true, value: document }))
  })

  it('is the same text when it is written again', () => {
    const read = readDocument(text, 'founding.json')
    expect(read.ok && writeDocument(read.value)).toBe(text)
  })

  it('of an earlier version has no inputs and outputs, which are none', () => {
    const earlier = JSON.parse(writeDocument(documentOf([entryOf('A', FOUNDING_A, 1)])), (key, value) =>
      key === 'inputsOutputs' ? undefined : value,
    )
    const read = readDocument(JSON.stringify(earlier), 'x.json')
    const [entry] = read.ok ? read.value.entries : []
    expect(entry?.plan.totals.inputsOutputs).toBe(0)
    expect(entry?.run?.report.peak.inputsOutputs).toBe(0)
    const { timeNs, held } = entry?.run?.timeline.samples ?? { timeNs: [], held: null }
    expect(timeNs.length).toBeGreaterThan(0)
    expect(held?.inputsOutputs).toEqual(timeNs.map(() => 0))
  })

  /** The document with other messages beside its sentences. */
  function withMessages(change: (message: unknown) => unknown) {
    const sentence = (_: string, value: unknown) =>
      Object(value).text !== undefined && Object(value).message !== undefined
        ? { ...Object(value), message: change(Object(value).message) }
        : value
    return readDocument(JSON.stringify(JSON.parse(text), sentence), 'x.json')
  }

  it('knows plain sentences again where it only has the English, and keeps the others', () => {
    const read = withMessages(() => undefined)
    if (!read.ok) throw new Error(english(read.problem.message))
    const [entry, written] = [read.value.entries[1], founding.entries[1]]
    const ids = (notes: readonly Message[] = []) => notes.map(({ id }) => id)
    expect(entry?.plan.notes.map(english)).toEqual(written?.plan.notes.map(english))
    expect(ids(entry?.plan.notes)).toContain('note.staticPool')
    expect(ids(entry?.plan.notes)).toContain('text')
    const sections = (plan = entry?.plan) => plan?.decisions.map(({ workspace }) => workspace)
    expect(sections()).toEqual(sections(written?.plan))
  })

  it.each([
    ['a message of a later version', { id: 'later.version' }],
    ['what is no message', 7],
    ['a message whose figures are missing', { id: 'note.arena' }],
    ['a message whose figures are of another kind', { id: 'mnn.rateBest', rate: 'x' }],
    ['a message with something else within', { id: 'mnn.noWinograd', why: { id: 3 } }],
  ])('says a sentence in English where it has %s', (_, message) => {
    const read = withMessages(() => message)
    const reasons = (document?: typeof founding) =>
      document?.entries[0]?.plan.decisions.map(({ reason }) => english(reason))
    expect(reasons(read.ok ? read.value : undefined)).toEqual(reasons(founding))
  })

  it('keeps members that it does not know', () => {
    const json = JSON.parse(text)
    json.entries[0].plan.later = { more: 1 }
    const read = readDocument(JSON.stringify(json), 'x.json')
    expect(read.ok && read.value.entries[0]?.plan).toMatchObject({ later: { more: 1 } })
  })

  it('says no word of the folders of this machine', () => {
    expect(text).not.toContain(view.path)
  })

  it('reads an output that was not finite as NaN', () => {
    const entry = entryOf('A', FOUNDING_A, 1)
    if (entry.run === undefined) throw new Error('no run')
    const output = { name: 'y', dims: [1], min: Number.NaN, max: Number.POSITIVE_INFINITY, mean: 0, head: [Number.NaN] }
    const run = { ...entry.run, report: { ...entry.run.report, outputs: [output] } }
    const read = readDocument(writeDocument(documentOf([{ ...entry, run }])), 'x.json')
    const [found] = (read.ok && read.value.entries[0]?.run?.report.outputs) || []
    expect(found).toEqual({ ...output, max: Number.NaN })
  })
})

describe('refusal', () => {
  it('of text that is no JSON, or cut off anywhere', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length - 2 }), (length) =>
        expectRefusal('cut.json', readDocument(text.slice(0, length), 'cut.json')),
      ),
      { numRuns: 40 },
    )
  })

  it.each([
    ['"profile":"mnn-2.8.1"', '"profile":"mnn-9"', 'entries.1.configuration.profile is "mnn-9", which this version'],
    [
      '"settings":{"memory":"low"}',
      '"settings":{"memory":"low"},"sparse":true',
      'entries.0.configuration.sparse is a setting that this version',
    ],
    ['"memory":"low"', '"memory":"low","sparse":true', 'has a setting that the profile does not have'],
    ['"schemaVersion":3', '"schemaVersion":4', 'it was saved by a later version of Convscope (schema 4)'],
  ])('of what a later version says: %s made %s', (now, later, cause) => {
    expect(text).toContain(now)
    const read = readDocument(text.replace(now, later), 'later.json')
    expectRefusal('later.json', read)
    expect(read.ok ? '' : english(read.problem.message)).toContain(cause)
  })

  it('of JSON that is something else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => expectRefusal('x.json', readDocument(JSON.stringify(value), 'x.json'))),
      { numRuns: 300 },
    )
  })

  it('of a later schema, saying so', () => {
    const read = readDocument(JSON.stringify({ ...JSON.parse(text), schemaVersion: 4 }), 'x.json')
    expect(read.ok ? '' : english(read.problem.message)).toContain('later version')
  })

  it('wherever a member is missing or has a value of another kind', () => {
    // Of lists a few items stand for the rest, with the nodes that they name: every member is tried with every value.
    const few = (key: string, value: unknown) =>
      Array.isArray(value) ? value.slice(0, key === 'nodes' ? 16 : 4) : value
    const small = JSON.stringify(JSON.parse(writeDocument(documentOf([entryOf('A', FOUNDING_A, 1)])), few))
    expect(readDocument(small, 'x.json').ok).toBe(true)
    for (const path of pathsOf(JSON.parse(small))) {
      for (const wrong of [undefined, 'nonsense', -5, 1.5, {}, [[]], true]) {
        const json = JSON.parse(small)
        const parent = path.slice(0, -1).reduce((at, key) => at[key], json)
        const key = path.at(-1) ?? ''
        if (typeof parent[key] === typeof wrong && typeof wrong !== 'object') continue
        if (wrong === undefined && optional(path)) continue
        if (path[0] === 'schema' || valid(path, parent[key], wrong)) continue
        parent[key] = wrong
        const read = readDocument(JSON.stringify(json), 'x.json')
        expect(read.ok, `${path.join('.')} made ${JSON.stringify(wrong)}`).toBe(false)
        expectRefusal('x.json', read)
      }
    }
  })

  it('of nodes that the model does not have, and of columns that do not fit', () => {
    const beyond = JSON.parse(text)
    beyond.entries[1].plan.steps[0].node = model.nodes.length
    expectRefusal('x.json', readDocument(JSON.stringify(beyond), 'x.json'))
    const short = JSON.parse(text)
    short.entries[0].run.timeline.samples.held.workspace.pop()
    expectRefusal('x.json', readDocument(JSON.stringify(short), 'x.json'))
    const backwards = JSON.parse(text)
    backwards.entries[0].run.timeline.samples.timeNs.reverse()
    expectRefusal('x.json', readDocument(JSON.stringify(backwards), 'x.json'))
  })

  it('of files that are not there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'convscope-document-'))
    const missing = await loadDocument(join(folder, 'gone.json'))
    expect(missing.ok ? '' : english(missing.problem.message)).toBe(
      'gone.json could not be read: there is no such file.',
    )
    const path = join(folder, 'found.json')
    await writeFile(path, text)
    expect(await loadDocument(path)).toEqual({ ok: true, value: founding })
  })
})

/** Members of every kind: of long arrays the first item stands for the rest. */
function pathsOf(json: unknown, path: readonly string[] = []): string[][] {
  if (json === null || typeof json !== 'object') return [[...path]]
  const entries = Array.isArray(json) ? Object.entries(json).slice(0, 1) : Object.entries(json)
  const own = path.length === 0 ? [] : [[...path]]
  return [...own, ...entries.flatMap(([key, value]) => pathsOf(value, [...path, key]))]
}

function optional(path: readonly string[]): boolean {
  const key = path.at(-1) ?? ''
  // Removing the only item of an array leaves a hole, which JSON writes as null: of these some may be null.
  const ofModels = [
    'declaredDims',
    'dtype',
    'from',
    'weights',
    'attributes',
    'warnings',
    'peak',
    'lifecycle',
    'inputsOutputs',
    'nanoseconds',
    'othersNanoseconds',
  ]
  return ['run', 'message', 'memory', 'overrides', ...ofModels].includes(key) || /^\d+$/.test(key)
}

/** Whether a value of another kind says something all the same. */
function valid(path: readonly string[], before: unknown, wrong: unknown): boolean {
  // What cannot be said is not.
  if (path.includes('message')) return true
  // Bytes that an engine never computes are null; any amount is of their kind.
  if (before === null && wrong === 1.5) return true
  if (before === null && path.at(-1) === 'executor' && wrong === 'nonsense') return true
  // A setting that is left out has its default.
  return path.at(-1) === 'settings' && JSON.stringify(wrong) === '{}'
}

describe('comparison of entries', () => {
  it('is that of the plans, where both are of one model', () => {
    const [a, b] = [entryOf('A', FOUNDING_A), entryOf('B', FOUNDING_B)]
    const { comparison, unmatched } = compareEntries({ model, entry: a }, { model, entry: b })
    expect(comparison).toEqual(comparePlans(comparedNodes(savedModel(view)), planned(FOUNDING_A), planned(FOUNDING_B)))
    expect(unmatched).toEqual({ a: [], b: [] })
  })

  it('matches layers by name where they stand elsewhere, and lists those that have no match', () => {
    const a = entryOf('A', FOUNDING_A, 1)
    const [first, second] = a.plan.decisions.map(({ node }) => node)
    if (first === undefined || second === undefined) throw new Error('no convolutions')
    // The other model has a node more at its beginning, and calls its first convolution differently.
    const shifted = {
      ...model,
      nodes: [
        { name: 'new', op: 'Relu', dims: null },
        ...model.nodes.map((node, id) => (id === first ? { ...node, name: 'renamed' } : node)),
      ],
    }
    const move = <T extends { readonly node: number }>(items: readonly T[]) =>
      items.map((item) => ({ ...item, node: item.node + 1 }))
    const planB = planned(FOUNDING_B)
    const b = {
      ...entryOf('B', FOUNDING_B),
      plan: { ...planB, decisions: move(planB.decisions), steps: move(planB.steps) },
    }
    const { comparison, unmatched } = compareEntries({ model, entry: a }, { model: shifted, entry: b })
    expect(unmatched).toEqual({ a: [model.nodes[first]?.name], b: ['renamed'] })
    const whole = comparePlans(comparedNodes(savedModel(view)), planned(FOUNDING_A), planB)
    expect(comparison.layers).toHaveLength(whole.layers.length - 1)
    const found = comparison.layers.find(({ node }) => node === second + 1)
    const expected = whole.layers.find(({ node }) => node === second)
    expect(found).toMatchObject({ name: expected?.name, packedWeightDelta: expected?.packedWeightDelta })
    expect(found?.a.measured?.durationNs).toBeGreaterThan(0)
    expect(comparison.totalDelta).toBe(whole.totalDelta)
  })

  it('matches layers of one name in order', () => {
    const twins = (names: readonly string[]) => ({
      ...model,
      nodes: model.nodes.map((node, id) => ({ ...node, name: names[id % names.length] ?? '' })),
    })
    const entry = entryOf('A', FOUNDING_A)
    const same = twins(['x', 'y'])
    const { comparison, unmatched } = compareEntries({ model: same, entry }, { model: same, entry })
    expect(comparison.layers.map(({ node }) => node)).toEqual(entry.plan.decisions.map(({ node }) => node))
    expect(unmatched).toEqual({ a: [], b: [] })
  })
})
