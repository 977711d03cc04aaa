// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest'
import type { Configuration, SettingValues } from '#contract/configuration'
import { isLowerBound, type Plan } from '#contract/plan'
import type { Model } from '#core/model/graph'
import { inferShapes } from '#core/model/infer-shapes'
import type { ResolvedOperation, ShapedModel } from '#core/model/shapes'
import { profileOf } from '#core/planning/engines/index'
import { BufferPool, ImagePool, Ledger } from '#core/planning/engines/mnn/opencl/pools'
import { createPlan } from '#core/planning/plan'
import { english } from '#messages/say'
import { stairs } from '#messages/stairs'
import { iresnet100 } from '../iresnet100'
import { ModelSketch } from '../model-sketch'

function planFor(shaped: ShapedModel, version: string, settings: SettingValues = {}): Plan {
  const configuration: Configuration = {
    profile: `mnn-${version}`,
    threads: 4,
    isa: 'avx2',
    settings: { backend: 'opencl', gpuMemory: 'buffer', ...settings },
  }
  const plan = createPlan({ modelId: 'm', shaped, fileBytes: 1000, configuration, catalog: null })
  if (!plan.ok) throw new Error(english(plan.problem.message))
  return plan.value
}

function oneConvolution(side: number, inChannels: number, outChannels: number, kernel = 3): ShapedModel {
  const sketch = new ModelSketch('mnn')
  const input = sketch.input([1, inChannels, side, side])
  return sketch.shaped([sketch.conv(input, { outChannels, kernel, pad: kernel === 3 ? 1 : 0 })])
}

const chosen = ({ decisions }: Plan) => decisions.map(({ algorithm }) => algorithm)
const first = ({ decisions }: Plan) => decisions[0] ?? expect.fail('no layer')

describe('the decoder of MNN#4782: 640×640, 256 channels', () => {
  const decoder = oneConvolution(640, 256, 256)

  it('takes two copies of 838,860,800 bytes for Winograd since 2.9.2, whatever memory mode is asked for', () => {
    const pair = [838_860_800, 838_860_800]
    for (const version of ['2.9.2', '2.9.5', '3.0.2', '3.6.1']) {
      for (const memory of ['low', 'normal']) {
        const { workspace, algorithm } = first(planFor(decoder, version, { memory }))
        expect(algorithm).toBe('winograd')
        expect(workspace.map(({ bytes }) => bytes)).toEqual(pair)
      }
    }
  })

  it('runs directly in 2.8.1, whose maps have a bound, and with the fix of #4783 under memory low', () => {
    expect(chosen(planFor(decoder, '2.8.1'))).toEqual(['direct'])
    expect(chosen(planFor(decoder, 'master', { memory: 'low' }))).toEqual(['direct'])
    expect(chosen(planFor(decoder, 'master'))).toEqual(['winograd'])
    const { candidates } = first(planFor(decoder, 'master', { memory: 'low' }))
    expect(english(candidates[0]?.reason ?? expect.fail())).toContain(
      'may take 256.0 MiB; these would take 1,600.0 MiB',
    )
  })

  it('fits no image, whose sides a GPU bounds: a Mali has longer ones than an Adreno', () => {
    const inImages = (shaped: ShapedModel, gpu: string) => chosen(planFor(shaped, '3.6.1', { gpuMemory: 'image', gpu }))
    expect(inImages(decoder, 'mali')).toEqual(['direct'])
    // Its tensors fit no image of an Adreno: the CPU has it, which no advice may take for a saving.
    expect(inImages(decoder, 'adreno')).toEqual([null])
    expect(isLowerBound(planFor(decoder, '3.6.1', { gpuMemory: 'image', gpu: 'adreno' }))).toBe(true)
    const [within, beyond] = [oneConvolution(240, 64, 64), oneConvolution(600, 64, 64)]
    expect([within, beyond].map((shaped) => inImages(shaped, 'adreno'))).toEqual([['winograd'], ['direct']])
    expect(inImages(beyond, 'mali')).toEqual(['winograd'])
  })
})

