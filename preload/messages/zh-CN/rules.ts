// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/rules'
import type { Sentences } from '../sentence'

const UNIT_2_8_1 =
  '分块不得大于每个线程所分得的输出位置数的平方根，现按单个位置计：分块变大，存储的权重最多增至原始大小的 64/9。'
const POOL_2_8_1 = '先为全部激活与工作区排布位置，再作为一整块申请；过小的空闲部分会被扩大。'

const RESIZING = '调整会话大小时保留其执行器，算法仍是首次大小所选。'
const OWN_BLOCK = '激活与工作区的整块保留，只增不减。'

/** Rules of engines, one or two sentences each. Sources: the profiles. */
export const rules: Sentences<typeof english.rules> = {
  'rule.settings.1.0.1': () =>
    '最先查看低内存模式，并据此关闭 Winograd：3×3 层保持分块，权重为原始大小。普通与高相同。',
  'rule.settings.2.8.1': () =>
    '不查看内存模式：该判断仅在带 MNN_LOW_MEMORY 构建时编译，而默认关闭。低、普通、高得到相同的方案。',
  'rule.settings.lowTiles': () =>
    '最先查看低内存模式：所有卷积采用分块，1×1 层也不例外，权重为原始大小。普通与高相同。',
  'rule.settings.integersOnly': () => '内存模式只影响以整数存储的权重；浮点权重的卷积不受影响。',
  'rule.settings.2.5.1': () =>
    '最先查看低内存模式：所有卷积采用分块，1×1 层也不例外，以整数存储的权重保持为整数。普通与高相同。',
  'rule.settings.lowTilesAndWidens': () =>
    '最先查看低内存模式：所有卷积采用分块；以整数存储的权重保持为整数，相乘时再展宽。',
  'rule.settings.integersOnlyStrassen': () =>
    '内存模式只影响以整数存储的权重：低内存保留它们，1×1 层在其上使用 Strassen。',
  'rule.settings.integersInEveryMode': () =>
    '以整数存储的权重在任何内存模式下都保持为整数；低内存下 1×1 层在运行时量化输入。浮点权重不受内存模式影响。',
  'rule.settings.integersButHigh': () =>
    '除高内存模式外，以整数存储的权重保持为整数；低内存下 1×1 层在运行时量化输入。浮点权重不受内存模式影响。',
  'rule.settings.integersQuantised': () =>
    '除高内存模式外，以整数存储的权重保持为整数；低内存下所有层在运行时量化输入，每个权重占八位。',
  'rule.settings.integersOneBlock': () => '内存模式只影响以整数存储的权重；低内存把它们与缩放系数存于同一块。',
  'rule.settings.convscope': () => '低：选用使整个模型占用最少的内核；普通：在打包权重的限度内选最快的；高：选最快的。',
  'rule.winograd.1.0.1': () =>
    '方形卷积核、步长 1、无膨胀的层，若能节省足够的运算则使用 Winograd；大分块的评分会降低（0.12 × 分块面积 / 卷积核面积），因此偏好小分块。',
  'rule.winograd.2.8.1': () =>
    '方形卷积核、步长 1、无膨胀的层，若能节省运算则使用 Winograd；大分块的评分不再降低。在 AVX-512 上由估计的时间在 Winograd 与分块之间决定。',
  'rule.winograd.1.2.6': () =>
    '方形卷积核、步长 1、无膨胀的层，若能节省运算则使用 Winograd；大分块的评分不再降低，变换被视为廉价。',
  'rule.winograd.1.2.8': () => '同前；在 AVX-512 上由估计的时间在 Winograd 与分块之间决定，Winograd 有专用执行器。',
  'rule.winograd.convscope': () => '只要内核支持该形状，且内存模式的规则认为优于分块，就使用 Winograd。',
  'rule.winogradUnit.1.0.1': () =>
    '分块不得大于每个线程所分得的输出位置数的平方根，按行块计：线程多或图像小，则分块小。',
  'rule.winogradUnit.2.8.1': () => UNIT_2_8_1,
  'rule.winogradUnit.3.6.1': () =>
    `${UNIT_2_8_1}会话提示 WINOGRAD_MEMORY_LEVEL 加以限制：0 不用 Winograd，1 和 2 仅最小分块，3 不限。`,
  'rule.winogradUnit.2.8.4': () =>
    `${UNIT_2_8_1}会话提示 WINOGRAD_MEMORY_LEVEL 在除 AVX-512 外的内核上加以限制：低于 3 时仅最小分块。`,
  'rule.winogradUnit.convscope': () => '各单元如同独立的内核参与竞争：按内存或时间，取决于内存模式。',
  'rule.pointwise.1.0.1': () => '所有 1×1 层使用 Strassen 乘法；有步长或填充的层在前后各拷贝一次。',
  'rule.pointwise.2.8.1': () => '步长为 1 且输出与输入等大的 1×1 层使用 Strassen 乘法；其余采用分块。',
  'rule.pointwise.convscope': () => '1×1 层可作为一次矩阵乘法运行；没有 Strassen。',
  'rule.depthwise.1.0.1': () => '步长为 1 的逐通道 3×3 层有专用执行器，不论大小。',
  'rule.depthwise.2.8.1': () => '步长为 1 且输出至少 2×2 的逐通道 3×3 层有专用执行器。',
  'rule.depthwise.3.6.1': () => '所有逐通道层共用一个执行器；每个线程把所处理的平面拷贝到零边界之间。',
  'rule.depthwise.2.9.6': () => '所有逐通道层共用一个执行器；每个线程都有带零边界的平面，不论是否分得通道。',
  'rule.depthwise.convscope': () => '所有逐通道层共用一个内核。',
  'rule.packing.1.0.1': () => '通道在所有处理器上以 4 个为一块存储，AVX2 与 AVX-512 也是如此。',
  'rule.packing.2.8.1': () => '通道以 4（SSE、ARM）、8（AVX2、半精度）或 16（AVX-512）个为一块存储。',
  'rule.packing.1.1.0': () => '通道以 4 个为一块存储；x86 内核一次处理 12（SSE）或 24（AVX2）个位置与 4 个输出通道。',
  'rule.packing.1.1.5': () => '同前；带 VNNI 的 AVX-512 内核四个通道一取。',
  'rule.packing.1.2.0': () => '通道以 4（SSE、ARM）或 8（AVX2、AVX-512、半精度）个为一块存储。',
  'rule.packing.convscope': () => '通道以 4（SSE、ARM）、8（AVX2）或 16（AVX-512）个为一块存储。',
  'rule.pool.1.0.1': () => '激活与工作区逐个向系统申请；只有足够大的块才会被复用。',
  'rule.pool.2.8.1': () => POOL_2_8_1,
  'rule.pool.3.6.1': () => `${POOL_2_8_1}大小向上取整到 64 字节；整块为运行时自有。`,
  'rule.pool.1.1.1': () => '激活与工作区逐个申请，取自静态池的块：可能位于权重释放的临时块中。',
  'rule.pool.2.9.3': () => `${POOL_2_8_1}大小向上取整到 64 字节，整块取自静态池。`,
  'rule.pool.convscope': () => '激活位于预先排布的单一区域；各层共用一个工作区，大小取需求最大的一层。',
  'rule.winogradWorkspace.1.0.1': () => '每个线程一次变换一块行；其缓冲区容纳这些行变换后的输入与输出。',
  'rule.winogradWorkspace.1.1.5': () => '缓冲区宽度与元素类型一致，权重先在堆上变换再拷贝。',
  'rule.winogradWorkspace.1.2.3': () => '输入的变换与打包一步完成，借助第三个缓冲区，大小等于一块行变换后的输入。',
  'rule.strassen.1.0.1': () => '每幅图像单独相乘；线程分担其行或输出通道。',
  'rule.strassen.1.1.0': () => '批内所有图像是同一乘积的行；中转拷贝容纳整批。',
  'rule.strassen.1.1.5': () => '先申请偏置再申请权重，因此块的复用次序不同。',
  'rule.strassen.1.2.0': () => '深度很大的乘积切成若干段，缓冲区有上限；各段结果在专用缓冲区中累加。',
  'rule.strassen.1.2.2': () => '不再有中转拷贝。',
  'rule.strassen.1.2.5': () => '递归按实际输出通道计，而非整块。',
  'rule.strassen.2.9.3': () => '份额向上取整；在大小核处理器上按速度分配。',
  'rule.tiled.1.0.1': () => '每个线程以两个缓冲区收集列及其转置；权重在堆上重排。',
  'rule.tiled.1.0.2': () => '权重在静态池的临时块中重排；偏置可能从中切出，剩余部分保留。',
  'rule.tiled.1.1.5': () => '每个线程以一个缓冲区收集列，其位置记于小索引。',
  'rule.tiled.1.2.0': () => '先申请偏置，因此权重的临时块之后整块空闲。',
  'rule.conversion.1.0.1': () => '转换器为每组写一个卷积，但权重由模型算出者除外。',
  'rule.conversion.2.9.3': () => '转换器为每组写一个卷积，权重由模型算出者亦然。',
  'rule.conversion.3.0.4': () => '同前；三轴卷积变为两轴卷积，首轴上的每个核位一个。',
  'rule.conversion.3.0.5': () => '同前；三轴转置卷积亦然。',
  'rule.conversion.3.4.0': () => '同前，但通道很少的组变为深度卷积：组内每对输入与输出通道一个。',
  'rule.group.1.0.1': () => '分组卷积一次为各组中转一幅图像。',
  'rule.group.1.2.2': () => '分组卷积为各组中转整批。',
  'rule.computedWeight.1.0.1': () => '由模型计算的权重在每次运行时打包进工作区。',
  'rule.computedWeight.1.0.2': () => '由模型计算的权重经未打包的拷贝打包进工作区，该拷贝保留到此层确定大小之后。',
  'rule.computedWeight.1.2.0': () => '由模型计算的权重经未打包的拷贝打包进工作区，该拷贝立即归还。',
  'rule.sparse.1.0.1': () => '文件省略了零的权重会被展开。',
  'rule.sparse.1.2.0': () => '通道四个一块的内核只与非零权重相乘。',
  'rule.sparse.1.2.3': () => '除 SSE 外，所有内核只与非零权重相乘。',
  'rule.deconvolution.1.0.1': () =>
    '有步幅的转置卷积按 3×3 位置的分块进行；其余的是一张图像所有卷积核位置的一次矩阵乘积，完整保存。',
  'rule.deconvolution.1.1.5': () => '同前；有步幅者的权重与分块按矩阵内核读取的方式排列。',
  'rule.deconvolution.1.1.7': () =>
    '仅卷积核大于步幅两倍者按 3×3 位置的分块进行；其余的保存一张图像所有卷积核位置的乘积。',
  'rule.deconvolution.1.2.0': () => '同前，但通道包宽于四时不再按 3×3 位置的分块进行。',
  'rule.deconvolution.1.2.2': () => '同前；所有卷积核位置的乘积为一批中全部图像合并的乘积。',
  'rule.deconvolution.2.4.3': () => '同前；保存所有卷积核位置乘积者还保存一份输出的拷贝。',
  'rule.deconvolution.3.0.0': () => '同前，但不再有输出的拷贝。',
  'rule.deconvolution.3.0.2': () => '转置卷积按分块进行；除第一个线程外，每个线程有一份输出的拷贝。',
  'rule.deconvolution.3.0.4': () => '同前；除高内存模式外最多四个线程。',
  'rule.deconvolution.3.0.5': () => '同前；权重在堆上重排。',
  'rule.integers.1.0.1': () => '此版本的 8 位整数卷积（ConvInt8 一类）未建模。',
  'rule.integers.2.5.3': () => '8 位整数卷积收集的分块至多两千字节；深度卷积按通道块填充，池化按十六个通道暂存其张量。',
  'rule.integers.2.6.2': () => '同前；稠密卷积的偏置与缩放系数按四个通道向上取整，深度卷积按十六个通道暂存其张量。',
  'rule.integers.2.8.4': () => '同前；稠密卷积的偏置与缩放系数按通道块向上取整。',
  'rule.recurrent.1.0.1': () => '此版本的循环层未建模：LSTM 由一个执行器运行，转换器会去掉其周围的运算。',
  'rule.recurrent.1.1.0': () => 'LSTM 的每个时间步变成矩阵乘法与逐元素运算；GRU 与普通循环单元未建模。',
  'rule.recurrent.1.1.6': () => '同前；GRU 由一个带三个缓冲区的执行器运行。',
  'rule.recurrent.1.2.0': () => 'LSTM 变成一次与输入的乘法和沿时间的循环；GRU 由一个带三个缓冲区的执行器运行。',
  'rule.recurrent.1.2.2': () => '同前；GRU 有四个缓冲区，且一直占用。',
  'rule.recurrent.1.2.4': () => '同前；GRU 的四个缓冲区会归还。',
  'rule.recurrent.1.2.6': () => '同前；普通循环单元与 LSTM 的运行方式相同。',
  'rule.recurrent.1.2.10': () => '同前；转换器也接受没有偏置的 LSTM 与普通循环单元。',
  'rule.recurrent.2.2.2': () => '同前；转换器把给定初始状态的单步 LSTM 转成卷积。',
  'rule.recurrent.3.2.2': () =>
    '以 --useOriginRNNImpl 转换的文件同前；否则转换器把 LSTM 与 GRU 写成任何会话都不运行的循环。',
  'rule.integers.2.9.3': () => '8 位整数卷积在运行时量化，这种形式未建模。',
  'rule.products.1.0.1': () => '矩阵乘积逐个从批中拷出，操作数与结果完整打包。',
  'rule.products.1.1.0': () => '矩阵乘积的操作数与结果完整打包；softmax 保存最大值与总和。',
  'rule.products.2.9.1': () => '矩阵乘积按行的分块进行；softmax 拷贝线程所处理的行。',
  'rule.halfPrecision.1.0.1': () => '半精度有单独的后端，未建模。',
  'rule.halfPrecision.1.1.5': () => '半精度使用相同的执行器，8 个通道一块；Winograd 有 4 与 6 的分块。',
  'rule.halfPrecision.1.2.6': () => '半精度下 Winograd 也有 8 的分块。',
  'rule.halfPrecision.1.2.8': () => '半精度下 Winograd 没有 8 的分块：其变换未被编译。',
  'rule.backends.1.0.1': () => '一个后端运行全部。',
  'rule.backends.1.2.0': () =>
    'AVX2、AVX-512 与半精度有各自的后端；它所缺的在普通后端运行，后者有自己的内存池，张量在两者之间拷贝。',
  'rule.backends.2.3.0': () => '同前；8 位整数卷积以及与浮点的互转也在宽块后端上运行。',
  'rule.backends.2.8.4': () => '选择运算也在宽后端运行。',
  'rule.backends.2.9.1': () => '层归一化与 softmax 也在宽后端运行。',
  'rule.backends.2.9.5': () => '两个后端共用一个内存池。',
  'rule.backends.3.0.0': () => '同前；GRU 也在宽块或半精度后端上运行。',
  'rule.resizing.1.0.1': () => '调整会话大小时保留其执行器，算法仍是首次大小所选；激活与工作区先全部归还系统。',
  'rule.resizing.1.1.1': () =>
    `${RESIZING}内存块重新从静态池切取，静态池保留无法整块归还的部分：可能超出最大尺寸所需。`,
  'rule.resizing.2.7.0': () => `${RESIZING}激活与工作区的整块归还静态池；较小的块从中切取，其余部分保留。`,
  'rule.resizing.2.9.5': () => `${RESIZING}${OWN_BLOCK}`,
  'rule.resizing.3.2.0': () => `${RESIZING}${OWN_BLOCK}静态池的空闲碎块可再次使用。`,
  'rule.resizing.ncnn': () => '网络保留权重与加载时的算法；内存池保留空闲块，足够大时供其他尺寸使用。',
  'rule.resizing.convscope': () => '会话只有一种大小：换一种大小即另一会话，不保留任何内存。',
  'resizing.unknown': () => '此引擎在调整会话大小时保留什么尚不清楚。',
  'rule.creation.1.0.1': () => '每个执行器在确定大小之前才创建：激活与打包权重交替申请。',
  'rule.creation.2.3.0': () => '所有执行器在确定大小之前创建；后端之间的拷贝是独立的运算，每个张量一次。',
  'rule.geometry.1.0.1': () => '只移动元素的运算各有自己的输出。',
  'rule.geometry.1.1.0': () => '只移动元素的运算是虚拟的；有运算用到时由光栅化拷贝到一起，可越过单个张量的拷贝。',
  'rule.geometry.1.2.2': () => '转置中仍相邻的轴按一个轴拷贝，因此穿过它读取不需要更多拷贝。',
  'rule.geometry.1.2.5': () =>
    '重塑后的张量是其输入的拷贝，而不再是其输入各组成部分的拷贝；光栅化输入的未打包拷贝保留到最后一次使用。',
  'rule.geometry.2.1.2': () => '同前；三轴转置卷积也会被拆开。',
  'rule.geometry.2.9.2': () => '光栅化可越过由多个部分组成的张量。',
  'rule.geometry.2.9.5': () => '只有当张量两侧各自最多相差一个步幅时，光栅化才越过它：重塑之前的转置会保留其张量。',
  'rule.geometry.3.4.0': () => '重塑接管其所读内容，归约直接读取一个轴：保留的张量更少。',
}
