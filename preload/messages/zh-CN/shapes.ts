// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/shapes'
import { listText } from '../figures'
import type { Sentences } from '../sentence'

const ROLES: Readonly<Record<english.TensorRole, string>> = {
  input: '输入',
  addend: '加数',
  slope: '斜率',
  factors: '系数',
  parameter: '参数',
  indices: '索引',
  grid: '网格',
  weights: '权重',
  recurrenceWeights: '循环权重',
  scores: '得分',
  regions: '区域',
}
const LISTS = { repeats: '个重复次数', pads: '个填充值', sizes: '个尺寸或比例', region: '个区域数值' } as const
const WINDOW = { kernel: '卷积核', strides: '步长', dilations: '膨胀' } as const

const shape = (dims: english.Dims) => (dims.length === 0 ? '标量' : ` ${dims.join('×')} `)
const shapes = (inputs: readonly english.Dims[]) => inputs.map((dims) => shape(dims).trim()).join('、')
const grouped = (weights: english.Dims, groups: number) => `其 ${groups} 组权重${shape(weights)}`

/** Why shapes of a model do not fit together: clauses whose subject is the node. */
export const shapeCauses: Sentences<typeof english.shapeCauses> = {
  'shape.noInputs': () => '没有输入',
  'shape.missingInput': ({ input }) => `缺少输入 ${input}`,
  'shape.rank': ({ role, dims, rank }) => `其${ROLES[role]}${shape(dims)}不是 ${rank} 维`,
  'shape.rankBelow': ({ dims, least }) => `其输入${shape(dims)}不足 ${least} 维`,
  'shape.outputRank': ({ rank }) => `其输出有 ${rank} 维`,
  'shape.misfit': ({ role, dims, of }) => `其${ROLES[role]}${shape(dims)}与${shape(of)}不匹配`,
  'shape.count': ({ list, count, of }) => `${count} ${LISTS[list]}与${shape(of)}不匹配`,
  'shape.axesCount': ({ count, axes }) => `${count} 个填充值与 ${axes} 个轴不匹配`,
  'shape.broadcast': ({ inputs }) => `其输入 ${shapes(inputs)} 无法广播为同一形状`,
  'shape.axis': ({ axis, rank }) => `${rank} 维中没有轴 ${axis}`,
  'shape.axesRepeat': ({ axes }) => `其轴 ${listText(axes)} 有重复`,
  'shape.index': ({ index, size }) => `${size} 个元素中没有索引 ${index}`,
  'shape.beyond32Bits': ({ value }) => `其参数 ${value} 超出推理引擎所用的 32 位范围`,
  'shape.stepZero': () => '其步长为 0',

  'shape.product': ({ a, b, columns, rows }) => `${shape(a).trim()} 与${shape(b)}无法相乘：${columns} 不等于 ${rows}`,
  'shape.concat': ({ dims, first, axis }) => `${shape(dims).trim()} 无法沿轴 ${axis} 与${shape(first)}拼接`,
  'shape.stack': ({ dims, first }) => `${shape(dims).trim()} 无法与${shape(first)}堆叠`,
  'shape.permutation': ({ permutation, dims }) => `${listText(permutation)} 不是${shape(dims)}各维的排列`,
  'shape.padsTakeAll': ({ pads, dims }) => `其填充 ${listText(pads)} 裁去的部分超过${shape(dims).trimEnd()}`,
  'shape.padsBeyond': ({ mode, dims }) => `其${mode === 'reflect' ? '反射' : '对称'}填充超出了${shape(dims)}的范围`,
  'shape.channelBlocks': ({ channels, blockSize }) => `${channels} 个通道无法分到 ${blockSize}×${blockSize} 的块中`,
  'shape.imageBlocks': ({ size, blockSize }) => `${shape(size).trim()} 不能整分为 ${blockSize}×${blockSize} 的块`,
  'shape.split': ({ size, parts, sizes }) => `${size} 个元素无法切分为 ${parts} 份（${sizes.join('、')}）`,
  'shape.squeeze': ({ axis, dims }) => `${shape(dims).trim()} 的第 ${axis} 维不是 1`,
  'shape.reshape': ({ dims, shape: wanted }) => `${shape(dims).trim()} 无法变形为 ${listText(wanted)}`,
  'shape.resize': ({ sizes }) => `它要缩放到 ${listText(sizes)}`,
  'shape.sliceLists': () => '其起点、终点、轴与步长的个数不一致',
  'shape.updates': ({ dims, indices }) => `其更新值${shape(dims)}与索引${shape(indices)}形状不同`,
  'shape.updateCount': ({ updates, needed }) => `其更新值有 ${updates} 个元素，而要写入 ${needed} 个`,
  'shape.topK': ({ k, size }) => `无法从 ${size} 个元素中取 ${k} 个`,
  'shape.lengths': ({ lengths, batch }) => `其长度${shape(lengths)}不是为 ${batch} 个序列各给一个`,
  'shape.recurrence': ({ weights, recurrence, dims }) =>
    `其权重 ${shapes([weights, recurrence])} 与${shape(dims)}不匹配`,
  'shape.sizeBelowOne': ({ size }) => `其大小 ${size} 小于 1`,

  'shape.groups': ({ channels, groups }) => `${channels} 个输出通道无法分为 ${groups} 组`,
  'shape.inputChannels': ({ weights, groups, needed, channels }) =>
    `${grouped(weights, groups)}需要 ${needed} 个输入通道，而非 ${channels} 个`,
  'shape.transposedGroups': ({ weights, groups, channels }) =>
    `${grouped(weights, groups)}与 ${channels} 个输入通道不匹配`,
  'shape.bias': ({ bias, channels }) => `其偏置${shape(bias)}与 ${channels} 个输出通道不匹配`,
  'shape.spatial': ({ dims, spatial }) => `其输入${shape(dims)}没有卷积核所需的 ${spatial} 个空间维`,
  'shape.window': ({ list, values }) => `其${WINDOW[list]}${shape(values)}不是每个空间维一个正数`,
  'shape.kernel': ({ weights, kernel }) => `其权重${shape(weights)}与卷积核${shape(kernel)}不符`,
  'shape.kernelTooLarge': ({ kernel, padded }) => `卷积核${shape(kernel)}大于填充后的输入${shape(padded).trimEnd()}`,
  'shape.padding': ({ pads }) => `其填充 ${listText(pads)} 不是每个空间维两个非负数`,
  'shape.outputShape': ({ shape: wanted }) => `其输出形状${shape(wanted)}不是每个空间维一个尺寸`,
  'shape.outputPadding': ({ padding }) => `其输出填充 ${listText(padding)} 为负`,
  'shape.nothingLeft': ({ full }) => `填充裁去了整个输出${shape(full).trimEnd()}`,

  'shape.equationTerms': ({ equation, terms, inputs }) => `其算式 ${equation} 有 ${terms} 项，而输入有 ${inputs} 个`,
  'shape.equationInputs': ({ equation, inputs }) => `其输入 ${shapes(inputs)} 与算式 ${equation} 不匹配`,
  'shape.equationOutput': ({ equation }) => `其算式 ${equation} 的输出不可能成立`,
  'shape.equationTerm': ({ term, rank }) => `其项 ${term} 没有给出 ${rank} 个维度`,
  'shape.equationLabel': ({ label }) => `其算式含有标号“${label}”`,
}

/** Why inputs of a model cannot be as they were asked for. */
export const inputCauses: Sentences<typeof english.inputCauses> = {
  'input.unknown': ({ input }) => `没有名为“${input}”的输入`,
  'input.rank': ({ input, declared, given }) => `输入“${input}”有 ${declared} 维，而非 ${given} 维`,
  'input.values': ({ tensor, dims, given }) =>
    `形状为 ${dims.length === 0 ? '标量' : dims.join('×')} 的输入“${tensor}”得到了 ${given} 个值`,
  'input.dims': ({ input, dims }) => `输入“${input}”的形状不能是 ${dims.join('×')}`,
}