describe('ResNet100 at 112×112', () => {
  const model = iresnet100('mnn')

  it('takes half of its 2.8.1 bytes in 3.6.1, where weights are no longer rounded up to eight channels', () => {
    const [before, after] = ['2.8.1', '3.6.1'].map((version) => planFor(model, version).totals.packedWeights)
    expect(before).toBeGreaterThan(1.9 * (after ?? 0))
  })

  it('asks for more while it is created than it keeps, as weights are copied on their way', () => {
    const { lifecycle, totals } = planFor(model, '3.6.1')
    expect((lifecycle?.loading ?? 0) - totals.packedWeights).toBeGreaterThanOrEqual(512 * 512 * 9 * 4)
  })

  it('has twice the bytes in float32, and on a device without half precision', () => {
    const half = planFor(model, '3.6.1').totals.packedWeights
    expect(planFor(model, '3.6.1', { precision: 'high' }).totals.packedWeights).toBe(2 * half)
    expect(planFor(model, '3.6.1', { gpuHalf: false }).totals.packedWeights).toBe(2 * half)
  })
})

describe('a plan on the OpenCL backend', () => {
  it('is told apart from the processor’s: its total is what the driver is asked for, and no more is claimed', () => {
    const plan = planFor(oneConvolution(56, 64, 64), '3.6.1')
    const { totals, totalBytes, lifecycle, residentSetBytes, notes } = plan
    expect(Object.values(totals).reduce((sum, bytes) => sum + bytes, 0)).toBe(totalBytes)
    expect(totals.modelBuffer).toBe(0)
    expect(residentSetBytes).toBeNull()
    expect(lifecycle?.afterRun).toBe(totalBytes)
    const text = notes.map(english).join('\n')
    expect(text).toContain('bytes asked of the OpenCL driver')
    expect(text).not.toContain('resident')
    const names = stairs(1, plan).map(({ name }) => english(name))
    expect(names).toContain('Asked of the driver')
    expect(names).not.toContain('Resident set')
    expect(text).toContain('Threads and instruction set make no difference')
  })

  it('says what getSessionInfo leaves out: before #4784 all but weight buffers, and in image mode everything', () => {
    const told = (version: string, settings: SettingValues) => {
      const { notes } = planFor(oneConvolution(56, 64, 64), version, settings)
      return notes.find((note) => note.id === 'note.gpuSessionInfo') ?? expect.fail()
    }
    const counted = (version: string, settings: SettingValues = {}) => {
      const note = told(version, settings)
      return note.id === 'note.gpuSessionInfo' ? note.counted : 0
    }
    const { totals } = planFor(oneConvolution(56, 64, 64), '3.6.1')
    expect(counted('3.6.1')).toBe(totals.packedWeights)
    expect(counted('3.6.1', { gpuMemory: 'image' })).toBe(0)
    expect(counted('master')).toBe(totals.packedWeights + totals.activations + totals.workspace)
  })

  it('says of a release that was not measured what of it is uncertain', () => {
    const uncertain = (version: string) =>
      planFor(oneConvolution(56, 64, 64), version).notes.some(({ id }) => id === 'note.gpuUnmeasured')
    expect(['2.8.1', '2.9.2', '2.9.3', '3.4.0', '3.6.1', 'master'].map(uncertain)).toEqual([
      ...[false, false, true, true, false, false],
    ])
  })

  it('is “at least” where an operation runs on the CPU', () => {
    const sketch = new ModelSketch('mnn')
    const input = sketch.input([1, 8, 16, 16])
    const computed = sketch.conv(input, { outChannels: 8, kernel: 3, pad: 1, constantWeight: false })
    const plan = planFor(sketch.shaped([computed]), '3.6.1')
    expect(isLowerBound(plan)).toBe(true)
    expect(english(first(plan).reason)).toContain('hands this operation to the CPU')
  })

  it.each([
    ['buffer', ['ArgMax', 'Gather', 'CumSum'], ['TopK', 'NonZero', 'RoiAlign', 'NonMaxSuppression']],
    ['image', [], ['ArgMax', 'Gather', 'CumSum', 'TopK', 'NonZero', 'RoiAlign', 'NonMaxSuppression']],
  ] as const)('in %s mode knows %s, and is “at least” with %s', (gpuMemory, known, unknown) => {
    const isAtLeast = (kind: string) => {
      const sketch = new ModelSketch('mnn')
      const layer = sketch.conv(sketch.input([1, 8, 16, 16]), { outChannels: 8, kernel: 1 })
      const operation = { kind } as unknown as ResolvedOperation
      const plan = planFor(sketch.shaped([sketch.node(operation, [layer], [1, 8, 16, 16])]), '3.6.1', { gpuMemory })
      return isLowerBound(plan)
    }
    expect([...known, ...unknown].filter(isAtLeast)).toEqual([...unknown])
  })

  it('is “at least” in image mode where several images are transposed before a reshape, from 3.4.0 on', () => {
    const isAtLeast = (batch: number, version: string, gpuMemory: string) => {
      const sketch = new ModelSketch('mnn')
      const layer = sketch.conv(sketch.input([batch, 8, 16, 16]), { outChannels: 8, kernel: 1 })
      const moved = sketch.node({ kind: 'Transpose', permutation: [0, 2, 3, 1] }, [layer], [batch, 16, 16, 8])
      const shaped = sketch.shaped([sketch.node({ kind: 'Alias' }, [moved], [batch, 256, 8])])
      return isLowerBound(planFor(shaped, version, { gpuMemory }))
    }
    expect(isAtLeast(2, '3.6.1', 'image')).toBe(true)
    expect([isAtLeast(1, '3.6.1', 'image'), isAtLeast(2, '3.6.1', 'buffer'), isAtLeast(2, '3.0.5', 'image')]).toEqual([
      ...[false, false, false],
    ])
  })

  it('copies what a convolution in groups reads and writes, which the CPU runs: as was measured of 3.6.1', () => {
    const sketch = new ModelSketch('mnn')
    const before = sketch.conv(sketch.input([1, 8, 16, 16]), { outChannels: 16, kernel: 3, pad: 1 })
    const grouped = sketch.conv(before, { outChannels: 16, kernel: 3, pad: 1, group: 2 })
    const shaped = sketch.shaped([sketch.conv(grouped, { outChannels: 8, kernel: 1 })])
    const [buffers, images] = ['buffer', 'image'].map((gpuMemory) => planFor(shaped, '3.6.1', { gpuMemory }))
    const told = (plan: Plan | undefined) => [plan?.lifecycle?.loaded, plan?.totalBytes, plan?.lifecycle?.running]
    expect(told(buffers)).toEqual([16_064, 32_448, 40_640])
    expect(told(images)).toEqual([14_896, 31_280, 39_472])
    if (buffers === undefined) expect.fail('no plan')
    expect(isLowerBound(buffers)).toBe(false)
    const [, row] = buffers.decisions
    expect([row?.packedWeightBytes, row?.workspaceBytes]).toEqual([0, 0])
    expect(english(row?.reason ?? expect.fail())).toContain('the CPU runs it between copies')
    const text = buffers.notes.map(english).join(' ')
    expect(text).toContain('One layer runs on the CPU')
  })

  it('gives the CPU what would need a longer image than the GPU allows: a Mali allows four times an Adreno’s', () => {
    const sketch = new ModelSketch('mnn')
    const shaped = sketch.shaped([sketch.conv(sketch.input([1, 4, 2, 20_000]), { outChannels: 4, kernel: 1 })])
    const weights = (settings: SettingValues) => first(planFor(shaped, '3.6.1', settings)).packedWeightBytes
    expect(weights({ gpuMemory: 'image' })).toBeNull()
    expect(weights({ gpuMemory: 'image', gpu: 'mali' })).toBeGreaterThan(0)
    expect(weights({ gpuMemory: 'buffer' })).toBeGreaterThan(0)
  })

  it('reads a configuration without a backend as the CPU’s, also in releases that have one', () => {
    const shaped = oneConvolution(56, 64, 64)
    const configuration: Configuration = { profile: 'mnn-3.6.1', threads: 4, isa: 'avx2', settings: {} }
    const plan = createPlan({ modelId: 'm', shaped, fileBytes: 1000, configuration, catalog: null })
    expect(plan.ok && plan.value.decisions[0]?.executor).toContain('Convolution')
  })
})

