// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fittingSettings, type InstructionSet } from '#contract/configuration'
import { comparePlans } from '#core/comparison/plans'
import { PROFILES } from '#core/planning/engines/index'
import { createPlan } from '#core/planning/plan'
import { sentences as en } from '#messages/en/sentences'
import type { Message, MessageId } from '#messages/message'
import { english, SPEAKERS, sameMessage, spoken } from '#messages/say'
import { ModelSketch } from '../../core/planning/engines/mnn/model-sketch'

const chinese = SPEAKERS['zh-CN']

/** Every kind of layer that MNN's rules tell apart. */
function network() {
  const sketch = new ModelSketch('mnn')
  const dense = sketch.conv(sketch.input([1, 16, 28, 28]), { outChannels: 64, kernel: 3, pad: 1 })
  const pointwise = sketch.conv(dense, { outChannels: 64, kernel: 1 })
  const strided = sketch.conv(pointwise, { outChannels: 64, kernel: 1, stride: 2 })
  const reduced = sketch.conv(strided, { outChannels: 64, kernel: 3, pad: 1, stride: 2 })
  const grouped = sketch.conv(reduced, { outChannels: 64, kernel: 3, pad: 1, group: 4 })
  const depthwise = sketch.conv(grouped, { outChannels: 64, kernel: 3, pad: 1, group: 64, depthwise: true })
  const halved = sketch.conv(depthwise, { outChannels: 64, kernel: 3, pad: 1, stride: 2, group: 64, depthwise: true })
  return sketch.shaped([halved])
}

/** What MNN's converter has still to write: groups, some of few channels, and a transposed convolution by offsets. */
function unconverted() {
  const sketch = new ModelSketch('onnx')
  const grouped = sketch.conv(sketch.input([1, 64, 14, 14]), { outChannels: 64, kernel: 3, pad: 1, group: 4 })
  const small = sketch.conv(grouped, { outChannels: 64, kernel: 3, pad: 1, group: 32 })
  const window = { kernel: [4, 4], strides: [2, 2], dilations: [1, 1], pads: [1, 1, 1, 1], outputPadding: [0, 0] }
  const up = { kind: 'ConvTranspose', ...window, group: 2, activation: 'none' } as const
  const made = sketch.shaped([sketch.node(up, [small, sketch.constant([64, 8, 4, 4])], [1, 16, 28, 28])])
  const nodes = made.model.nodes.map((node) => {
    const { operation } = node
    return operation.kind === 'Conv'
      ? { ...node, operation: { ...operation, pads: { kind: 'explicit', pads: [1, 1, 1, 1] } as const } }
      : node
  })
  return { ...made, model: { ...made.model, nodes } }
}

const shaped = network()
const plans = PROFILES.filter(({ traits }) => traits.id !== 'convscope').flatMap(({ traits }) =>
  ['low', 'normal', 'high'].flatMap((memory) =>
    ([[1], [4], [4, 0], [2, 1]] as const).flatMap(([threads, winogradLevel]) =>
      traits.instructionSets
        .filter((isa): isa is InstructionSet => ['avx2', 'avx512'].includes(isa))
        .flatMap((isa) => {
          const wanted = { memory, ...(winogradLevel === undefined ? {} : { winogradLevel }) }
          const settings = fittingSettings(traits.settings, { isa, settings: wanted })
          const configuration = { profile: traits.id, threads, isa, settings }
          const plan = createPlan({ modelId: 'm', shaped, fileBytes: 1e6, configuration, catalog: null })
          if (!plan.ok) throw new Error(english(plan.problem.message))
          return [plan.value]
        }),
    ),
  ),
)

function within(message: Message): Message[] {
  const nested = Object.values(message).flatMap((value): Message[] =>
    Array.isArray(value) ? value.filter(isMessage) : isMessage(value) ? [value] : [],
  )
  return [message, ...nested.flatMap(within)]
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && Object.hasOwn(en, Reflect.get(value, 'id') ?? '')
}

