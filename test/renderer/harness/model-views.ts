// SPDX-License-Identifier: Apache-2.0
import type { ModelView } from '#contract/model'
import type { ShapedModel } from '#core/model/shapes'
import { rolesOf } from '#core/model/sizes/open-dimensions'

const BYTES_PER_ELEMENT = 4

/** A sketched model as main would show it to the window. */
export function viewOf(shaped: ShapedModel, id: string, fileName: string): ModelView {
  const { model, dims } = shaped
  const bytesOf = (tensor: number) => {
    const shape = dims[tensor]
    return shape == null ? null : shape.reduce((product, dim) => product * dim, BYTES_PER_ELEMENT)
  }
  const tensors = model.tensors.map((tensor) => ({
    id: tensor.id,
    name: tensor.name,
    dtype: tensor.dtype,
    dims: dims[tensor.id] ?? null,
    bytes: bytesOf(tensor.id),
    ...(tensor.constant === undefined ? {} : { constant: 'file' as const }),
  }))
  const weightBytes = tensors.reduce((sum, tensor) => sum + ('constant' in tensor ? (tensor.bytes ?? 0) : 0), 0)
  let block = 0
  return {
    id,
    path: `/models/${fileName}`,
    fileName,
    format: 'mnn',
    sha256: '5a1c'.repeat(16),
    fileBytes: weightBytes + 65_536,
    producer: 'MNNConvert 2.8.1',
    nodes: model.nodes.map((node) => {
      const { kind } = node.operation
      if (kind === 'Binary') block++
      return {
        id: node.id,
        name: `block${block}/${kind.toLowerCase()}_${node.id}`,
        op: kind,
        sourceOp: kind === 'Conv' ? 'Convolution' : node.sourceOp,
        inputs: node.inputs,
        outputs: node.outputs,
        attributes:
          node.operation.kind === 'Conv'
            ? [
                { name: 'kernel', value: node.operation.kernel.join('×') },
                { name: 'strides', value: node.operation.strides.join('×') },
                { name: 'group', value: String(node.operation.group) },
              ]
            : [],
        folded: false,
      }
    }),
    tensors,
    inputs: model.inputs.map(({ tensor, declaredDims }) => ({
      tensor,
      name: model.tensors[tensor]?.name ?? '',
      declaredDims: [null, ...(declaredDims ?? []).slice(1)],
      dimNames: (declaredDims ?? []).map((_, axis) => (axis === 0 ? 'batch' : null)),
      roles: rolesOf(declaredDims ?? []),
      dims: dims[tensor] ?? [],
    })),
    assumed: [],
    outputs: model.outputs,
    weightBytes,
    synthesisedWeights: false,
    warnings: [],
  }
}