describe('Intel’s GPUs with subgroups', () => {
  /** One of each: dense and depthwise layers, 1×1, Winograd, and one with too few output channels. */
  const chain = (): ShapedModel => {
    const sketch = new ModelSketch('mnn')
    const shrunk = sketch.conv(sketch.input([1, 3, 64, 64]), { outChannels: 24, kernel: 3, stride: 2, pad: 1 })
    const apart = sketch.conv(shrunk, { outChannels: 24, kernel: 3, pad: 1, group: 24, depthwise: true })
    const wide = sketch.conv(apart, { outChannels: 40, kernel: 1 })
    const squared = sketch.conv(wide, { outChannels: 40, kernel: 3, pad: 1 })
    return sketch.shaped([sketch.conv(squared, { outChannels: 8, kernel: 1 })])
  }

  it('ask for what was measured of MNN 3.6.1, and two and a half times of what they do without', () => {
    const planOn = (gpu: string) => planFor(chain(), '3.6.1', { gpu })
    const [with16, without] = [planOn('intelSubgroups'), planOn('intel')]
    expect([with16.lifecycle?.loaded, with16.totalBytes]).toEqual([2_757_312, 2_806_464])
    expect([without.lifecycle?.loaded, without.totalBytes]).toEqual([1_088_672, 1_137_824])
    expect(with16.decisions.map(({ executor }) => executor)).toEqual([
      'ConvSubgroupBuf',
      'DepthwiseConvSubgroupBufExecution',
      'ConvSubgroupBuf',
      'ConvBufWinograd',
      'ConvBufExecution',
    ])
  })

  it('copy an input that lies in packs of four', () => {
    const [narrow, ...others] = planFor(chain(), '3.6.1', { gpu: 'intelSubgroups' }).decisions
    // The image: rows of 64 pixels, two packs of four.
    expect(narrow?.workspace).toEqual([{ name: { id: 'part.rearrangedInput' }, bytes: 64 * 64 * 8 * 2 }])
    // Winograd’s pair: 16 positions of 256 tiles, three packs of sixteen rounded up to eight.
    expect(others.map(({ workspaceBytes }) => workspaceBytes)).toEqual([0, 0, 2 * 16 * 256 * 8 * 16 * 2, 0])
  })

  it('are the same as without in image mode', () => {
    const [with16, without] = ['intelSubgroups', 'intel'].map((gpu) => {
      return planFor(chain(), '3.6.1', { gpu, gpuMemory: 'image' }).totalBytes
    })
    expect(with16).toBe(without)
  })
})

