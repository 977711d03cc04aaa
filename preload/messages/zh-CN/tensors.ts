// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/tensors'
import type { Sentences } from '../sentence'

/** What is wrong with stored weights: predicates of 数值. */
export const codings: Sentences<typeof english.codings> = {
  'coding.count': ({ stored, needed }) => `为 ${stored} 个，而需要 ${needed} 个`,
  'coding.cutOff': () => '在中途结束',
  'coding.beyondFile': () => '超出文件末尾',
  'coding.positionBeyondEnd': () => '有位置超出末尾',
  'coding.positions': ({ positions, values }) => `有 ${positions} 个位置，却有 ${values} 个值`,
  'coding.sparsity': () => '的稀疏层级前后矛盾',
  'coding.tooManyPositions': () => '的位置多于元素',
  'coding.segment': () => '有分段超出其位置列表',
  'coding.scales': ({ scales, values }) => `有 ${scales} 个缩放系数，不能均分 ${values} 个值`,
  'coding.bytes': ({ bytes, values }) => `有 ${bytes} 字节，对应 ${values} 个值`,
  'coding.rank': ({ rank }) => `声称有 ${rank} 维`,
  'coding.palette': ({ index, size }) => `使用了 ${size} 个取值中的第 ${index} 个`,
  'coding.bits': ({ bits }) => `按 ${bits} 位打包`,
}

export const tensors: Sentences<typeof english.tensors> = {
  'tensor.rank': ({ tensor: name, rank }) => `张量“${name}”有 ${rank} 维`,
  'tensor.inputRank': ({ input, rank }) => `其输入“${input}”有 ${rank} 维`,
  'tensor.bytes': ({ tensor: name, bytes, needed }) => `张量“${name}”有 ${bytes} 字节数据，而其形状需要 ${needed} 字节`,
  'tensor.values': ({ tensor: name, values, needed }) => `张量“${name}”有 ${values} 个值，而其形状需要 ${needed} 个`,
  'tensor.noData': ({ tensor: name }) => `张量“${name}”没有数据`,
  'tensor.cutElement': ({ tensor: name }) => `张量“${name}”的数据在某个元素中间断开`,
  'tensor.breaksOff': ({ tensor: name }) => `张量“${name}”的数据中断`,
  'tensor.beyondEnd': ({ tensor: name }) => `张量“${name}”的数据超出文件末尾`,
  'tensor.outsideFolder': ({ tensor: name, location }) =>
    `张量“${name}”的数据在“${location}”中，位于模型所在文件夹之外`,
  'tensor.place': ({ tensor: name }) => `张量“${name}”的数据位置或大小不可能成立`,
  'tensor.buffer': ({ tensor: name, buffer, buffers }) =>
    `张量“${name}”的数据在缓冲区 ${buffer} 中，而缓冲区只有 ${buffers} 个`,
  'tensor.scales': ({ tensor: name, scales, positions, axis }) =>
    `张量“${name}”有 ${scales} 个缩放系数，而轴 ${axis} 上有 ${positions} 个位置`,
  'tensor.sparsity': ({ tensor: name }) => `张量“${name}”声明的元素多于其形状`,
  'tensor.listType': ({ tensor: name, type }) => `张量“${name}”有类型未知（${type}）的列表`,
  'tensor.coding': ({ tensor: name, why }, say) => `张量“${name}”的数值${say(why)}`,
  'tensor.unset': ({ tensor: name }) => `“${name}”在有值之前就被读取`,
  'tensor.notConstant': ({ tensor: name }) => `“${name}”不是常量`,
  'tensor.reordered': ({ tensor: name, rank }) => `“${name}”不能有 ${rank} 维`,
  'tensor.twice': ({ tensor: name }) => `“${name}”被赋值两次`,
  'tensor.none': ({ index, count }) => `它引用了张量 ${index}，而张量只有 ${count} 个`,
  'tensor.dimension': ({ dim }) => `某个张量有一维为 ${dim}`,
  'tensor.tooLarge': ({ dims }) => `形状为 ${dims.join('×')} 的张量元素过多`,
}

export const nodes: Sentences<typeof english.nodes> = {
  'node.unproduced': ({ node: name, tensor: read }) => `节点“${name}”读取“${read}”，但没有节点产生它`,
  'node.rewrites': ({ node: name, tensor: written }) => `节点“${name}”写入“${written}”，而它已有值`,
  'node.cycle': ({ node: name }) => `节点“${name}”依赖自身的输出`,
  'node.attribute': ({ node: name, attribute }) => `节点“${name}”缺少属性 ${attribute}`,
  'node.input': ({ node: name, input }) => `节点“${name}”没有输入 ${input}`,
  'node.tensor': ({ node: name, index, count }) => `节点“${name}”引用了张量 ${index}，而张量只有 ${count} 个`,
  'node.code': ({ code }) => `有算子的代码 ${code} 未知`,
  'node.noOutput': ({ type }) => `有 ${type} 算子没有输出`,
  'node.weightsPlace': ({ node: name }) => `算子“${name}”在其权重文件中的位置不可能成立`,
  'node.values': ({ node: name, list, values, needed }) =>
    `算子“${name}”的 ${list} 有 ${values} 个值，而需要 ${needed} 个`,
  'node.positions': ({ node: name, positions, values, elements }) =>
    `算子“${name}”的 ${elements} 个稀疏权重有 ${positions} 个位置和 ${values} 个值`,
  'node.weightBytes': ({ node: name, bytes, values }) => `算子“${name}”有 ${bytes} 字节权重，对应 ${values} 个值`,
  'node.noScales': ({ node: name }) => `算子“${name}”的量化权重没有数值或缩放系数`,
  'node.coding': ({ node: name, why }, say) => `算子“${name}”的量化权重${say(why)}`,
  'node.weights': ({ node: name, weights }) => `算子“${name}”有 ${weights} 个权重，不符合任何卷积核`,
  'node.parameter': ({ node: name, parameter }) => `层“${name}”的参数 ${parameter} 不是应有的数字`,
  'node.window': ({ node: name }) => `算子“${name}”的卷积核、步长或膨胀小于 1`,
  'node.inputChannels': ({ node: name }) => `算子“${name}”没有说明读取多少通道`,
  'node.outputChannels': ({ node: name }) => `算子“${name}”没有输出通道`,
}
