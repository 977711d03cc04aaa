// SPDX-License-Identifier: Apache-2.0
import type { NativeChoice, NativeConvProblem, NativeProgram } from '#core/inference/native-program'
import type { Message } from '#messages/message'
import { english } from '#messages/say'
import { addon } from '../conv/addon'
import { ProgramBuilder, type Target } from '../program-builder'

export const TARGET: Target = { isa: addon.executableIsas()[0] ?? 'sse', threads: 2 }
export const PLAIN: NativeChoice = { algorithm: 'tiled', unit: 0, inner: null }

/** 3 x 3 with padding 1: the image keeps its size. */
export function sameSize(inChannels: number, outChannels: number, size: number): NativeConvProblem {
  return {
    batch: 1,
    inChannels,
    inHeight: size,
    inWidth: size,
    outChannels,
    outHeight: size,
    outWidth: size,
    kernelHeight: 3,
    kernelWidth: 3,
    strideHeight: 1,
    strideWidth: 1,
    dilationHeight: 1,
    dilationWidth: 1,
    padTop: 1,
    padLeft: 1,
    padBottom: 1,
    padRight: 1,
    group: 1,
  }
}

export interface NetworkOptions {
  readonly layers?: number
  readonly channels?: number
  readonly size?: number
  readonly target?: Target
  readonly choice?: NativeChoice
}

/** Node ids of `network`. */
export const NODE = { convolution: 10, normalisation: 20, pool: 30, classifier: 40 } as const

/**
 * Convolutions (nodes 10, 11, …), a batch normalisation (20), global pooling (30) and a fully
 * connected layer (40) with made-up weights: every kind of block that a session holds.
 */
export function network(options: NetworkOptions = {}): NativeProgram {
  const { layers = 2, channels = 12, size = 10, target = TARGET, choice = PLAIN } = options
  const builder = new ProgramBuilder(addon, target)
  const made = (seed: number) => ({ kind: 'synthesised', seed, scale: 0.2 }) as const
  let x = builder.input([1, 3, size, size])
  for (let layer = 0; layer < layers; layer++) {
    const y = builder.buffer([1, channels, size, size], 'blocked')
    const problem = sameSize(layer === 0 ? 3 : channels, channels, size)
    builder.conv(NODE.convolution + layer, problem, choice, { weight: made(layer), bias: made(100 + layer) }, x, y)
    x = y
  }
  const normal = builder.buffer([1, channels, size, size], 'blocked')
  const perChannel = (value: number) =>
    builder.constantBuffer([channels], { kind: 'fill', value }, 'blocked', NODE.normalisation)
  const parameters = [1.5, 0.25, 0.5, 2].map(perChannel)
  builder.op(NODE.normalisation, 'Affine', { epsilons: [0] }, [x, ...parameters], [normal])
  const pooled = builder.buffer([1, channels, 1, 1], 'blocked')
  builder.op(NODE.pool, 'GlobalPool', { mode: 'average' }, [normal], [pooled])
  const features = builder.buffer([1, channels])
  builder.op(NODE.classifier, 'Copy', {}, [builder.reorder(NODE.pool, pooled, 'plain')], [features])
  const classes = builder.buffer([1, 5])
  const weight = builder.constantBuffer([channels, 5], made(7), 'plain', NODE.classifier)
  const params = { alpha: 1, beta: 1, transposeA: false, transposeB: false }
  builder.op(NODE.classifier, 'Gemm', params, [features, weight, -1], [classes])
  builder.output(classes)
  return builder.build()
}

/** The input of `network`. */
export function image(size = 10, seed = 1): Float32Array {
  return Float32Array.from({ length: 3 * size * size }, (_, i) => Math.sin(i * 0.37 + seed))
}

/** Code, node and message, as people read it, of the Error that a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<{ code: string; node: number; message: string }> {
  try {
    await promise
  } catch (error) {
    const { code, node, message, said } = error as Error & { code?: unknown; node?: unknown; said?: Message }
    return { code: String(code), node: Number(node), message: said === undefined ? message : english(said) }
  }
  return { code: 'none', node: -1, message: 'It did not fail.' }
}