describe('large 1×1 layers', () => {
  it('are one product from 2.9.5 on, with Strassen’s sums where the product is large', () => {
    const layer = oneConvolution(64, 2048, 2048, 1)
    const { algorithm, workspace } = first(planFor(layer, '3.6.1'))
    expect(algorithm).toBe('strassen-1x1')
    const names = workspace.map(({ name }) => name.id)
    expect(names).toEqual(['part.rearrangedInput', 'part.rearrangedOutput', 'part.strassenSums'])
    // Quarters of 4096 × 2048 by 2048 × 2048, one sum for each side; their products are too small for another level.
    expect(workspace[2]?.bytes).toBe((1024 * 1024 + 1024 * 2048) * 2)
    expect(chosen(planFor(layer, '2.8.1'))).toEqual(['gemm-1x1'])
  })

  it('lend Strassen’s sums their rearranged copies in 2.9.5 alone', () => {
    const layer = oneConvolution(64, 2048, 2048, 1)
    const [lent, own] = ['2.9.5', '2.9.6'].map((version) => planFor(layer, version))
    const sums = (1024 * 1024 + 1024 * 2048) * 2
    expect((own?.totalBytes ?? 0) - (lent?.totalBytes ?? 0)).toBe(sums)
  })

  it('had to have sides that are not too unlike until 3.0.3', () => {
    const layer = oneConvolution(160, 48, 512, 1)
    expect(chosen(planFor(layer, '3.0.4'))).toEqual(['strassen-1x1'])
    const { algorithm, candidates } = first(planFor(layer, '3.0.3'))
    expect(algorithm).toBe('gemm-1x1')
    expect(candidates.map(({ reason }) => english(reason)).join(' ')).toContain('sides that are not too unlike')
  })

  it('need no workspace while they are small', () => {
    const { algorithm, workspaceBytes } = first(planFor(oneConvolution(14, 64, 128, 1), '3.6.1'))
    expect([algorithm, workspaceBytes]).toEqual(['gemm-1x1', 0])
  })
})

