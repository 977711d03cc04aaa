// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/reasons'
import { clause, costText, duration, rateText, size } from '../figures'
import type { Sentences } from '../sentence'
import { choiceName, spaced } from './names'

const override = (layers: string) => `强制指定“${layers}”`
const withinBudget = (budget: number, growth: number) =>
  `全部打包权重之和不超过 ${size(budget)}（文件权重的 ${growth} 倍，或可达到的最小值）`
const timed = (measured: boolean, ns: number) => `${measured ? '实测' : '估计'} ${duration(ns)}`
const kept = (bits: number) => `Memory_Low 保留文件中的 ${bits} 位权重`
const leastTogether = (workspace: number) => `共享工作区 ${size(workspace)}；此时所有层的打包权重与该工作区之和最小。`

/** Why candidates are taken or left. */
export const reasons: Sentences<typeof english.reasons> = {
  'obstacle.otherKind': () => '该算法用于另一类层',
  'obstacle.kernelNotSquare': ({ kernel }) => `卷积核为 ${kernel}，不是方形`,
  'obstacle.kernelOne': () => '卷积核为 1×1',
  'obstacle.kernelNotOne': ({ kernel }) => `卷积核为 ${kernel}，不是 1×1`,
  'obstacle.kernelNotThree': ({ kernel }) => `卷积核为 ${kernel}，不是 3×3`,
  'obstacle.stride': ({ stride }) => `步长为 ${stride}，不是 1`,
  'obstacle.dilation': ({ dilation }) => `膨胀为 ${dilation}，不是 1`,
  'obstacle.dilated': () => '该层有膨胀',
  'obstacle.noTransform': ({ kernel }) => `没有适用于 ${kernel} 卷积核的变换`,
  'obstacle.padding': () => '填充使输出与输入尺寸不同',
  'obstacle.smallOutput': ({ output }) => `输出 ${output} 小于 2×2`,
  'obstacle.computedWeight': () => '权重来自另一个节点，引擎无可选择',
  'obstacle.noUnit': ({ unit, kernel, units }) =>
    `引擎没有单元 ${unit} 配 ${kernel} 卷积核的变换；可用的单元为 ${units.join('、')}`,
  'obstacle.depthwise': () => '该层为逐通道卷积',
  'obstacle.notDepthwise': () => '该层不是逐通道卷积',
  'obstacle.ownDepthwise': () => '该层为逐通道卷积，引擎为此有专用的执行器',
  'obstacle.oneGroup': () => '该层只有一个组',
  'obstacle.noPlainProduct': () => 'MNN 没有这种执行器；它用于 1×1 层的是 strassen-1x1',
  'obstacle.noStreaming': () => '只有 Convscope 自身的引擎会在每次推理时读取权重',
  'obstacle.rule': ({ reason }, say) => `引擎的规则：${clause(say(reason))}`,
  'obstacle.notOffered': () => '引擎的规则不提供该算法',
  'obstacle.notPointwise': ({ kernel }) => `卷积核为 ${kernel} 而非 1×1，或该层有步长`,
  'obstacle.notInVersion': () => '该引擎版本没有此算法',
  'obstacle.noSuchKernel': ({ kernels }) => `Convscope 引擎没有这种内核；该层可用的为 ${kernels.join('、')}`,

  'bound.threads': ({ positions, threads }) => `即 ${positions} 个输出位置由 ${threads} 个线程分担后的平方根`,
  'bound.rows': ({ positions, rows }) => `即 ${positions} 个输出位置按 ${rows} 行分担后的平方根`,
  'bound.threadRows': ({ positions, threads, rows }) => `由 ${positions} 个输出位置按 ${threads} × ${rows} 行分担得出`,
  'bound.level': ({ level }) => `由 Winograd 内存级别 ${level} 设定`,
  'failure.noUnit': ({ bound, source }, say) => `没有 Winograd 单元在上限 ${bound} 之内（${say(source)}）`,
  'failure.noPositiveRate': () => '没有评分为正的 Winograd 单元',
  'failure.belowOne': ({ rate, unit }) => `最高的 Winograd 评分（单元 ${unit} 的 ${rateText(rate)}）低于 1`,

  'mnn.sparse': () => '大部分权重为零，文件中未存储：无论内存模式如何，引擎只用其余权重做乘法。',
  'mnn.sparseFirst': () => '未到达：文件只存储了非零权重。',
  'mnn.computedWeight': () => '权重来自另一个节点，每次运行都重新打包，因此无可选择。',
  'mnn.strassen': () => '步长为 1 且输出与输入等大的 1×1 层使用 Strassen。',
  'mnn.strassenFirst': () => '未考虑到：该层已使用 Strassen。',
  'mnn.noStrassen': ({ why }, say) => `不能使用 Strassen：${say(why)}。`,
  'mnn.strassenAlways': ({ staging }) =>
    `1.2.2 之前的版本对所有 1×1 层使用 Strassen${staging ? '；批量、步长或填充使其多出两份中转拷贝' : ''}。`,
  'mnn.noWinograd': ({ why }, say) => `不能使用 Winograd：${say(why)}。`,
  'mnn.tiledBecause': ({ why }, say) => `该层采用分块，因为${say(why)}。`,
  'mnn.tiledFailure': ({ why }, say) => `该层采用分块：${say(why)}。`,
  'mnn.levelBeforeUnits': () => 'Winograd 内存级别 0 在评估任何单元之前就排除了 Winograd。',
  'mnn.levelSoTiled': () => 'Winograd 内存级别 0 排除了 Winograd，所以该层采用分块。',
  'mnn.memoryFirst': () => '未考虑到：先判断了 Memory_Low。',
  'mnn.memoryTiles': () => 'Memory_Low 使此版本与构建的所有卷积采用分块。',
  'mnn.memoryDisablesUnits': () => '与 2.5.1 之前的所有版本一样，Memory_Low 在评估任何单元之前就禁用了 Winograd。',
  'mnn.memoryDisablesWinograd': () => '在此版本中，Memory_Low 禁用 Winograd，所以该层仍为分块。',
  'mnn.memoryNeverLookedAt': ({ reason }, say) => `${clause(say(reason))}；此版本与构建对浮点权重从不查看内存模式。`,
  'mnn.unitAboveBound': ({ unit, bound, source }, say) => `单元 ${unit} 超过上限 ${bound}（${say(source)}）。`,
  'mnn.rateNoGain': ({ rate }) => `评分 ${rateText(rate)} 低于 1：不比直接卷积划算。`,
  'mnn.rateOnly': ({ rate, unit }) => `上限之内唯一的单元 ${unit} 评分 ${rateText(rate)}，不低于 1。`,
  'mnn.rateBest': ({ rate, units }) => `评分 ${rateText(rate)} 是单元 ${units.join('、')} 中最高的，且不低于 1。`,
  'mnn.rateNotAbove': ({ rate, best, unit }) => `评分 ${rateText(rate)} 不超过单元 ${unit} 的 ${rateText(best)}。`,
  'mnn.winogradPasses': ({ unit }) => `单元 ${unit} 的 Winograd 通过自身的检验；在此指令集上 MNN 不与分块的代价比较。`,
  'mnn.costLeast': ({ cost, tiled }) =>
    `代价 ${costText(cost)} 是所有单元中最小的，且不高于分块的 ${costText(tiled)}。`,
  'mnn.costLeastButAbove': ({ cost, tiled }) =>
    `代价 ${costText(cost)} 是所有单元中最小的，但高于分块的 ${costText(tiled)}。`,
  'mnn.costNotBelow': ({ cost, best, unit }) => `代价 ${costText(cost)} 不低于单元 ${unit} 的 ${costText(best)}。`,
  'mnn.tiledCostNotBelow': ({ cost, best, unit }) =>
    `代价 ${costText(cost)} 不低于单元 ${unit} 的 Winograd（${costText(best)}）。`,
  'mnn.tiledNoUnit': ({ bound }) => `该层采用分块：没有 Winograd 单元在上限 ${bound} 之内。`,
  'mnn.tiledCostBelow': ({ cost, best, unit }) =>
    `代价 ${costText(cost)} 低于 Winograd 最佳的单元 ${unit}（${costText(best)}），所以该层采用分块。`,
  'mnn.depthwiseShared': () => '自 2.9.6 起，所有逐通道层共用一个执行器。',
  'mnn.noDepthwise3x3': ({ why }, say) => `不能使用：${say(why)}。`,
  'mnn.depthwiseGeneral': ({ why }, say) => `采用通用的逐通道执行器，因为${say(why)}。`,
  'mnn.depthwise3x3': ({ twoByTwo }) =>
    twoByTwo
      ? '步长为 1、膨胀为 1、输出至少 2×2 的逐通道 3×3 层有专用执行器。'
      : '步长为 1、膨胀为 1 的逐通道 3×3 层有专用执行器。',
  'mnn.depthwise3x3First': () => '未考虑到：已采用 3×3 执行器。',
  'mnn.integersHybrid': ({ bits }) => `${kept(bits)}；1×1 层在运行时量化输入。`,
  'mnn.integersWidened': ({ bits }) => `${kept(bits)}；相乘时再展开。`,
  'mnn.integersFirst': ({ bits }) => `未考虑到：${kept(bits)}。`,
  'mnn.integersQuantised': ({ bits }) => `${kept(bits)}；输入在运行时量化。`,
  'mnn.stridedParts': ({ stride, parts }) =>
    `步幅 ${stride} 内的 ${parts} 个偏移各是一个卷积，按 3×3 输入位置的分块进行。`,
  'mnn.becomes': ({ parts, reason }, say) =>
    `MNN 的转换器把它变为 ${parts} 层，每组一层${reason === null ? '。' : `；每层：${say(reason)}`}`,
  'mnn.becomesStep': ({ parts, reason }, say) =>
    `MNN 的转换器把它的单步变为 ${parts} 个卷积，输入与状态各一${reason === null ? '。' : `；每个：${say(reason)}`}`,
  'mnn.becomesPlanes': ({ parts, reason }, say) =>
    `MNN 的转换器把它变为 ${parts} 个两轴卷积，首轴上的每个核位一个${reason === null ? '。' : `；每个：${say(reason)}`}`,
  'mnn.becomesDepthwise': ({ parts, reason }, say) =>
    `MNN 的转换器把它变为 ${parts} 个深度卷积，组内每对输入与输出通道一个${reason === null ? '。' : `；每个：${say(reason)}`}`,
  'mnn.groups': ({ groups, reason }, say) => `${groups} 个组各有一个执行器；每组之内：${say(reason)}`,
  'mnn.withinGroup': ({ reason }, say) => `每组之内：${say(reason)}`,

  'forced.same': ({ layers }) => `由${override(layers)}决定；引擎自身的规则选择相同。`,
  'forced.instead': ({ layers, choice, reason }, say) =>
    `由${override(layers)}决定；引擎自身的规则会选择${spaced(choiceName(choice)).trimEnd()}：${clause(say(reason))}。`,
  'forced.setAside': ({ layers, reason }, say) => `引擎自身的选择，被${override(layers)}取代：${clause(say(reason))}。`,
  'forced.insteadOfMode': ({ layers, kernel }) =>
    `由${override(layers)}决定；内存模式自身的规则${kernel === null ? '没有可选的内核' : `会选择 ${kernel}`}。`,
  'forced.setAsideShort': ({ layers }) => `被${override(layers)}取代。`,

  'convscope.streams': ({ workspace }) => `不保留权重副本：每次推理时逐批通道读入${leastTogether(workspace)}`,
  'convscope.packsLeast': ({ packed, workspace }) =>
    `打包权重最少（${size(packed)}），且放得进${leastTogether(workspace)}`,
  'convscope.fastest': ({ measured, ns }) =>
    `${measured ? '在本机实测最快' : '估计最快'}，或同样快而更省内存：${duration(ns)}。`,
  'convscope.fasterAsWhole': ({ ns, bestNs }) =>
    `实测整个模型用普通模式的内核更快：${duration(ns)}，单独最快的为 ${duration(bestNs)}。`,
  'convscope.slowerAsWhole': ({ ns }) => `单独实测 ${duration(ns)}，但整个模型用各层最快的内核反而更慢。`,
  'convscope.losesLeast': ({ ns, bestNs, budget, growth }) =>
    `就所省的字节而言损失的时间最少（${duration(ns)}，最快为 ${duration(bestNs)}）：${withinBudget(budget, growth)}。`,
  'convscope.wholeWeightsOnly': () => '文件中的权重只能整体读取。',
  'convscope.kernelRefused': ({ kernel, reason }, say) => `${kernel}：${say(reason)}`,
  'convscope.eachGroup': ({ kernel, reason }, say) => `每组运行 ${kernel}。${say(reason)}`,
  'convscope.streamsInLowOnly': () => '每次推理都要读取权重，只有低内存模式才这样做。',
  'convscope.fasterButPacks': ({ measured, ns, more, budget, growth }) =>
    `${timed(measured, ns)}，更快，但多打包 ${size(more)}：${withinBudget(budget, growth)}。`,
  'convscope.noFaster': ({ measured, ns, chosenNs }) =>
    `${timed(measured, ns)}，视为不比所选内核的 ${duration(chosenNs)} 快，也不更省内存。`,
  'convscope.slower': ({ measured, ns, chosenNs }) => `${timed(measured, ns)}，所选内核为 ${duration(chosenNs)}。`,
  'convscope.needsWorkspace': ({ workspace, limit }) =>
    `需要 ${size(workspace)} 工作区，超过使整个模型最小的 ${size(limit)}。`,
  'convscope.packsMore': ({ packed, chosen }) => `打包权重 ${size(packed)}，所选内核为 ${size(chosen)}。`,
  'convscope.samePackedMoreWorkspace': ({ workspace, chosen }) =>
    `打包权重相同，但需要 ${size(workspace)} 工作区，而非 ${size(chosen)}。`,
  'convscope.noLess': () => '内存不比所选内核少，也不更快。',
}
