// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { readNcnn } from '#core/model/formats/ncnn/reader'
import { inferShapes } from '#core/model/infer-shapes'
import { ReadError } from '#core/model/read-error'
import { english } from '#messages/say'
import { opened } from '../support/model-files'
import { ncnnText, ncnnWeights } from '../support/ncnn-writer'
import { temporaryFolder } from '../support/temporary-folder'

const folder = temporaryFolder()
const NET = ncnnText([
  'Input in >x 0=8 1=8 2=3',
  'Convolution first x>a 0=4 1=3 5=1 6=108 31=64',
  'Convolution second a>y 0=2 1=1 6=8',
])
const ONES = (count: number) => new Array<number>(count).fill(1)
const WEIGHTS = ncnnWeights([
  { as: 'floats', values: ONES(108) },
  { as: 'plain', values: ONES(4) },
  { as: 'floats', values: ONES(8) },
])

/** Warnings of the net with these weights. */
async function warnings(net: string, weights?: Uint8Array) {
  const path = folder(`${expect.getState().currentTestName?.replace(/\W/g, '')}.param`)
  await writeFile(path, net)
  if (weights !== undefined) await writeFile(path.replace('.param', '.bin'), weights)
  const { model } = await opened(path)
  const made = model.tensors.some(({ constant }) => constant?.data.kind === 'synthesised')
  return { said: model.warnings.map((warning) => english(warning)), made }
}

/** The net in int32 numbers: type, counts, blobs, parameters. */
const BINARY = Int32Array.of(
  ...[7767517, 2, 2, 16, 0, 1, 0, 0, 8, 1, 8, 2, 3, -233],
  ...[6, 1, 1, 0, 1, 0, 4, 1, 3, 6, 108, 9, 2, -23310, 1, new Int32Array(Float32Array.of(0.25).buffer)[0] ?? 0, -233],
)

describe('an ncnn model', () => {
  it('finds weights that are all there', async () => {
    expect(await warnings(NET, WEIGHTS)).toEqual({ said: [], made: false })
  })

  it('opens without weights', async () => {
    expect(await warnings(NET)).toEqual({ said: [expect.stringMatching(/\.bin is missing/)], made: true })
  })

  it('names the layer where the weights end', async () => {
    const { said, made } = await warnings(NET, WEIGHTS.subarray(0, -8))
    expect(said).toEqual([
      expect.stringMatching(/ends at byte 480, within the weights of layer 'second' from byte 456/),
    ])
    expect(made).toBe(true)
  })

  it('names the layer whose weights are of another network', async () => {
    const other = ncnnWeights([{ as: 'plain', values: ONES(2000) }])
    expect((await warnings(NET, other)).said).toEqual([
      expect.stringMatching(/byte 0, where the weights of layer 'first'/),
    ])
  })

  it('tells of bytes that no layer reads', async () => {
    const { said, made } = await warnings(NET, Buffer.concat([WEIGHTS, Buffer.alloc(12)]))
    expect(said).toEqual([expect.stringMatching(/12 bytes after the weights of the last layer 'second'/)])
    expect(made).toBe(false)
  })

  it('finds weights behind a layer that it does not know, if that has none', async () => {
    const net = NET.replace('Convolution second 1 1 a y', 'Focus f 1 1 a b\nConvolution second 1 1 b y').replace(
      '3 3',
      '4 4',
    )
    expect(await warnings(net, WEIGHTS)).toEqual({ said: [], made: false })
    const more = Buffer.concat([WEIGHTS, Buffer.alloc(12)])
    expect(await warnings(net, more)).toEqual({ said: [expect.stringMatching(/layer 'f' \(Focus\)/)], made: true })
  })

  it('takes a blob that would have no dimension for one of which nothing is known', () => {
    const net = ncnnText([
      'Input x >x 0=8',
      'Squeeze s x>s -23303=3,0,0,0',
      'GroupNorm g s>g 0=1 1=8 3=0',
      'ExpandDims e g>e -23303=9,1,1,1,1,1,1,1,1,1',
      'Reduction r e>r 0=0 1=0 -23303=1,0',
      'Permute p r>p 0=1',
    ])
    expect(readNcnn('/none.param', Buffer.from(net)).nodes.length).toBeGreaterThan(0)
  })

  it('is opened by its weights file', async () => {
    await writeFile(folder('pair.param'), NET)
    await writeFile(folder('pair.bin'), WEIGHTS)
    expect((await opened(folder('pair.bin'))).fileName).toBe('pair.param')
  })

  it('keeps what an engine plans by', () => {
    const { nodes } = readNcnn('/none.param', Buffer.from(NET))
    const attributes = Object.fromEntries(nodes[0]?.attributes.map(({ name, value }) => [name, value]) ?? [])
    expect(attributes).toMatchObject({ num_output: '4', featmask: '64', layer: '1' })
  })

  it('is read in its binary form', () => {
    const model = readNcnn('/none.param.bin', new Uint8Array(BINARY.buffer))
    const shaped = inferShapes(model, {})
    expect(shaped.ok && shaped.value.dims[model.outputs[0] ?? -1]).toEqual([1, 4, 6, 6])
    expect(model.nodes.at(-1)?.operation).toEqual({ kind: 'Unary', function: 'leakyRelu', alpha: 0.25 })
  })

  it.each([
    ['no counts', '7767517\nabc\n', /does not begin with how many layers/],
    ['fewer layers than announced', '7767517\n9 1\nInput in 0 1 x\n', /announces 9 layers, but ends after 1/],
    ['fewer blobs than announced', '7767517\n1 1\nInput in 0 99999999 x\n', /line 3 is not a layer/],
    ['a parameter that is no number', '7767517\n1 1\nInput in 0 1 x 0=1,b\n', /'in' has the parameter 0=1,b/],
    ['no input', '7767517\n1 1\nReLU r 1 1 x y\n', /needs 'x'|nothing produces|'x'/],
    [
      'no output channels',
      '7767517\n2 2\nInput i 0 1 x\nConvolution c 1 1 x y 0=-1 1=3 6=27\n',
      /'c' has no output channels/,
    ],
    ['weights of no kernel', '7767517\n2 2\nInput i 0 1 x\nConvolution c 1 1 x y 0=2 1=3 6=7\n', /'c' has 7 weights/],
  ])('with %s is refused', (_, text, message) => {
    const read = () => readNcnn('/none.param', Buffer.from(text))
    expect(read).toThrow(ReadError)
    expect(read).toThrow(message)
  })

  it('cut off anywhere in its binary form is refused', () => {
    const bytes = new Uint8Array(BINARY.buffer)
    for (let end = 12; end < bytes.length; end += 4) {
      expect(() => readNcnn('/none.param.bin', bytes.subarray(0, end))).toThrow(ReadError)
    }
    const hostile = Int32Array.of(7767517, 1, 1, 16, 0, 2 ** 30, 0)
    expect(() => readNcnn('/none.param.bin', new Uint8Array(hostile.buffer))).toThrow(ReadError)
  })
})
