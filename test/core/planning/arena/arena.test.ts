// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Arena, ArenaPool, Placed, Span } from '#contract/arena'
import type { Configuration, InstructionSet, SettingValue } from '#contract/configuration'
import type { Plan } from '#contract/plan'
import { largest } from '#core/model/extremes'
import type { PlanningInput } from '#core/planning/engine'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { DISTINCT_PROFILES } from '../../support/distinct-profiles'
import { openSample } from '../../support/open-sample'
import { strictCatalog } from '../engines/convscope/lowering/strict-catalog'
import { ModelSketch } from '../engines/mnn/model-sketch'

interface Case {
  readonly plan: Plan
  readonly arena: Arena
}

type Planned = Omit<PlanningInput, 'configuration'>

/** Everything that a profile decides memory by: backends of MNN, pools of ncnn, memory modes of our own engine. */
function configurations({ traits }: (typeof DISTINCT_PROFILES)[number]): Configuration[] {
  const [isa = 'avx2'] = traits.instructionSets.filter((each): each is InstructionSet => each === 'avx2')
  const of = (settings: Readonly<Record<string, SettingValue>>): Configuration => ({
    profile: traits.id,
    threads: 2,
    isa,
    settings: settings as Configuration['settings'],
  })
  const told = new Set(traits.settings.map(({ id }) => id as string))
  const others = [
    { id: 'backend', value: 'opencl' },
    { id: 'localPools', value: false },
    { id: 'lightMode', value: false },
  ].filter(({ id }) => told.has(id))
  return [of({}), ...others.map(({ id, value }) => of({ [id]: value }))]
}

function planned(input: PlanningInput): Case {
  const told: Arena[] = []
  const plan = createPlan({ ...input, tellArena: (arena) => told.push(arena) })
  const [arena] = told
  if (!plan.ok) throw new Error(english(plan.problem.message))
  if (arena === undefined || told.length > 1) throw new Error('told not once')
  return { plan: plan.value, arena }
}

async function samples(): Promise<readonly (readonly [string, Planned])[]> {
  const opened = await Promise.all(['mobilenet-v2'].map((id) => openSample(id)))
  return opened.map(({ planner, id, view }) => {
    const input = planner.input(id, { profile: 'mnn-2.8.1', threads: 2, isa: 'avx2', settings: {} })
    if (!input.ok) throw new Error(english(input.problem.message))
    return [view.fileName, input.value] as const
  })
}

/** Branches of unequal length, groups, an addition and a concatenation. */
function branching(): Planned {
  const sketch = new ModelSketch('onnx')
  const x = sketch.conv(sketch.input([1, 16, 30, 30]), { outChannels: 32, kernel: 3, pad: 1 })
  const long = sketch.conv(sketch.conv(x, { outChannels: 64, kernel: 1 }), {
    outChannels: 32,
    kernel: 3,
    pad: 1,
    group: 2,
  })
  const sum = sketch.node({ kind: 'Binary', function: 'add' } as never, [x, long], sketch.dimsOf(x))
  const joined = sketch.node({ kind: 'Concat', axis: 1 } as never, [sum, x], [1, 64, 30, 30])
  const shaped = sketch.shaped([sketch.conv(joined, { outChannels: 8, kernel: 1 })])
  return { modelId: 'branching', shaped, fileBytes: 1e5, catalog: null }
}

/** One profile of those with the same pools. */
const POOLS = [
  ...new Map(
    DISTINCT_PROFILES.map((profile) => {
      const { pool, backends, geometry, creation } = profile.rules
      return [JSON.stringify([profile.setup.engine, pool, backends, geometry, creation]), profile] as const
    }),
  ).values(),
]

const MODELS = [
  ...(await samples()).map(([name, model]) => ({ name, model, profiles: POOLS })),
  { name: 'branching', model: branching(), profiles: DISTINCT_PROFILES },
]

/** Stretches that lie in the same bytes at the same time, as text; what is drawn must have none. */
function overlaps(pool: number, placed: readonly Placed[]): string[] {
  const drawn = placed.flatMap((each) =>
    each.pool === pool ? each.spans.map((span) => ({ ...span, bytes: each.heldBytes, name: each.name })) : [],
  )
  drawn.sort((a, b) => a.from - b.from)
  const found: string[] = []
  let alive: typeof drawn = []
  for (const span of drawn) {
    alive = alive.filter(({ to }) => to > span.from)
    for (const other of alive) {
      if (other.offset < span.offset + span.bytes && span.offset < other.offset + other.bytes) {
        found.push(`${JSON.stringify(other)} and ${JSON.stringify(span)}`)
      }
    }
    alive.push(span)
  }
  return found
}

const topOf = (spans: readonly (Span & { readonly bytes: number })[]) =>
  spans.reduce((top, { offset, bytes }) => Math.max(top, offset + bytes), 0)

const drawnTop = ({ placed }: Arena, pool: number) =>
  topOf(
    placed
      .filter((each) => each.pool === pool)
      .flatMap(({ spans, heldBytes }) => spans.map((span) => ({ ...span, bytes: heldBytes }))),
  )

const chunkTop = ({ chunks }: ArenaPool) =>
  topOf(chunks.flatMap(({ bytes, spans }) => spans.map((span) => ({ ...span, bytes }))))

describe.each(MODELS)('the arena of $name', ({ model, profiles }) => {
  it.each(profiles)('$traits.id: ends at the pool size, with nothing in the bytes of another', (profile) => {
    for (const configuration of configurations(profile)) {
      const label = JSON.stringify(configuration)
      const { plan, arena } = planned({ ...model, configuration, catalog: strictCatalog })
      expect(arena.bytes, label).toBe(plan.totals.activations + plan.totals.workspace)
      expect(
        arena.steps.map(({ node }) => node),
        label,
      ).toEqual(plan.steps.map(({ node }) => node))
      // What was held at once: no step of the plan says more, and its highest is the recorder's.
      expect(
        largest(
          plan.steps.map((step) => step.activationBytes + step.workspaceBytes),
          0,
        ),
        label,
      ).toBe(
        largest(
          arena.steps.map((step) => step.tensorBytes + step.workspaceBytes),
          0,
        ),
      )
      expect(arena.placed.length, label).toBeGreaterThan(arena.steps.length)
      for (const [index, pool] of arena.pools.entries()) {
        expect(drawnTop(arena, index), label).toBe(pool.bytes)
        expect(chunkTop(pool), label).toBe(pool.bytes)
        expect(overlaps(index, arena.placed), label).toEqual([])
        for (const chunk of pool.chunks) expect(chunk.spans.length, label).toBeGreaterThan(0)
      }
      for (const { spans, bytes, heldBytes } of arena.placed) {
        expect(bytes, label).toBeLessThanOrEqual(heldBytes)
        for (const { from, to } of spans) expect(from < to && from >= 0 && to <= arena.steps.length, label).toBe(true)
      }
      for (const { heldBytes, tensorBytes, workspaceBytes } of arena.steps) {
        expect(tensorBytes + workspaceBytes, label).toBeLessThanOrEqual(heldBytes)
      }
      if (arena.pools.every(({ policy }) => policy === 'inOrder')) {
        expect(
          arena.growths.reduce((sum, { bytes }) => sum + bytes, 0),
          label,
        ).toBe(arena.bytes)
        // What does not fit has the longest free stretch made longer.
        for (const { placed, bytes, largestFreeBytes } of arena.growths) {
          expect(arena.placed[placed]?.heldBytes, label).toBe(bytes + largestFreeBytes)
        }
      }
    }
  })
})
