// SPDX-License-Identifier: Apache-2.0
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Placed } from '#contract/arena'
import type { Override } from '#contract/configuration'
import type { ModelView } from '#contract/model'
import type { Plan } from '#contract/plan'
import type { Planner } from '#core/planner'
import { english } from '#messages/say'
import { HEAD_HEIGHT, layOut } from '#renderer/features/map/map-layout'
import { nextTowards, pathTo } from '#renderer/features/map/map-path'
import { boxesOf, MAP_GROUPS, type MapPart, memoryMap } from '#renderer/features/map/memory-map'
import { neighbour } from '#renderer/features/map/neighbour'
import { partsText } from '#renderer/features/map/parts-table'
import { squarify } from '#renderer/features/map/squarify'
import { aliveAt } from '#renderer/lib/timeline/playhead'
import { openSample } from '../../../core/support/open-sample'

interface Opened {
  readonly view: ModelView
  readonly planner: Planner
}

const opened = new Map<string, Opened>()

beforeAll(async () => {
  for (const id of ['squeezenet', 'mobilenet-v2']) opened.set(id, await openSample(id))
})

function planOf(id: string, profile: string, overrides: readonly Override[] = []): { view: ModelView; plan: Plan } {
  const { view, planner } = opened.get(id) as Opened
  const plan = planner.plan(view.id, { profile, settings: {}, threads: 2, isa: 'avx2', overrides })
  if (!plan.ok) throw new Error(english(plan.problem.message))
  return { view, plan: plan.value }
}

const sum = (sizes: readonly { readonly bytes: number }[]) => sizes.reduce((total, { bytes }) => total + bytes, 0)

// Convscope's own engine asks its kernels for sizes, which only a build has.
const PROFILES = ['mnn-1.0.1', 'mnn-2.8.1', 'mnn-2.8.1-low-memory', 'mnn-3.6.1', 'ncnn-20210720', 'ncnn-20260526']

describe.each(PROFILES)('the map under %s', (profile) => {
  it.each(['squeezenet', 'mobilenet-v2'])('has every byte of %s once', (id) => {
    const { view, plan } = planOf(id, profile)
    const parts = memoryMap(view.nodes, plan)
    const { totals } = plan
    const expected = { ...totals, pool: totals.activations + totals.workspace }
    for (const group of MAP_GROUPS)
      expect(sum(parts.filter((part) => part.group === group)), group).toBe(expected[group])
    expect(sum(parts)).toBe(plan.totalBytes)
    expect(parts.every(({ bytes }) => Number.isInteger(bytes) && bytes > 0)).toBe(true)
    expect(new Set(parts.map((part) => part.id)).size).toBe(parts.length)
    expect(sum(boxesOf(parts))).toBe(plan.totalBytes)
  })

  it('has every byte once at any step too', () => {
    const { view, plan } = planOf('mobilenet-v2', profile)
    const arena = opened.get('mobilenet-v2')?.planner.arena(view.id, plan.configuration, 'plan')
    if (!arena?.ok) throw new Error('no places')
    for (const step of [0, 7, plan.steps.length - 1]) {
      const alive = aliveAt(arena.value, step).map((index) => arena.value.placed[index] as Placed)
      const parts = memoryMap(view.nodes, plan, alive)
      expect(sum(parts)).toBe(plan.totalBytes)
      const tensors = parts.filter(({ kind }) => kind === 'tensor')
      expect(sum(tensors)).toBeLessThanOrEqual(plan.totals.activations + plan.totals.workspace)
      expect(tensors.length).toBe(alive.filter(({ kind }) => kind !== 'workspace').length)
    }
  })
})

