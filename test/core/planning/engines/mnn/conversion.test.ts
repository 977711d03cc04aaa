// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Override } from '#contract/configuration'
import type { Plan } from '#contract/plan'
import { inferShapes } from '#core/model/infer-shapes'
import { openModel } from '#core/model/open'
import type { PadRule } from '#core/model/operations/index'
import type { ShapedModel } from '#core/model/shapes'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { ModelSketch } from './model-sketch'

function plan(shaped: ShapedModel, profile: string, overrides: readonly Override[] = [], threads = 4): Plan {
  const configuration = { profile, settings: {}, threads, isa: 'avx2', overrides } as const
  const made = createPlan({ modelId: 'm', shaped, fileBytes: 0, configuration, catalog: null })
  if (!made.ok) throw new Error(english(made.problem.message))
  return made.value
}

function row({ decisions }: Plan, node = 0) {
  const found = decisions.find((each) => each.node === node)
  if (found === undefined) throw new Error(`no row for node ${node}`)
  return found
}

const notes = ({ notes: all }: Plan) => all.map(english).join(' ')

/** A grouped 3×3 convolution and a rectifier behind it, as files of other formats have them. */
function grouped(channels: number, out: number, group: number, size = 14): ShapedModel {
  const sketch = new ModelSketch('onnx')
  const made = sketch.conv(sketch.input([1, channels, size, size]), { outChannels: out, kernel: 3, pad: 1, group })
  return stating(sketch.shaped([relu(sketch, made)]), { kind: 'explicit', pads: [1, 1, 1, 1] })
}

/** With the padding as a file states it. */
function stating(shaped: ShapedModel, pads: PadRule): ShapedModel {
  const nodes = shaped.model.nodes.map((node) =>
    node.operation.kind === 'Conv' ? { ...node, operation: { ...node.operation, pads } } : node,
  )
  return { ...shaped, model: { ...shaped.model, nodes } }
}

function relu(sketch: ModelSketch, from: number): number {
  const operation = { kind: 'Unary', function: 'relu', alpha: 0, beta: 0 } as const
  return sketch.node(operation, [from], sketch.dimsOf(from))
}

/** The same as the converter writes it: the rectifier is in the convolutions. */
function writtenApart(channels: number, out: number, groups: number, size = 14): ShapedModel {
  const sketch = new ModelSketch('onnx')
  const image = sketch.input([1, channels, size, size])
  const each = channels / groups
  const parts = sketch.nodes(
    { kind: 'Split', axis: 1, sizes: new Array<number>(groups).fill(each) },
    [image],
    new Array<readonly number[]>(groups).fill([1, each, size, size]),
  )
  const made = parts.map((part) => sketch.conv(part, { outChannels: out / groups, kernel: 3, pad: 1 }))
  return sketch.shaped([sketch.node({ kind: 'Concat', axis: 1 }, made, [1, out, size, size])])
}

describe('a convolution of several groups', () => {
  it.each(['mnn-1.0.1', 'mnn-1.2.7', 'mnn-2.8.1', 'mnn-3.6.1'])(
    '%s plans it as what its converter writes',
    (profile) => {
      for (const [channels, out, groups] of [
        [96, 96, 3],
        [32, 48, 8],
        [12, 24, 2],
      ] as const) {
        const made = plan(grouped(channels, out, groups), profile)
        const apart = plan(writtenApart(channels, out, groups), profile)
        expect(made.totals, `${channels} to ${out}`).toEqual(apart.totals)
        const parts = apart.decisions
        expect(row(made)).toMatchObject({
          algorithm: 'grouped',
          inner: { algorithm: parts[0]?.algorithm, unit: parts[0]?.unit, groups },
          executor: parts[0]?.executor,
          packedWeightBytes: groups * (parts[0]?.packedWeightBytes ?? 0),
          workspaceBytes: parts[0]?.workspaceBytes,
          macs: out * (channels / groups) * 9 * 14 * 14,
        })
      }
    },
  )

  it('has one row, which says how many convolutions it becomes, and so does a note', () => {
    const made = plan(grouped(96, 96, 3), 'mnn-2.8.1')
    expect(made.decisions).toHaveLength(1)
    expect(english(row(made).reason)).toContain('makes 3 layers of it, one for each group; each of them:')
    expect(notes(made)).toContain('The converter of MNN 2.8.1 writes 3 layers for the groups of 1 convolution')
    expect(notes(made)).toContain('would fold 1 node')
    expect(made.steps.map(({ node }) => node)).toEqual([0])
  })

  it('stays what it is where each group has one channel, and in a file of MNN', () => {
    const sketch = new ModelSketch('onnx')
    const depthwise = { outChannels: 16, kernel: 3, pad: 1, group: 16, depthwise: true }
    const made = plan(sketch.shaped([sketch.conv(sketch.input([1, 16, 14, 14]), depthwise)]), 'mnn-3.6.1')
    expect(row(made)).toMatchObject({ algorithm: 'depthwise', inner: null })
    const file = new ModelSketch('mnn')
    const kept = file.conv(file.input([1, 96, 14, 14]), { outChannels: 96, kernel: 3, pad: 1, group: 3 })
    expect(row(plan(file.shaped([kept]), 'mnn-2.8.1')).executor).toBe('ConvolutionGroup')
  })

  it('with weights that the model computes is written apart from 2.9.3 on', () => {
    const sketch = new ModelSketch('onnx')
    const computed = { outChannels: 32, kernel: 3, pad: 1, group: 4, constantWeight: false }
    const shaped = sketch.shaped([sketch.conv(sketch.input([1, 32, 14, 14]), computed)])
    expect(row(plan(shaped, 'mnn-2.9.2')).algorithm).toBe('tiled')
    expect(row(plan(shaped, 'mnn-2.9.3'))).toMatchObject({ algorithm: 'grouped', inner: { groups: 4 } })
  })

  it('takes an override as one layer', () => {
    const shaped = grouped(96, 96, 3)
    const forced = plan(shaped, 'mnn-2.8.1', [{ layers: 'node 0', algorithm: 'tiled' }])
    expect(row(forced)).toMatchObject({ algorithm: 'grouped', inner: { algorithm: 'tiled', groups: 3 } })
    expect(row(forced).overridden).toMatchObject({ by: 'node 0' })
    expect(notes(forced)).toContain('The algorithm of 1 layer is forced')
    const own = plan(shaped, 'mnn-2.8.1', [{ layers: 'node 0', algorithm: 'grouped' }])
    expect(own.totals).toEqual(plan(shaped, 'mnn-2.8.1').totals)
  })
})