describe('a session that is resized', () => {
  /** A chain of 1×1 layers that are products from 16×16 pixels on; the file states 32×32 of an open batch. */
  function stated(): Model {
    const sketch = new ModelSketch('mnn')
    const input = sketch.input([1, 512, 32, 32])
    const shaped = sketch.shaped([sketch.conv(input, { outChannels: 512, kernel: 1 })])
    const inputs = shaped.model.inputs.map((each) => ({ ...each, declaredDims: [null, 512, 32, 32] }))
    const nodes = shaped.model.nodes.map(({ operation, ...node }) => ({
      ...node,
      operation: operation.kind === 'Conv' ? { ...operation, pads: { kind: 'valid' as const } } : operation,
    }))
    return { ...shaped.model, inputs, nodes }
  }

  function at(side: number): ShapedModel {
    const shaped = inferShapes(stated(), { 'tensor 0': [1, 512, side, side] })
    return shaped.ok ? shaped.value : expect.fail(english(shaped.problem.message))
  }

  it('keeps the blocks of a product that is none any more, until a new one takes its place', () => {
    const bytes = 512 * 32 * 32 * 2
    const shrunk = planFor(at(8), '3.6.1')
    // What was rearranged of input and output at 32×32; the tensors of that size went with their pool.
    expect(shrunk.totals.other).toBe(2 * bytes)
    expect(chosen(shrunk)).toEqual(['gemm-1x1'])
    expect(shrunk.notes.map(english).join(' ')).toContain('blocks of an earlier size')
    const totals = [
      planFor(at(24), '3.6.1'),
      planFor(at(8), '3.6.1', { createdFor: 'resized' }),
      planFor(at(8), '2.8.1'),
    ]
    expect(totals.map(({ totals: { other } }) => other)).toEqual([0, 0, 0])
  })

  it('asks for the new blocks before the old ones go', () => {
    const { lifecycle } = planFor(at(24), '3.6.1')
    const { lifecycle: alone } = planFor(at(24), '3.6.1', { createdFor: 'resized' })
    expect(lifecycle?.loaded).toBe(alone?.loaded)
    expect(lifecycle?.loading).toBeGreaterThan(alone?.loading ?? Number.POSITIVE_INFINITY)
  })

  it('says what an OpenCL session keeps, and tells no size of one that is modelled in part', () => {
    const resizing = profileOf('mnn-3.6.1')?.resizing ?? expect.fail('cannot be resized')
    const on = (backend: string): Configuration => {
      return { profile: 'mnn-3.6.1', threads: 1, isa: 'avx2', settings: { backend, gpuMemory: 'image' } }
    }
    expect(english(resizing.rule(on('opencl')))).toContain('given back to the driver')
    expect(english(resizing.rule(on('cpu')))).not.toContain('driver')
    const sketch = new ModelSketch('mnn')
    const layer = sketch.conv(sketch.input([1, 8, 16, 16]), { outChannels: 8, kernel: 1 })
    const topK = { kind: 'TopK' } as unknown as ResolvedOperation
    const shaped = sketch.shaped([sketch.node(topK, [layer], [1, 8, 16, 16])])
    const held = resizing
      .open()
      .resize({ modelId: 'm', shaped, fileBytes: 1, configuration: on('opencl'), catalog: null })
    expect(held).toEqual({ ok: true, value: null })
  })

  it('has a product no more once it was none at some size', () => {
    const session = profileOf('mnn-3.6.1')?.resizing?.open() ?? expect.fail('cannot be resized')
    const settings = { backend: 'opencl', gpuMemory: 'buffer' }
    const sized = (side: number) => {
      const configuration: Configuration = { profile: 'mnn-3.6.1', threads: 1, isa: 'avx2', settings }
      const held = session.resize({ modelId: 'm', shaped: at(side), fileBytes: 1, configuration, catalog: null })
      return held.ok && held.value !== null ? [held.value.workspace > 0, held.value.other] : expect.fail()
    }
    expect([32, 24, 8, 32].map(sized)).toEqual([
      [true, 0],
      [true, 0],
      [false, 2 * 512 * 24 * 24 * 2],
      [false, 2 * 512 * 24 * 24 * 2],
    ])
  })
})

describe('pools', () => {
  it('take the smallest free buffer that is large enough, whole, and keep those that are too small', () => {
    const ledger = new Ledger()
    const pool = new BufferPool(ledger)
    const [large, small] = [pool.request(100), pool.request(40)]
    pool.free(large)
    pool.free(small)
    expect(pool.request(30)).toBe(small)
    expect(pool.request(30)).toBe(large)
    expect(pool.request(30).bytes).toBe(30)
    pool.free(large)
    expect(pool.request(101).bytes).toBe(101)
    expect(ledger.liveBytes).toBe(271)
    pool.clear()
    expect(ledger.liveBytes).toBe(0)
    expect(ledger.peakBytes).toBe(271)
  })

  it('take the free image with the least waste; one that fits exactly gives way to a later one', () => {
    const pool = new ImagePool(new Ledger())
    const [wide, exact, tall] = [pool.request(8, 4, 8), pool.request(4, 4, 8), pool.request(4, 8, 8)]
    for (const image of [wide, exact, tall]) pool.free(image)
    expect(pool.request(4, 4, 8)).toBe(tall)
    expect(pool.request(4, 4, 16)).not.toBe(exact)
    expect(pool.request(4, 4, 8)).toBe(exact)
  })
})
