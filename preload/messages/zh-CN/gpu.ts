// SPDX-License-Identifier: Apache-2.0
import type { Algorithm } from '#contract/algorithms'
import type * as english from '../en/gpu'
import { clause, size } from '../figures'
import type { Sentences } from '../sentence'
import { choiceName } from './names'

interface Channels {
  inChannels: number
  outChannels: number
}

const channels = ({ inChannels, outChannels }: Channels) => `${inChannels} → ${outChannels} 通道`
const layer = ({ width, height, ...rest }: Channels & { width: number; height: number }) =>
  `${channels(rest)}，${width}×${height} 像素`
const algorithmName = (algorithm: Algorithm) => choiceName({ algorithm, unit: null, inner: null })
const millions = (count: number) => `${Math.round(count / 1e6)} 百万`

export const gpu: Sentences<typeof english.gpu> = {
  'gpu.winogradForm': ({ kernels }) => `Winograd 只用于步幅与膨胀为 1 的 ${kernels} 卷积核。`,
  'gpu.winogradShape': (of) =>
    `Winograd F(2,3) 用于两侧至少 32 通道且输入宽度小于输出通道数的层，以及两侧至少 64 通道的层：此层为 ${layer(of)}${of.taken ? '' : '，两者都不是'}。`,
  'gpu.winogradSmall': (of) =>
    `Winograd F(2,3) 用于不超过 32×32 像素、输入 32 至 512 通道、输出不超过 512 通道的层：此层为 ${layer(of)}${of.taken ? '' : '，不符合'}。`,
  'gpu.winogradIntel': ({ pixels, taken }) =>
    `在 Intel GPU 上，Winograd F(2,3) 用于不超过 4096 像素的输入：此层有 ${pixels}${taken ? '' : '，太多'}。`,
  'gpu.winogradBudget': ({ pairBytes, budget }) =>
    `低内存模式下，一层的两份变换副本最多占 ${size(budget)}；此处需要 ${size(pairBytes)}。`,
  'gpu.winogradUncounted': ({ pairBytes }) => `两份变换副本需要 ${size(pairBytes)}：其一的元素个数超出 32 位整数。`,
  'gpu.winogradSide': ({ side, most }) => `Winograd 的判断得到 ${side} 像素的图像边长；此 GPU 最多允许 ${most}。`,
  'gpu.winogradImage': (of) =>
    `变换副本的图像不超出 GPU 的限制，通道数也足够使用 Winograd：${channels(of)}，两侧有 32 通道总是足够。`,
  'gpu.winogradFewChannels': (of) => `通道太少，不用 Winograd：${channels(of)}。`,
  'gpu.winogradFirst': () => 'Winograd 已先采用此层。',
  'gpu.notPointwise': () => '此处只采用无步幅、无填充的 1×1 层。',
  'gpu.pointwiseNarrow': ({ width }) => `1×1 内核一次计算一行中的四个像素；此输入宽 ${width}。`,
  'gpu.pointwise': () => '无步幅、无填充的 1×1 层有专用内核，不需要工作区。',
  'gpu.productChannels': (of) => `整体矩阵乘用于输入超过 32、输出超过 64 通道的层：此层为 ${channels(of)}。`,
  'gpu.productSmall': ({ rows, multiplications }) =>
    `整体矩阵乘需要 128 行与 67 百万次乘法：此层有 ${rows} 行、${millions(multiplications)}次。`,
  'gpu.product': ({ rows, multiplications }) =>
    `此层有 ${rows} 行、${millions(multiplications)}次乘法，作为一次矩阵乘，在重排的输入与输出副本之间进行。`,
  'gpu.productUneven': ({ rows, inChannels, outChannels }) =>
    `3.0.3 及以前，整体矩阵乘要求各边相差不太悬殊：此层有 ${rows} 行，${channels({ inChannels, outChannels })}。`,
  'gpu.productFirst': () => '此层足够大，作为一次矩阵乘。',
  'gpu.integers': ({ bits }) =>
    `低内存模式下，以 MNN_LOW_MEMORY 构建的版本先于其他判断，在 GPU 上保留文件中的 ${bits} 位整数。`,
  'gpu.subgroups': () =>
    '输出通道达到 16 时，Winograd 未采用的层由 Intel 子组计算，每次 16 个通道；以 4 个通道打包的输入会先复制。',
  'gpu.onCpu': () => 'OpenCL 后端没有分组卷积：由 CPU 在拷贝之间执行，并持有其权重。',
  'gpu.direct': () => '前面的判断都未采用的层直接计算，不需要工作区。',
  'gpu.depthwise': () => '每个通道一个核：只有一种运行方式。',
  'gpu.transposed': () => '转置层只有一种运行方式：收集式内核。',
  'gpu.kept': ({ algorithm }) =>
    `会话按文件自带的输入尺寸创建，规则当时选择了 ${algorithmName(algorithm)}；调整大小后仍保留。`,
  'gpu.notKept': ({ reason }, say) => `在此尺寸本会选用（${clause(say(reason))}），但会话保留创建时的选择。`,
  'unmodelled.gpuIntegers': () => '低内存模式下此构建在 GPU 上保留文件中的整数；仅读过 3.6.1 对 4 位与 8 位的做法。',
  'unmodelled.imageTooLong': () => '它需要的图像边长超过 GPU 的上限：MNN 将其交给 CPU，CPU 占用多少不在模型之内。',
  'unmodelled.onCpu': () => 'OpenCL 后端把此运算交给 CPU；拷贝占用多少不在模型之内。',

  'unmodelled.gpuOperation': () => 'OpenCL 后端为此运算占用的内存未建模。',
  'note.gpuAsked': ({ storage, elementBytes }) =>
    `这些是一次推理后向 OpenCL 驱动申请的字节数，${storage === 'image' ? '图像' : '缓冲区'}模式，每个数 ${elementBytes} 字节。驱动自己增加的部分（行对齐、整页、内核）不在其中，处理器自己的内存也不在其中：模型文件留在那里，直到调用 releaseModel。`,
  'note.gpuSessionInfo': ({ counted, uncounted, allPools }) =>
    `getSessionInfo(MEMORY) 报告其中的 ${size(counted)}：${allPools ? '所有内存池' : '仅权重缓冲区的池'}。${uncounted === 0 ? '没有遗漏。' : `${allPools ? '不属于任何池的 ' : ''}${size(uncounted)} 未计入。`}`,
  'note.gpuOnCpu': ({ layers }) =>
    `${layers} 个层在 CPU 上运行：CPU 为其占用的内存不在这些数字之内，但计入 getSessionInfo(MEMORY)。`,
  'note.gpuPeak': ({ peak, loaded }) =>
    `创建会话并确定大小时，最多同时申请 ${size(peak)}，因为权重在途中有副本；之后保留 ${size(loaded)}。`,
  'note.gpuTransfer': ({ bytes }) => `数据经由一个 ${size(bytes)} 的缓冲区进出，第一次推理之后一直保留。`,
  'note.gpuResized': () =>
    '文件给出的输入尺寸不同：执行器按那些尺寸创建，调整会话大小后仍保留，除非把第一次调整推迟到尺寸设定之后。',
  'note.gpuStranded': ({ bytes }) =>
    `其中 ${size(bytes)} 是之前尺寸留下的块，计入其他内存：当时作为一次矩阵乘、现在不再是的 1×1 层仍引用着它们。`,
  'note.gpuTuned': () =>
    '按内核经过调优计算（除非指定 MNN_GPU_TUNING_NONE，否则如此）：整数权重的 1×1 层会试两种算法，并申请两者的工作区。不调优时，17 至 512 个像素的层不申请工作区。',
  'note.gpuUnmeasured': ({ version, measured }) =>
    `OpenCL 后端在 MNN ${measured.join('、')} 中测量过。${version} 的规则读自其源代码；未查看之处可能不同。`,
  'note.gpuProcessor': () => '线程数与指令集不影响向驱动申请的内存。',
  'note.unreleased': ({ nearest }) =>
    `MNN 的开发分支：此方案采用 ${nearest} 的规则，并含 OpenCL 后端 2026 年 8 月的两项修复（#4783、#4784）。其余改动不确定。`,

  'rule.gpuConvolutions.2.8.1': () => 'OpenCL 缓冲区模式：3×3 层在不超过 32×32 像素、512 通道时用 Winograd F(2,3)。',
  'rule.gpuConvolutions.2.9.1': () =>
    'OpenCL 缓冲区模式：只要图宽小于输出通道数，3×3 层在任意大小的图上用 Winograd F(2,3)。',
  'rule.gpuConvolutions.2.9.2': () =>
    'OpenCL 缓冲区模式：两侧至少 64 通道时，3×3 层在任意大小的图上用 Winograd F(2,3)；其两份副本占张量的八倍以上。',
  'rule.gpuConvolutions.2.9.5': () =>
    'OpenCL 缓冲区模式：同前，按乘积大小向上取整到分块；大的 1×1 层作为一次矩阵乘，值得时用 Strassen。',
  'rule.gpuConvolutions.2.9.6': () => 'OpenCL 缓冲区模式：同前；Strassen 的中间和不再放在乘法仍要读的重排副本里。',
  'rule.gpuConvolutions.3.0.4': () => 'OpenCL 缓冲区模式：同前；大的 1×1 层无论各边相差多少都作为一次矩阵乘。',
  'rule.gpuConvolutions.master': () =>
    'OpenCL：低内存模式下，两份 Winograd 副本超过 256 MiB 的层改为直接计算（#4783）。',
  'rule.gpuTensors.2.8.1': () =>
    'OpenCL 缓冲区模式：每个张量的通道数向上取整到八，权重也是：Winograd 的权重占两倍大小。',
  'rule.gpuTensors.2.8.4': () => 'OpenCL 缓冲区模式：同前；整数保持其宽度。',
  'rule.gpuTensors.3.0.2': () => 'OpenCL 缓冲区模式：只有打包张量的通道数向上取整，到四；权重为原始大小。',
  'rule.gpuOther.2.8.1': () =>
    'OpenCL：两种模式下光栅化都经由未打包的缓冲区；图像模式下这些缓冲区只在低精度时为半精度。',
  'rule.gpuOther.2.8.2': () => 'OpenCL：同前；多数广播由逐行循环代替。',
  'rule.gpuOther.2.8.4': () => 'OpenCL：同前；光栅化直接读写缓冲区，图像模式下只为其输出取一份未打包的副本。',
  'rule.gpuOther.2.9.2': () => 'OpenCL：同前；缓冲区模式下多矩阵乘按原样拷贝操作数，大的向上取整到 32。',
  'rule.gpuOther.2.9.5': () =>
    'OpenCL：同前；缓冲区模式下多矩阵乘不再取副本，softmax 与极值位置先拆包已打包的输入；暂存权重用过的块会归还。',
  'rule.gpuOther.2.9.6': () =>
    'OpenCL：同前；图像模式下按整包移动的光栅化不取副本，其余的为所读所写各取一份未打包的副本。',
  'rule.gpuOther.3.1.3': () => 'OpenCL：同前；两种模式下，除非精度为高或设备不支持，每个数占两字节。',
  'rule.gpuOther.3.4.0': () => 'OpenCL：同前；图像模式下循环拷贝其触及的一切，并保留副本。',
  'rule.gpuCounted.2.8.1': () => 'OpenCL：getSessionInfo(MEMORY) 只计权重缓冲区的池。',
  'rule.gpuCounted.master': () => 'OpenCL：getSessionInfo(MEMORY) 计入所有内存池（#4784）。',
}
