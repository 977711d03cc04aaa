// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { inferShapes } from '#core/model/infer-shapes'
import { modelView } from '#core/model/model-view'
import { buildSample, samples } from '#core/model/samples/index'
import { english } from '#messages/say'
import { opened } from './support/model-files'
import { temporaryFolder } from './support/temporary-folder'

const path = temporaryFolder()

async function view(id: string) {
  const file = path(`${id}.onnx`)
  await writeFile(file, buildSample(id))
  const model = await opened(file)
  const shaped = inferShapes(model.model, {})
  if (!shaped.ok) throw new Error(english(shaped.problem.message))
  return modelView('m', model, shaped.value)
}

describe('samples', () => {
  it.each([
    ['iresnet100', 103, 253, [1, 512, 1, 1]],
    ['squeezenet', 26, 65, [1, 1000, 1, 1]],
    ['mobilenet-v2', 53, 100, [1, 1000, 1, 1]],
  ])('%s: %i convolutions of %i nodes', async (id, convolutions, nodes, output) => {
    const sample = await view(id)
    expect(sample.nodes.filter(({ op }) => op === 'Conv')).toHaveLength(convolutions)
    expect(sample.nodes).toHaveLength(nodes)
    expect(sample.outputs.map((tensor) => sample.tensors[tensor]?.dims)).toEqual([output])
    expect(sample.nodes.filter(({ notRunnable }) => notRunnable)).toEqual([])
    expect(sample.synthesisedWeights).toBe(false)
  })

  it('IResNet-100 has 199.2 MiB of convolution weights', async () => {
    const sample = await view('iresnet100')
    const weights = sample.nodes.flatMap(({ op, inputs }) =>
      op === 'Conv' ? [sample.tensors[inputs[1] ?? -1]?.bytes ?? 0] : [],
    )
    expect((weights.reduce((a, b) => a + b, 0) / 2 ** 20).toFixed(1)).toBe('199.2')
  })

  it('MobileNet V2 and SqueezeNet 1.1 have the parameters of the papers', async () => {
    // 3.4 million with batch normalisation; 1.235 million.
    expect((await view('mobilenet-v2')).weightBytes / 4e6).toBeCloseTo(3.49, 2)
    expect((await view('squeezenet')).weightBytes / 4e6).toBeCloseTo(1.235, 3)
  })

  it.each(samples.map(({ id }) => id))('%s is the same, small file every time', (id) => {
    const bytes = buildSample(id)
    expect(bytes).toEqual(buildSample(id))
    expect(bytes.length).toBeLessThan(200_000)
  })

  it.each(samples.map(({ id }) => id))(
    '%s runs in ONNX Runtime with sensible activations',
    async (id) => {
      const session = await InferenceSession.create(buildSample(id))
      const edge = id === 'iresnet100' ? 112 : 224
      const data = Float32Array.from({ length: 3 * edge * edge }, (_, i) => (i % 97) / 97)
      const [output] = Object.values(await session.run({ data: new Tensor('float32', data, [1, 3, edge, edge]) }))
      for (const value of Array.from((output as Tensor).data as Float32Array)) {
        expect(Number.isFinite(value)).toBe(true)
        expect(Math.abs(value)).toBeGreaterThan(1e-4)
        expect(Math.abs(value)).toBeLessThan(1e4)
      }
    },
    60_000,
  )

  it('an unknown sample is a mistake of the caller', () => {
    expect(() => buildSample('alexnet')).toThrow("no sample 'alexnet'")
  })
})