describe('groups of few channels', () => {
  it('become depthwise convolutions from 3.4.0 on, one for each pair of channels in and out of a group', () => {
    const shaped = grouped(64, 96, 32)
    expect(row(plan(shaped, 'mnn-3.3.0'))).toMatchObject({ inner: { algorithm: 'tiled', groups: 32 } })
    const made = plan(shaped, 'mnn-3.4.0', [], 1)
    const packed = 32 * 9 * 4 + 32 * 4
    const paddedPlanes = 8 * 16 * 16 * 4
    expect(row(made)).toMatchObject({
      inner: { algorithm: 'depthwise', groups: 6 },
      packedWeightBytes: 6 * packed,
      workspaceBytes: paddedPlanes,
      macs: 96 * 2 * 9 * 14 * 14,
    })
    expect(english(row(made).reason)).toContain('makes 6 depthwise layers of it')
    // The rectifier is no longer merged into it.
    expect(notes(made)).not.toContain('would fold')
  })

  it.each([
    // Four channels out of each; as many groups as channels in each; padding by a name.
    [grouped(64, 128, 32), 'tiled'],
    [grouped(9, 9, 3), 'tiled'],
    [stating(grouped(64, 96, 32), { kind: 'same', odd: 'upper' }), 'tiled'],
  ])('stay what they are otherwise (%#)', (shaped, algorithm) => {
    expect(row(plan(shaped, 'mnn-3.6.1')).inner?.algorithm).toBe(algorithm)
  })
})

describe('a transposed convolution of several groups', () => {
  it.each(['mnn-1.0.1', 'mnn-2.8.1', 'mnn-3.6.1'])('is one for each group under %s', (profile) => {
    const up = (group: number, channels: number, out: number) => {
      const sketch = new ModelSketch('onnx')
      const window = { kernel: [4, 4], strides: [2, 2], dilations: [1, 1], pads: [1, 1, 1, 1], outputPadding: [0, 0] }
      const operation = { kind: 'ConvTranspose', ...window, group, activation: 'none' } as const
      const weight = sketch.constant([channels, out / group, 4, 4])
      const made = sketch.node(operation, [sketch.input([1, channels, 16, 16]), weight], [1, out, 32, 32])
      return row(plan(sketch.shaped([made]), profile))
    }
    const [one, four] = [up(1, 16, 8), up(4, 64, 32)]
    expect(four).toMatchObject({
      inner: { algorithm: one.algorithm, unit: one.unit, groups: 4 },
      packedWeightBytes: 4 * (one.packedWeightBytes ?? 0),
      workspaceBytes: one.workspaceBytes,
      macs: 4 * (one.macs ?? 0),
    })
    expect(english(four.reason)).toContain('makes 4 layers of it')
  })
})

/** Files of reports, beside the checkout. */
const CASES = resolve(import.meta.dirname, '../../../../../../shared/cases')
const has = existsSync(CASES)

describe.runIf(has)(`the report of groups${has ? '' : ' (skipped: ../shared/cases is missing)'}`, () => {
  it.each(['mnn-1.0.1', 'mnn-2.8.1', 'mnn-3.6.1'])('%s plans both forms alike', async (profile) => {
    const opened = await openModel(resolve(CASES, 'mnn-762-group/split.mnn'))
    if (!opened.ok) throw new Error(english(opened.problem.message))
    const shaped = inferShapes(opened.value.model, {})
    if (!shaped.ok) throw new Error(english(shaped.problem.message))
    const { packedWeights, workspace, activations } = plan(shaped.value, profile).totals
    expect(plan(grouped(96, 96, 3, 56), profile).totals).toMatchObject({ packedWeights, workspace, activations })
  })
})