describe('messages of plans and comparisons', () => {
  const reasons = plans.flatMap(({ decisions, notes }) => [
    ...notes,
    ...decisions.flatMap(({ reason, candidates }) => [reason, ...candidates.map((candidate) => candidate.reason)]),
  ])
  for (const profile of ['mnn-1.0.1', 'mnn-3.6.1']) {
    const configuration = { profile, threads: 2, isa: 'avx2', settings: {} } as const
    const plan = createPlan({ modelId: 'm', shaped: unconverted(), fileBytes: 0, configuration, catalog: null })
    if (!plan.ok) throw new Error(english(plan.problem.message))
    const { decisions, notes } = plan.value
    reasons.push(
      ...notes,
      ...decisions.flatMap(({ reason, candidates }) => [reason, ...candidates.map((each) => each.reason)]),
    )
  }
  const [first] = plans
  if (first === undefined) throw new Error('no plan')
  const stories = plans.flatMap((plan) => {
    const { summary, layers, rules } = comparePlans(shaped.model.nodes, first, plan)
    return [...summary, ...layers.flatMap(({ why }) => why ?? []), ...rules.flatMap(({ a, b }) => [a, b])]
  })

  it('are whole sentences in both languages', () => {
    const wrong = [...reasons, ...stories].filter((message) => {
      const [here, there] = [english(message), chinese(message)]
      const complete = /^[A-Z\d].*\.$/s.test(here) && /[\u4e00-\u9fff].*。$/s.test(there)
      return !complete || /undefined|NaN|null|\[object|\.\.|。。/.test(here + there)
    })
    expect(wrong.slice(0, 3).map((message) => [english(message), chinese(message)])).toEqual([])
  })

  it('hold in Chinese every figure that they hold in English', () => {
    const figures = (text: string) => [...new Set(text.match(/\d+(\.\d+)*/g) ?? [])].sort()
    const ruled = (message: Message) => message.id.startsWith('rule.')
    const wrong = reasons.filter((message) => {
      const missing = figures(english(message)).filter((figure) => !figures(chinese(message)).includes(figure))
      return !ruled(message) && missing.length > 0
    })
    expect(wrong.slice(0, 3).map((message) => [english(message), chinese(message)])).toEqual([])
  })

  it('use most of the sentences about MNN', () => {
    const used = new Set([...reasons, ...stories].flatMap(within).map(({ id }) => id))
    const about = (Object.keys(en) as MessageId[]).filter((id) => id.startsWith('mnn.'))
    const unused = about.filter((id) => !used.has(id))
    // Weights stored as integers, computed weights, and ties that this network has not.
    expect(unused.length).toBeLessThan(about.length / 3)
  })
})

describe('messages that the native engine names', () => {
  const folder = resolve(import.meta.dirname, '../../../native/engine')
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.cc'))
  const code = sources.map((name) => readFileSync(resolve(folder, name), 'utf8')).join('\n')
  const named = new Set(
    [...code.matchAll(/"((?:part|problem|refusal|unrunnable)\.[\w.]+)"/g)].map(([, id]) => id ?? ''),
  )

  it('have their sentences', () => {
    expect(named.size).toBeGreaterThan(30)
    expect([...named].filter((id) => !Object.hasOwn(en, id))).toEqual([])
  })

  it('are all refusals that there are', () => {
    expect(Object.keys(en).filter((id) => id.startsWith('refusal.') && !named.has(id))).toEqual([])
  })
})

describe('a message', () => {
  it('is text already where it has its language', () => {
    expect([english(spoken('So.')), chinese(spoken('So.'))]).toEqual(['So.', 'So.'])
  })

  it('says nothing where a later version knows it', () => {
    expect(english({ id: 'later.version' } as unknown as Message)).toBe('')
  })

  it('is the same with the same values only', () => {
    const stride = (text: string): Message => ({ id: 'obstacle.stride', stride: text })
    expect([sameMessage(stride('2×2'), stride('2×2')), sameMessage(stride('2×2'), stride('2×1'))]).toEqual([
      true,
      false,
    ])
  })

  it('is exactly what its English sentence is given, also within another', () => {
    const right: Message = { id: 'mnn.groups', groups: 2, reason: { id: 'mnn.integersFirst', bits: 8 } }
    // @ts-expect-error: there is no such sentence
    const unknown: Message = { id: 'mnn.groups', groups: 2, reason: { id: 'mnn.none' } }
    // @ts-expect-error: bits are a number
    const mistyped: Message = { id: 'mnn.groups', groups: 2, reason: { id: 'mnn.integersFirst', bits: '4' } }
    // @ts-expect-error: the sentence is given nothing
    const excess: Message = { id: 'mnn.sparse', bits: 8 }
    expect(new Set([right, unknown, mistyped, excess].map(english)).size).toBe(4)
  })
})
