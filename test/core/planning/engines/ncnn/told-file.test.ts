// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import { readNcnn } from '#core/model/formats/ncnn/reader'
import { inferShapes } from '#core/model/infer-shapes'
import { withMasks } from '#core/planning/engines/ncnn/told-file'
import { createPlan } from '#core/planning/plan'
import { toldModel } from '#core/planning/told-layers'
import { english } from '#messages/say'

const TEXT = `7767517
5 5
Input            data             0 1 data 0=28 1=28 2=64
Convolution      a.b/c            1 1 data x 0=64 1=3 4=1 5=1 6=36864
Convolution      second           1 1 x y 0=64 1=3 4=1 5=1 6=36864 31=64\r
Convolution      third            1 1 y z 0=64 1=3 4=1 5=1 6=36864   31=4
BinaryOp         add              2 1 z x out 0=0
`

function planOf(
  text: string,
  profile: string,
  overrides: readonly { layers: string; algorithm: 'im2col' | 'winograd' }[] = [],
) {
  const model = readNcnn('/nowhere/net.param', new TextEncoder().encode(text))
  const shaped = inferShapes(model, {})
  if (!shaped.ok) throw new Error(english(shaped.problem.message))
  const configuration = { profile, settings: {}, threads: 8, isa: 'avx2', overrides } as const
  const plan = createPlan({ modelId: 'm', shaped: shaped.value, fileBytes: 0, configuration, catalog: null })
  if (!plan.ok) throw new Error(english(plan.problem.message))
  return { ...plan.value, nameOf: (node: number) => model.nodes[node]?.name ?? '' }
}

const chosen = ({ decisions }: ReturnType<typeof planOf>) =>
  decisions
    .filter(({ kind }) => kind === 'convolution')
    .map(({ algorithm, unit, packedWeightBytes }) => [algorithm, unit, packedWeightBytes])

describe('the mask in a file', () => {
  it('is heeded by releases that read it: Winograd is off where the file says so', () => {
    const algorithms = (version: string) => chosen(planOf(TEXT, `ncnn-${version}`)).map(([algorithm]) => algorithm)
    expect(algorithms('20260526')).toEqual(['winograd', 'im2col', 'winograd'])
    expect(algorithms('20220729')).toEqual(['winograd', 'winograd', 'winograd'])
  })

  it('is told of where a plan heeds only a part of it', () => {
    const notes = planOf(TEXT, 'ncnn-20260526').notes.map(english).join('\n')
    expect(notes).toContain('1 layer, the first being “third” (key 31)')
  })

  it('of one thread has its tiles', () => {
    const large = TEXT.replace('0=28 1=28', '0=112 1=112')
    const alone = large.replace('31=64', '31=192')
    const [, two] = planOf(large, 'ncnn-20260526').decisions
    const [, one] = planOf(alone, 'ncnn-20260526').decisions
    expect(one?.workspaceBytes).toBeLessThan(two?.workspaceBytes ?? 0)
  })
})

describe('a file with what layers are told', () => {
  it('has masks at the end of their lines or in place of others, and is otherwise the same', () => {
    const told = [
      { name: 'a.b/c', told: '31=64' },
      { name: 'second', told: '31=0' },
      { name: 'third', told: '' },
    ]
    const written = withMasks(TEXT, told)
    expect(written).toBe(TEXT.replace('6=36864\n', '6=36864 31=64\n').replace('31=64\r', '31=0\r'))
  })

  it('is not written where a layer is not there, or twice', () => {
    expect(withMasks(TEXT, [{ name: 'fourth', told: '31=64' }])).toBeNull()
    expect(withMasks(TEXT.replace('second', 'third '), [{ name: 'third', told: '31=64' }])).toBeNull()
  })

  it('gives without overrides the plan that they gave', () => {
    const overrides = [
      { layers: 'a.b/c', algorithm: 'im2col' },
      { layers: 'second', algorithm: 'winograd' },
    ] as const
    const forced = planOf(TEXT, 'ncnn-20260526', overrides)
    const written = toldModel(forced, { fileName: 'net.param', text: TEXT, nameOf: forced.nameOf })
    if (!written.ok) throw new Error(english(written.problem.message))
    const again = planOf(written.value, 'ncnn-20260526')
    expect(chosen(again)).toEqual(chosen(forced))
    expect(again.totals).toEqual(forced.totals)
    expect(chosen(again)).not.toEqual(chosen(planOf(TEXT, 'ncnn-20260526')))
  })

  it('is refused where the release or the file cannot', () => {
    const refused = (version: string, fileName: string) => {
      const plan = planOf(TEXT, `ncnn-${version}`, [{ layers: 'a.b/c', algorithm: 'im2col' }])
      const written = toldModel(plan, { fileName, text: TEXT, nameOf: plan.nameOf })
      return written.ok ? '' : english(written.problem.message)
    }
    expect(refused('20220729', 'net.param')).toContain('only ncnn from 20221128 on')
    expect(refused('20260526', 'net.onnx')).toContain('net.onnx cannot be written')
  })
})
