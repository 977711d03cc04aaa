// SPDX-License-Identifier: Apache-2.0
import type { vocabulary as english } from '../en/vocabulary'
import type { Translation } from '../translation'

/** The field's terms. */
export const vocabulary: Translation<typeof english> = {
  algorithm: {
    tiled: '分块 im2col',
    winograd: 'Winograd',
    'strassen-1x1': 'Strassen 1×1',
    'gemm-1x1': 'GEMM 1×1',
    depthwise: '逐通道卷积',
    'depthwise-3x3': '逐通道 3×3',
    grouped: '分组卷积',
    streamed: '流式 GEMM',
    'streamed-winograd': '流式 Winograd',
    im2col: 'im2col GEMM',
    direct: '直接卷积',
    dilated: '按相位膨胀',
    gemm: 'GEMM',
    col2im: 'GEMM + col2im',
  },
  category: {
    packedWeights: '打包权重',
    workspace: '工作区',
    activations: '激活',
    modelBuffer: '模型缓冲区',
    inputsOutputs: '输入和输出',
    other: '其他内存',
  },
  moment: {
    loading: '加载期间',
    loaded: '加载后',
    running: '首次运行时',
    afterRun: '首次运行后',
    runningAgain: '再次运行时',
    afterSecondRun: '再次运行后',
  },
  layerKind: {
    convolution: '卷积',
    'transposed-convolution': '转置卷积',
    'fully-connected': '全连接',
    matmul: '矩阵乘',
    recurrent: '循环层',
    other: '其他操作',
  },
}
