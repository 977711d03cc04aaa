// SPDX-License-Identifier: Apache-2.0
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { encodeModel } from '#core/model/formats/onnx/schema'

/**
 * Shapes that ONNX Runtime computes for the named tensors of a float model. Every name becomes an
 * output: in protobuf, appending a message of which only the list of outputs is set extends that list.
 */
export async function runtimeShapes(
  file: Uint8Array,
  names: readonly string[],
  inputs: Readonly<Record<string, readonly number[]>>,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const plain = await InferenceSession.create(file, { graphOptimizationLevel: 'disabled' })
  const added = names.filter((name) => !plain.outputNames.includes(name)).map((name) => ({ name }))
  const extended = Buffer.concat([file, encodeModel({ graph: { output: added } })])
  const session = await InferenceSession.create(extended, { graphOptimizationLevel: 'disabled', logSeverityLevel: 3 })
  const feeds = Object.fromEntries(
    Object.entries(inputs).map(([name, dims]) => {
      const count = dims.reduce((a, b) => a * b, 1)
      return [
        name,
        new Tensor(
          'float32',
          Float32Array.from({ length: count }, (_, i) => i / count),
          dims,
        ),
      ]
    }),
  )
  const outputs = await session.run(feeds)
  return new Map(Object.entries(outputs).map(([name, tensor]) => [name, tensor.dims]))
}
