// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/bill'
import { clause, signed, size } from '../figures'
import type { Sentences } from '../sentence'

/** How the rows of a plan add up to its totals. */
export const bill: Sentences<typeof english.bill> = {
  'bill.packed': ({ total, rows, beside }, say) => {
    const others = beside.map(({ name, bytes }) => `${say(name)} ${signed(bytes, size)}`)
    return beside.length === 0
      ? `打包权重：${size(total)}，即各行之和。`
      : `打包权重：各行共 ${size(rows)}，${others.join('，')}；总计 ${size(total)}。`
  },
  'bill.unknown': ({ layers, first, why }, say) =>
    `总量为“至少”：${layers === 1 ? `层“${first}”占用多少未知` : `有 ${layers} 层（第一个为“${first}”）占用多少未知`}（${clause(say(why))}）。`,
  'bill.leftOut': ({ nodes, first }) =>
    `总量为“至少”：${nodes === 1 ? `节点“${first}”` : `${nodes} 个节点（第一个为“${first}”）`}未计入。`,
  'bill.workspace': ({ first, own, alive, pool, without }) => {
    const most = `在“${first}”处同时持有 ${size(alive)} 的激活与其 ${size(own)} 的工作区`
    const gaps =
      pool > alive + own ? `另外 ${size(pool - alive - own)} 是搬移张量所需的副本，以及放不下任何张量的空隙。` : ''
    const instead = size(pool) === size(without) ? '' : `，而非 ${size(without)}`
    return `工作区：${size(pool - without)} 是工作区使内存池增大的部分，内存池为 ${size(pool)}${instead}；${most}。${gaps}`
  },
  'bill.workspaceFits': ({ first, own, without }) =>
    `工作区：未增加内存，因为每个工作区（最大的是“${first}”的 ${size(own)}）都放得进激活在其他时刻所需的 ${size(without)}。`,
  'bill.workspaceLargest': ({ first, own }) => `工作区：所有层共用一块 ${size(own)}，与“${first}”的工作区一样大。`,
  'bill.constants': () => '计算图的常量',
  'bill.keptScratch': () => '创建层时的临时内存（使用中的块由其切出，故内存池保留它）',
  'bill.tables': () => '位置表',
  'bill.otherLayers': () => '未列出的层',
  'bill.plainWeights': () => '没有模型的层的权重（按原始大小计）',
  'reason.noChoice': () => '引擎只有一种方式执行此层。',
  'reason.volume': ({ bytes }: { bytes: number }) =>
    `它是与从其输入收集的矩阵（${size(bytes)}，计入激活值）的一次矩阵乘积。该规则读自引擎源码，未经实测。`,
  'reason.integersRead': () => '引擎以 8 位整数运行此层只有一种方式。该规则读自其源码，未经实测。',
  'unmodelled.shape': () => '其形状未知或为空。',
  'unmodelled.dimensions': () => '此引擎的模型不含超过二维的卷积核。',
  'unmodelled.transposed': () => '此引擎的模型不含这种形式的转置卷积。',
  'reason.recurrentLoops': () =>
    '它被拆成一次与输入的矩阵乘法和沿时间的循环，其张量计入激活。该规则读自引擎源码，未经实测。',
  'reason.recurrentSteps': () =>
    '它的每个时间步被拆成矩阵乘法与逐元素运算，其张量计入激活。该规则读自引擎源码，未经实测。',
  'reason.recurrentWhole': () => '由一个执行器逐步运行。该规则读自引擎源码，未经实测。',
  'reason.recurrentOnRequest': () =>
    '假定文件以 --useOriginRNNImpl 转换：否则转换器写出的是带自有子图的循环，任何会话都不运行它。该规则读自引擎源码，未经实测。',
  'unmodelled.recurrentRelease': () =>
    '此版本 MNN 的这种循环层未建模：LSTM 自 1.1.0 起、GRU 自 1.1.6 起、普通循环单元自 1.2.6 起已建模。',
  'unmodelled.recurrentWeights': () => '循环层只在权重与偏置为常量时建模。',
  'unmodelled.recurrentBias': () => '此版本 MNN 的转换器只接受带偏置的这种循环层。',
  'unmodelled.recurrentLengths': () => 'MNN 的转换器不接受各序列有自己长度的 GRU。',
  'unmodelled.recurrent': () => '循环层只有在权重为常量、使用常用函数且序列等长时才有模型；在乘积之前重置的 GRU 没有。',
  'unmodelled.ncnnIntegers': () => 'ncnn 的 8 位整数卷积没有模型，8 位整数的矩阵乘积也没有。',
  'unmodelled.integers': () =>
    '此处未对这个 8 位整数卷积建模：Winograd、多个分组、MNN 1.2.0 之前不足八位的整数，以及 3.1.4 起的四位权重各有规则。',
  'reason.transposedVolume': ({ bytes }: { bytes: number }) =>
    `它是一次矩阵乘法，结果为每个通道与核位各在整个输出上铺一份，共 ${size(bytes)}，计入激活，再求和。该规则读自引擎源码，未经实测。`,
  'unmodelled.transposedVolume': () =>
    '三轴转置卷积自 MNN 2.1.2 起建模，限权重非计算得出；3.0.4 及以前与其自有文件限单组。',
  'unmodelled.volume': () =>
    '三个轴上的卷积自 MNN 1.1.0 起建模，限权重并非计算所得；1.2.2 及以前限单组，3.4.0 起限每组通道不太少者。',
  'unmodelled.kind': () => '此引擎的模型不含这类层。',
  'bill.rounding': () => '内存池切分块所致',
  'stairs.file': () => '文件中的权重',
  'stairs.packing': () => '为计算核打包',
  'stairs.packed': () => '打包权重',
  'stairs.buffer': () => '保留在内存中的模型文件',
  'stairs.pool': () => '激活与工作区的内存池',
  'stairs.rest': () => '其他内存',
  'stairs.held': () => '持有，即总量',
  'stairs.asked': () => '向驱动申请的总量',
  'stairs.idle': () => '峰值时内存池中未使用的空间',
  'stairs.inUse': () => '峰值时使用中',
  'stairs.whole': () => '该空间仍被保留',
  'stairs.process': () => '程序、库及 C 库保留的内存',
  'stairs.resident': () => '常驻内存',
  'stairs.beyond': () => '模型之外',
  'stairs.reported': () => '程序的最高值',
}
