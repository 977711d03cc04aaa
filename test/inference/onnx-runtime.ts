// SPDX-License-Identifier: Apache-2.0
import * as ort from 'onnxruntime-node'
import { expect } from 'vitest'
import { syntheticValues } from '#core/inference/run-input'
import { SEED, type Subject } from './execute'

/**
 * What ONNX Runtime computes from the synthetic input, by output name. Its optimisations are not always right: 1.30
 * makes a Pad by zeros the padding of a MaxPool behind it, which then never shows a zero.
 */
export async function referenceOutputs(
  { shaped }: Subject,
  path: string,
  graphOptimizationLevel: 'basic' | 'disabled' = 'basic',
): Promise<ReadonlyMap<string, ort.TypedTensor<'float32'>>> {
  const { model } = shaped
  const session = await ort.InferenceSession.create(path, {
    graphOptimizationLevel,
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  })
  try {
    const feeds = model.inputs.map(({ tensor }, index) => {
      const dims = [...(shaped.dims[tensor] ?? [])]
      const values = syntheticValues(
        dims.reduce((product, length) => product * length, 1),
        SEED + index,
      )
      return [model.tensors[tensor]?.name ?? '', new ort.Tensor('float32', values, dims)] as const
    })
    const results = await session.run(Object.fromEntries(feeds))
    return new Map(Object.entries(results) as [string, ort.TypedTensor<'float32'>][])
  } finally {
    await session.release()
  }
}

/** Fails unless every value is within `tolerance` of the largest magnitude expected. */
export function expectClose(actual: Float32Array, expected: Float32Array, tolerance: number, what: string): void {
  expect(actual.length, `${what}: elements`).toBe(expected.length)
  const magnitude = expected.reduce((largest, each) => Math.max(largest, Math.abs(each)), 0)
  expect(magnitude, `${what}: the reference is all zero or not finite`).toSatisfy((m: number) => m > 0 && m < 1e30)
  expect(relativeError(actual, expected), `${what}: largest error relative to the largest value`).toBeLessThan(
    tolerance,
  )
}

/** NaN counts as infinitely wrong. */
function relativeError(actual: Float32Array, expected: Float32Array): number {
  let [worst, magnitude] = [0, 0]
  for (const [index, each] of expected.entries()) {
    const error = Math.abs((actual[index] ?? Number.NaN) - each)
    worst = Number.isNaN(error) ? Number.POSITIVE_INFINITY : Math.max(worst, error)
    magnitude = Math.max(magnitude, Math.abs(each))
  }
  return worst / magnitude
}
