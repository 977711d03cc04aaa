// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/rules'
import type { Sentences } from '../sentence'

const UNIT_2_8_1 =
  '分块不得大于每个线程所分得的输出位置数的平方根，现按单个位置计：分块变大，存储的权重最多增至原始大小的 64/9。'
const POOL_2_8_1 = '先为全部激活与工作区排布位置，再作为一整块申请；过小的空闲部分会被扩大。'

/** Rules of engines, one or two sentences each. Sources: the profiles. */
export const rules: Sentences<typeof english.rules> = {
  'rule.settings.1.0.1': () =>
    '最先查看低内存模式，并据此关闭 Winograd：3×3 层保持分块，权重为原始大小。普通与高相同。',
  'rule.settings.2.8.1': () =>
    '不查看内存模式：该判断仅在带 MNN_LOW_MEMORY 构建时编译，而默认关闭。低、普通、高得到相同的方案。',
  'rule.settings.lowTiles': () =>
    '最先查看低内存模式：所有卷积采用分块，1×1 层也不例外，权重为原始大小。普通与高相同。',
  'rule.settings.integersOnly': () => '内存模式只影响以整数存储的权重；浮点权重的卷积不受影响。',
  'rule.settings.convscope': () => '低：选用使整个模型占用最少的内核；普通：在打包权重的限度内选最快的；高：选最快的。',
  'rule.winograd.1.0.1': () =>
    '方形卷积核、步长 1、无膨胀的层，若能节省足够的运算则使用 Winograd；大分块的评分会降低（0.12 × 分块面积 / 卷积核面积），因此偏好小分块。',
  'rule.winograd.2.8.1': () =>
    '方形卷积核、步长 1、无膨胀的层，若能节省运算则使用 Winograd；大分块的评分不再降低。在 AVX-512 上由估计的时间在 Winograd 与分块之间决定。',
  'rule.winograd.convscope': () => '只要内核支持该形状，且内存模式的规则认为优于分块，就使用 Winograd。',
  'rule.winogradUnit.1.0.1': () =>
    '分块不得大于每个线程所分得的输出位置数的平方根，按行块计：线程多或图像小，则分块小。',
  'rule.winogradUnit.2.8.1': () => UNIT_2_8_1,
  'rule.winogradUnit.3.6.1': () =>
    `${UNIT_2_8_1}会话提示 WINOGRAD_MEMORY_LEVEL 加以限制：0 不用 Winograd，1 和 2 仅最小分块，3 不限。`,
  'rule.winogradUnit.convscope': () => '各单元如同独立的内核参与竞争：按内存或时间，取决于内存模式。',
  'rule.pointwise.1.0.1': () => '所有 1×1 层使用 Strassen 乘法；有步长或填充的层在前后各拷贝一次。',
  'rule.pointwise.2.8.1': () => '步长为 1 且输出与输入等大的 1×1 层使用 Strassen 乘法；其余采用分块。',
  'rule.pointwise.convscope': () => '1×1 层可作为一次矩阵乘法运行；没有 Strassen。',
  'rule.depthwise.1.0.1': () => '步长为 1 的逐通道 3×3 层有专用执行器，不论大小。',
  'rule.depthwise.2.8.1': () => '步长为 1 且输出至少 2×2 的逐通道 3×3 层有专用执行器。',
  'rule.depthwise.3.6.1': () => '所有逐通道层共用一个执行器；每个线程把所处理的平面拷贝到零边界之间。',
  'rule.depthwise.convscope': () => '所有逐通道层共用一个内核。',
  'rule.packing.1.0.1': () => '通道在所有处理器上以 4 个为一块存储，AVX2 与 AVX-512 也是如此。',
  'rule.packing.2.8.1': () => '通道以 4（SSE、ARM）、8（AVX2、半精度）或 16（AVX-512）个为一块存储。',
  'rule.packing.convscope': () => '通道以 4（SSE、ARM）、8（AVX2）或 16（AVX-512）个为一块存储。',
  'rule.pool.1.0.1': () => '激活与工作区逐个向系统申请；只有足够大的块才会被复用。',
  'rule.pool.2.8.1': () => POOL_2_8_1,
  'rule.pool.3.6.1': () => `${POOL_2_8_1}大小向上取整到 64 字节。`,
  'rule.pool.convscope': () => '激活位于预先排布的单一区域；各层共用一个工作区，大小取需求最大的一层。',
}
