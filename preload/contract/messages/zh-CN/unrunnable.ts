import { clause } from '../figures'
import type { Sentences, UnrunnableParameters } from '../message'

/** Why nodes cannot be executed. */
export const unrunnable: Sentences<UnrunnableParameters> = {
  'unrunnable.unknownOutput': () => '其输出形状未知',
  'unrunnable.missingInput': () => '它的某个输入从未计算',
  'unrunnable.noKernel': () => '没有为它选择内核',
  'unrunnable.imageRank': () => '只执行 2 至 4 维的图像',
  'unrunnable.computedParameters': () => '其参数由模型计算，并非常量',
  'unrunnable.detail': ({ detail }) => `引擎不支持此用法（${clause(detail)}）`,
}
