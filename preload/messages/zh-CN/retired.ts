// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/retired'
import { clause } from '../figures'
import type { Sentences } from '../sentence'

/** Sentences, or wordings, that no plan has any more, but documents of version 1. */
export const retired: Sentences<typeof english.retired> = {
  'retired.mnn.strassenAlwaysFirst': () => '未考虑到：1.0.1 对所有 1×1 层使用 Strassen。',
  'retired.mnn.strassenNeedsOne': ({ kernel }) => `Strassen 需要 1×1 卷积核；此处为 ${kernel}。`,
  'retired.mnn.noWinogradSoTiled': ({ why }, say) => `因为${say(why)}，不能使用 Winograd，所以该层采用分块。`,
  'retired.mnn.staysTiledFailure': ({ why }, say) => `该层仍为分块：${say(why)}。`,
  'retired.mnn.winogradPassesOld': ({ unit }) => `单元 ${unit} 的 Winograd 通过自身的检验；1.0.1 不与分块的代价比较。`,
  'retired.mnn.depthwise3x3NeedsKernel': ({ kernel }) => `需要 3×3 卷积核；此处为 ${kernel}。`,
  'retired.mnn.depthwiseGeneralKernel': ({ kernel }) => `卷积核为 ${kernel} 的逐通道层采用通用的逐通道执行器。`,
  'retired.mnn.depthwise3x3NeedsStride': () => '需要步长为 1、膨胀为 1。',
  'retired.mnn.depthwiseGeneralStrided': () => '有步长或膨胀的逐通道层采用通用的逐通道执行器。',
  'retired.mnn.integersKeptFirst': () => '未考虑到：Memory_Low 保留以整数存储的权重。',
  'retired.mnn.strassenAlways': ({ staging }) =>
    `1.0.1 对所有 1×1 层使用 Strassen${staging ? '；批量、步长或填充使其多出两份中转拷贝' : ''}。`,
  'retired.mnn.memoryTiles': ({ version, lowMemoryBuild }) =>
    `在${lowMemoryBuild ? '带' : '不带'} MNN_LOW_MEMORY 构建的 ${version} 中，Memory_Low 对所有卷积采用分块。`,
  'retired.mnn.memoryDisablesUnits': () => '在 1.0.1 中，Memory_Low 在评估任何单元之前就禁用了 Winograd。',
  'retired.mnn.memoryDisablesWinograd': () => '在 1.0.1 中，Memory_Low 禁用 Winograd，所以该层仍为分块。',
  'retired.mnn.memoryNeverLookedAt': ({ reason }, say) =>
    `${clause(say(reason))}；不带 MNN_LOW_MEMORY 构建的 2.8.1 从不查看内存模式。`,
  'retired.mnn.depthwiseShared': () => '3.6.1 的所有逐通道层共用一个执行器。',
  'retired.note.converterLayouts': () =>
    '布局按 MNN 转换器的做法推导；分组卷积保持为一层，尽管 2.8.1 的转换器可能为每组各写一层。',
}
