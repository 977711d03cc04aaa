// SPDX-License-Identifier: Apache-2.0
import type { Algorithm } from '#contract/algorithms'
import type { Category } from '#contract/categories'
import type { LayerKind } from '#contract/layer-kinds'
import type { Moment } from '#contract/lifecycle'

/** The field's terms as they stand within a sentence; labels of the window begin with a capital. */
export const vocabulary = {
  algorithm: {
    tiled: 'tiled im2col',
    winograd: 'Winograd',
    'strassen-1x1': 'Strassen 1×1',
    'gemm-1x1': 'GEMM 1×1',
    depthwise: 'depthwise',
    'depthwise-3x3': 'depthwise 3×3',
    grouped: 'grouped',
    streamed: 'streamed GEMM',
    'streamed-winograd': 'streamed Winograd',
    im2col: 'im2col GEMM',
    direct: 'direct',
    dilated: 'dilated by phases',
    gemm: 'GEMM',
    col2im: 'GEMM + col2im',
  },
  category: {
    packedWeights: 'packed weights',
    workspace: 'workspace',
    activations: 'activations',
    modelBuffer: 'model buffer',
    inputsOutputs: 'inputs and outputs',
    other: 'other memory',
  },
  moment: {
    loading: 'while it loads',
    loaded: 'loaded',
    running: 'in the first run',
    afterRun: 'after the first run',
    runningAgain: 'in a second run',
    afterSecondRun: 'after a second run',
  },
  layerKind: {
    convolution: 'convolution',
    'transposed-convolution': 'transposed convolution',
    'fully-connected': 'fully connected',
    matmul: 'matrix product',
    recurrent: 'recurrent',
    other: 'other operation',
  },
} as const satisfies Vocabulary

interface Vocabulary {
  readonly algorithm: Readonly<Record<Algorithm, string>>
  readonly category: Readonly<Record<Category, string>>
  readonly moment: Readonly<Record<Moment, string>>
  readonly layerKind: Readonly<Record<LayerKind, string>>
}
