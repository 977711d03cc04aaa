// SPDX-License-Identifier: Apache-2.0
import type { ShapedModel } from '#core/model/shapes'
import type { ConvLayer } from '#core/planning/layers/conv-layers'
import { pointwise } from '#core/planning/layers/conv-problem'
import { type ConverterView, isConverted } from './converter-view'

/**
 * Fully connected layers that MNN’s converter writes as 1×1 convolutions of images of one
 * pixel. 2.8.1: tools/converter/source/optimizer/onnxextra/OnnxGemm.cpp, merge/ConvertMatMulToConv2D.cpp.
 * In a .mnn file they are convolutions already.
 */
export function fullyConnectedLayers(shaped: ShapedModel, view: ConverterView): readonly ConvLayer[] {
  const found: ConvLayer[] = []
  if (isConverted(shaped)) return found
  for (const { node, kind, inputs, outputs } of view.ops) {
    const operation = shaped.operations[node]
    if (kind !== 'Gemm' || operation?.kind !== 'Gemm' || operation.transposeA) continue
    const [rows, depth] = shaped.dims[inputs[0] ?? -1] ?? []
    const columns = shaped.dims[outputs[0] ?? -1]?.[1]
    if (!shaped.constants.has(inputs[1] ?? -1) || !rows || !depth || !columns) continue
    const problem = pointwise(rows, depth, columns)
    found.push({ node, kind: 'fully-connected', problem, constantWeight: true, biasElements: null })
  }
  return found
}
