// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/unrunnable'
import { clause, shapeText, size } from '../figures'
import type { Sentences } from '../sentence'

/** Why nodes cannot be executed. */
export const unrunnable: Sentences<typeof english.unrunnable> = {
  'unrunnable.awaitsValues': () => '其尺寸取决于只有运行时才计算的数值',
  'unrunnable.unevenRounds': ({ dims, of }) => `其各轮给出的部分形状不同：${shapeText(dims)} 与 ${shapeText(of)}`,
  'unrunnable.unknownOutput': () => '其输出形状未知',
  'unrunnable.emptyTensor': () => '其某个张量没有元素',
  'unrunnable.manyDeciding': ({ most }) => `决定其尺寸的数值超过 ${most} 个`,
  'unrunnable.manyDims': ({ most }) => `不执行超过 ${most} 维的张量`,
  'unrunnable.largeTensor': ({ most }) => `不执行大于 ${size(most)} 的张量`,
  'unrunnable.missingInput': () => '它的某个输入从未计算',
  'unrunnable.noKernel': () => '没有为它选择内核',
  'unrunnable.imageRank': () => '只执行 2 至 4 维的图像',
  'unrunnable.computedParameters': () => '其参数由模型计算，并非常量',
  'unrunnable.pooling': ({ axes, rank }) => `未实现对 ${rank} 维张量的 ${axes} 个轴的池化`,
  'unrunnable.convolution': ({ axes, rank }) => `未实现对 ${rank} 维张量的 ${axes} 个轴的卷积`,
  'unrunnable.transposed': ({ axes, rank }) => `未实现对 ${rank} 维张量的 ${axes} 个轴的转置卷积`,
  'unrunnable.poolRank': ({ rank }) => `未实现对 ${rank} 维张量的池化`,
  'unrunnable.resizeRank': ({ rank }) => `未实现对 ${rank} 维张量的缩放`,
  'unrunnable.resizeChannels': () => '未实现对批量或通道的缩放',
  'unrunnable.samplingRank': ({ rank }) => `只对图像采样，不支持 ${rank} 维张量`,
  'unrunnable.indicesRank': ({ rank }) => `未实现 ${rank} 维的索引`,
  'unrunnable.tooLong': ({ most }) => `未实现超过 ${most} 个元素的轴`,
  'unrunnable.manyProducts': ({ most }) => `需要累加超过 ${most} 个乘积`,
  'unrunnable.detail': ({ detail }) => `引擎不支持此用法（${clause(detail)}）`,
}