describe('a map', () => {
  const map = (id: string, overrides: readonly Override[] = []) => {
    const { view, plan } = planOf(id, 'mnn-2.8.1', overrides)
    return { view, plan, parts: memoryMap(view.nodes, plan) }
  }

  it('gives each layer the packed weights of its row', () => {
    const { plan, parts } = map('squeezenet')
    const rows = plan.decisions.filter(({ packedWeightBytes }) => packedWeightBytes)
    const packed = parts.filter(({ kind }) => kind === 'packed')
    expect(packed.map(({ node, bytes, algorithm }) => [node, bytes, algorithm])).toEqual(
      rows.map((row) => [row.node, row.packedWeightBytes, row.algorithm]),
    )
  })

  it('shows the pool at the peak: its tensors, its workspace and what they leave', () => {
    const { plan, parts } = map('squeezenet')
    const tensors = parts.filter(({ kind }) => kind === 'tensor')
    expect(tensors.map(({ bytes }) => bytes)).toEqual(plan.peak?.alive.map(({ bytes }) => bytes))
    const workspace = parts.filter(({ kind }) => kind === 'workspace')
    expect(sum(workspace)).toBe(plan.peak?.workspaceBytes)
    expect(workspace.every(({ node }) => node === plan.peak?.node)).toBe(true)
  })

  it('shrinks what is said to be more than there is, without a byte lost', () => {
    const { view, plan } = map('squeezenet')
    const peak = plan.peak as NonNullable<Plan['peak']>
    const twice = peak.alive.map((tensor) => ({ ...tensor, bytes: 3 * tensor.bytes + 1 }))
    const rounding = { name: { id: 'bill.rounding' } as const, bytes: -1000 }
    const totals = { ...plan.totals, packedWeights: plan.totals.packedWeights - 1000 }
    const crowded = { ...plan, totals, packedBeside: [rounding], peak: { ...peak, alive: twice } }
    const parts = memoryMap(view.nodes, crowded)
    expect(sum(parts)).toBe(plan.totalBytes - 1000)
    const tensors = parts.filter(({ kind }) => kind === 'tensor')
    expect(sum(tensors)).toBe(peak.activationBytes)
    expect(tensors.every(({ bytes, ownBytes }) => bytes < ownBytes)).toBe(true)
  })

  it('marks what an override forced', () => {
    const layers = 'fire2.expand3x3'
    const { view, parts } = map('squeezenet', [{ layers, algorithm: 'tiled' }])
    const marked = parts.filter(({ whatIf }) => whatIf)
    expect(marked.map(({ node }) => view.nodes[node ?? -1]?.name)).toEqual([layers])
  })

  it('has stages by the names of layers, and boxes down to a part', () => {
    const { parts } = map('squeezenet')
    const boxes = boxesOf(parts)
    const part = parts.find(({ stage, kind }) => stage === 'fire2' && kind === 'packed') as MapPart
    expect(pathTo(boxes, part.id).map(({ level }) => level)).toEqual(['group', 'stage', 'part'])
    expect(nextTowards(boxes, null, part.id)).toBe('packedWeights')
    expect(nextTowards(boxes, 'packedWeights', part.id)).toBe('packedWeights stage fire2')
    expect(nextTowards(boxes, 'packedWeights stage fire2', part.id)).toBe('packedWeights stage fire2')
  })

  it('draws areas in proportion to bytes, over all columns', () => {
    const { plan, parts } = map('mobilenet-v2')
    const [width, height] = [900, 260 + HEAD_HEIGHT]
    const layout = layOut(boxesOf(parts), width, height)
    expect(layout.parts).toHaveLength(parts.length)
    for (const { part, ...place } of layout.parts) {
      const area = (place.width * place.height) / (width * (height - HEAD_HEIGHT))
      expect(area).toBeCloseTo(part.bytes / plan.totalBytes, 9)
    }
  })

  it('knows which parts stand in the box of a stage: a stage of one part has none that could be named instead', () => {
    const { parts } = map('squeezenet')
    const alone = parts.find(({ stage }) => stage !== null)
    const shown = parts.filter((part) => part === alone || part.stage !== alone?.stage)
    const layout = layOut(boxesOf(shown), 900, 260)
    expect(layout.parts.filter(({ part, inStage }) => part.stage !== null && !inStage).map(({ part }) => part)).toEqual(
      [alone],
    )
    expect(layout.parts.some(({ inStage }) => inStage)).toBe(true)
  })

  it('is exported whole: the column of bytes adds up to its last line', () => {
    const { view, plan, parts } = map('squeezenet')
    const lines = partsText(view, parts, plan.totalBytes).trim().split('\n')
    expect(lines).toHaveLength(parts.length + 2)
    expect(lines[0]).toBe('category,stage,layer,part,algorithm,forced,bytes,share')
    expect(lines.at(-1)).toBe(`total,,,,,,${plan.totalBytes},1`)
  })
})

describe('squarify', () => {
  it('fills the place: areas by size, inside, none over another', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 1, maxLength: 40 })
    const edge = fc.integer({ min: 1, max: 2000 })
    fc.assert(
      fc.property(sizes, edge, edge, (unsorted, width, height) => {
        const sorted = [...unsorted].sort((a, b) => b - a)
        const total = sorted.reduce((most, size) => most + size, 0)
        const placed = squarify(sorted, { x: 5, y: 7, width, height })
        expect(placed).toHaveLength(sorted.length)
        for (const [index, each] of placed.entries()) {
          expect((each.width * each.height) / (width * height)).toBeCloseTo((sorted[index] ?? 0) / total, 6)
          expect(each.x).toBeGreaterThanOrEqual(5 - 1e-6)
          expect(each.y).toBeGreaterThanOrEqual(7 - 1e-6)
          expect(each.x + each.width).toBeLessThanOrEqual(5 + width + 1e-6)
          expect(each.y + each.height).toBeLessThanOrEqual(7 + height + 1e-6)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('makes near squares of the sizes of the paper', () => {
    const placed = squarify([6, 6, 4, 3, 2, 2, 1], { x: 0, y: 0, width: 6, height: 4 })
    const worst = Math.max(...placed.map(({ width, height }) => Math.max(width / height, height / width)))
    expect(worst).toBeLessThan(3)
    expect(placed[0]).toEqual({ x: 0, y: 0, width: 3, height: 2 })
  })
})

describe('the next part', () => {
  const grid = [0, 1, 2].flatMap((y) => [0, 1, 2].map((x) => ({ x, y, width: 1, height: 1 })))

  it('is the one beside, above or below, or none', () => {
    const middle = grid[4] as (typeof grid)[number]
    expect(neighbour(grid, middle, 'ArrowLeft')).toBe(grid[3])
    expect(neighbour(grid, middle, 'ArrowRight')).toBe(grid[5])
    expect(neighbour(grid, middle, 'ArrowUp')).toBe(grid[1])
    expect(neighbour(grid, middle, 'ArrowDown')).toBe(grid[7])
    expect(neighbour(grid, grid[8] as (typeof grid)[number], 'ArrowDown')).toBe(grid[8])
  })
})
