// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/ncnn'
import { clause, size } from '../figures'
import type { Sentences } from '../sentence'

const channels = ({ ic, oc }: { ic: number; oc: number }) => `${ic} → ${oc} 通道`
const transform = (unit: number) => `F(${unit},3)`
const packs = ({ inPack, outPack }: { inPack: number; outPack: number }) => `${inPack} 通道打包到 ${outPack} 通道打包`

/** Why ncnn takes or leaves a candidate, what its plans are told with, and its rules in words. */
export const ncnn: Sentences<typeof english.ncnn> = {
  'ncnn.notReached': () => '未考虑到：该层已被前面的判断采用。',
  'ncnn.winogradOff': () => 'Winograd 已关闭。',
  'ncnn.unitsOff': () => '适用于该层的 Winograd 分块均已关闭。',
  'ncnn.unitOff': ({ unit }) => `${transform(unit)} 已关闭。`,
  'ncnn.winogradShape': ({ kernel, stride, dilation }) =>
    `Winograd 需要 3×3 卷积核且步长、膨胀为 1；此处为 ${kernel}，步长 ${stride}，膨胀 ${dilation}。`,
  'ncnn.winogradFew': ({ most, ...layer }) => `通道太少，不用 Winograd：${channels(layer)}，要求多于 ${most}。`,
  'ncnn.unitLeft': ({ reason }, say) => `采用了另一种分块：${clause(say(reason))}。`,
  'ncnn.unitByChannels': ({ unit, most, ...layer }) =>
    `F(6,3) 用于两侧均不超过 ${most} 通道的层：${channels(layer)} 采用 ${transform(unit)}。`,
  'ncnn.unitInstead': ({ unit, wanted }) => `本应采用 ${transform(wanted)}，但已关闭；由 ${transform(unit)} 代替。`,
  'ncnn.unitBySize': ({ unit, side, ...layer }) =>
    `按引擎的实测时间表，${channels(layer)} 且填充后较短边为 ${side} 时采用 ${transform(unit)}。`,
  'ncnn.unitLeast': ({ least, ...layer }) => `${channels(layer)} 不允许更大的分块：F(4,3) 要求两侧至少 ${least} 通道。`,
  'ncnn.unitByRange': ({ unit, from, to, ...layer }) =>
    `F(6,3) 用于两侧 ${from} 至 ${to} 通道，F(4,3) 用于 ${from} 通道及以上，其余用 F(2,3)：${channels(layer)} 采用 ${transform(unit)}。`,
  'ncnn.unitAlone': ({ unit }) => `只有 ${transform(unit)} 处于开启状态。`,
  'ncnn.unitPlain': ({ unit, least, ...layer }) =>
    `未打包的通道在两侧达到 ${least} 或 F(2,3) 关闭时采用 F(4,3)：${channels(layer)} 采用 ${transform(unit)}。`,
  'ncnn.unitOnly': ({ unit, ...layer }) => `${packs(layer)} 只有 ${transform(unit)}。`,
  'ncnn.packsDiffer': (layer) => `${packs(layer)} 没有 Winograd。`,
  'ncnn.packsNotEight': (layer) => `该版本只有两侧均为 8 通道打包的 Winograd，而此处为 ${packs(layer)}。`,
  'ncnn.alwaysSix': ({ least, heeded }) =>
    `两侧均为 8 通道打包且至少 ${least} 通道的层总是采用 F(6,3)${heeded ? '' : '，即使 Winograd 已关闭：不查看任何选项'}。`,
  'ncnn.bothKept': ({ small }) =>
    small
      ? '同时保留 F(2,3) 与 GEMM 的权重；输出小于 8×8 时运行 GEMM。'
      : '同时保留 F(2,3) 与 GEMM 的权重；输出达到 8×8 时运行 F(2,3)。',
  'ncnn.bothUnits': ({ unit }) =>
    `同时保留 F(6,3) 与 F(4,3) 的权重；填充后图像的边长不超过 10、为 15 至 18、21 或 22 时运行 F(4,3)，其余运行 F(6,3)：此处运行 ${transform(unit)}。`,
  'ncnn.pointwise': () => '1×1 层即一次矩阵乘。',
  'ncnn.notPlainPointwise': () => '此处只采用步长为 1 或 2 的 1×1 层。',
  'ncnn.ownWindow': (layer) => `${packs(layer)} 时该窗口有专用内核，优先采用。`,
  'ncnn.gemmAlways': () => '前面的判断均未采用的层以 im2col 和一次矩阵乘运行。',
  'ncnn.gemmDilated': () => '权重按 GEMM 打包，但有膨胀的层用原始权重计算。',
  'ncnn.gemmChannels': ({ least, takes, ...layer }) =>
    `GEMM 用于一侧至少 ${least} 通道的层：${channels(layer)} ${takes ? '已达到' : '未达到'}。`,
  'ncnn.gemmBothSides': ({ least, takes, ...layer }) =>
    `GEMM 用于两侧均至少 ${least} 通道的层：${channels(layer)} ${takes ? '已达到' : '未达到'}。`,
  'ncnn.gemmFewOutputs': ({ oc }) => `输出为 ${oc} 通道且窗口或输入如此大小时，优先直接计算而非 GEMM。`,
  'ncnn.windowGemm': ({ takes, ...layer }) =>
    `该窗口从 ${channels(layer)} 起运行 GEMM：${takes ? '已达到' : '未达到'}。`,
  'ncnn.windowBoth': ({ gemm }) =>
    `同时保留 GEMM 与该窗口专用内核的权重；按通道数与图像大小运行${gemm ? ' GEMM' : '专用内核'}。`,
  'ncnn.plainSix': ({ runs, side }) =>
    `未打包的通道只有 F(6,3)${runs ? '' : `，仅在填充后边长不超过 ${side} 时运行：该图像用原始权重计算`}。`,
  'ncnn.gemmMany': ({ most, ...layer }) => `一侧多于 ${most} 通道时优先 GEMM：${channels(layer)}。`,
  'ncnn.gemmFigure': ({ figure, l2, takes }) =>
    `引擎对权重的估计值 ${size(figure)} ${takes ? '大于' : '不大于'}每核缓存所代表的 ${size(l2)}。`,
  'ncnn.gemmOwnKernel': () => 'GEMM 让位于为该窗口编写的内核。',
  'ncnn.sgemmOff': () => '除 1×1 层外，GEMM 已关闭。',
  'ncnn.direct': () => '前面的判断均未采用的层直接计算。',
  'ncnn.groups': ({ groups, reason }, say) => `${groups} 个组各为一个独立的卷积层；组内：${say(reason)}`,
  'ncnn.withinGroup': ({ reason }, say) => `组内：${say(reason)}`,
  'ncnn.depthwisePacked': ({ pack }) => `逐通道卷积，每 ${pack} 个通道打包在一起。`,
  'ncnn.depthwiseCast': () => '通道未打包的逐通道卷积：权重以 16 位保存。',
  'ncnn.depthwisePlain': () => '通道未打包的逐通道卷积：该窗口用原始权重计算。',
  'ncnn.dilationLayer': ({ dilation, reason }, say) =>
    `不打包时，有膨胀的层按图像的 ${dilation * dilation} 个相位作为无膨胀的层运行；各相位内：${say(reason)}`,
  'ncnn.withinPhase': ({ reason }, say) => `各相位内：${say(reason)}`,
  'ncnn.deconvolutionGemm': ({ inBlobs }) =>
    `一次矩阵乘积得出整幅图像所有卷积核位置的乘积，再相加；${inBlobs ? '无需裁剪，乘积位于数据块的内存池' : '乘积与未裁剪的图像属于工作区'}。`,
  'ncnn.deconvolutionSgemmOff': () => 'GEMM 已关闭。',
  'ncnn.deconvolutionStored': () => '启用 16 位存储而未启用 fp16 运算时，没有矩阵乘积。',
  'ncnn.deconvolutionDirect': () => '不用矩阵乘积的转置卷积直接计算。',
  'ncnn.deconvolutionDepthwise': () => '每个通道一个卷积核：直接计算。',
  'ncnn.deconvolutionPlain': () => '该版本以原始权重、在未打包的通道上计算转置卷积。',
  'ncnn.halfStoredDirect': () => '启用 fp16 存储而未启用 fp16 运算时，所有层直接计算。',

  'note.ncnnHeap': () => '字节数为数据本身：堆上每块另占 68 字节，层对象自身的占用未计入。',
  'note.ncnnForced': ({ layers, mask }) =>
    `${layers} 层的算法为强制指定${mask ? '；若对该层关闭 Winograd 或 sgemm（.param 的键 31）有此效果，ncnn 可以照此设置' : '：仅为假设，因为该版本没有针对单层的设置'}。`,
  'note.ncnnMasks': ({ layers, first }) =>
    `文件为 ${layers} 层（第一个为“${first}”）关闭了精度选项（键 31）；方案只按该键计入 Winograd、sgemm 与线程。`,
  'note.pnnx': ({ folded }) =>
    `此为估计：按 pnnx 的转换方式看待计算图${folded === 0 ? '' : `，其中 ${folded} 个节点（批归一化、缩放、激活）合并到前一层`}。ncnn 工具写出的文件可能不同。`,
  'note.ncnnUnmeasured': ({ version }) => `ncnn ${version} 在此指令集与选项下的规则读自源码，未经实测。`,
  'note.ncnnTransposed': () => '转置卷积的规则在五个 x86 版本的 ncnn 上测得；此版本与指令集的规则来自源代码。',
  'note.ncnnMisread': ({ layers, first }) =>
    `在 x86 上启用 bfloat16 存储时，该版本将${layers === 1 ? `“${first}”` : ` ${layers} 个分组层（第一个为“${first}”）`}的权重按 16 位打包，却按 32 位读取：结果是错误的。`,
  'note.ncnnCrash': ({ layers, first }) =>
    `ncnn 会在${layers === 1 ? `“${first}”` : ` ${layers} 层（第一个为“${first}”）`}处崩溃：不打包时，输出小于膨胀系数的层找不到权重。`,
  'note.ncnnBatch': () => 'ncnn 没有批量维：方案按每次一幅图像计。',
  'note.ncnnPool': ({ first, own, total }) =>
    `工作区：独立的内存池保留 ${size(total)}；需求最大的层“${first}”需要 ${size(own)}。数据块不能使用它。`,
  'note.ncnnAtPeak': ({ first, own, total }) =>
    `工作区：数据块与工作区之和最大的时刻为 ${size(total)}；单层最大为“${first}”的 ${size(own)}。`,

  'rule.settings.ncnnFirst': () => '轻量模式不释放原始权重。启用打包时，已打包的层无法关闭 Winograd 与 sgemm。',
  'rule.settings.ncnn': () => '轻量模式在打包后释放原始权重。Winograd（各分块可分别设置）、sgemm 与打包选项均有效。',
  'rule.settings.ncnnFirstPairs': () =>
    '轻量模式不释放原始权重。除输入与输出均为 8 或 16 通道打包的层外，Winograd 选项有效；sgemm 与打包选项有效。',
  'rule.winograd.ncnnFirst': ({ copies }) =>
    `步长为 1、两侧均为 8 通道打包且至少 16 通道的 3×3 层总是采用 F(6,3)，不论选项如何；未打包的层可采用 F(2,3)，同时保留 GEMM 的权重。ARM64 上 4 通道打包（半精度为 8 通道）的层不论选项如何都同时保留 F(6,3) 与 F(4,3) 的权重。${copies ? '输出恰为整块时会再复制一次。' : ''}`,
  'rule.winograd.ncnnFirstPairs': () =>
    '步长为 1 的 3×3 层在输入与输出打包方式相同（保留两种分块的权重），或输出未打包时采用 Winograd；未打包的层可采用 F(2,3)，同时保留 GEMM 的权重。',
  'rule.winograd.ncnnPairs': ({ keeps }) =>
    `步长为 1 的 3×3 层在输入与输出打包方式相同，或输出未打包时采用 Winograd；整幅图像一次变换。${keeps ? 'ARM64 上未打包的层在 Winograd 权重之外保留原始权重。' : ''}`,
  'rule.winograd.ncnnTiled': ({ arm }) =>
    `${arm ? '' : 'x86 上'}步长为 1 且一侧通道不太少的 3×3 层采用 Winograd；图像按适合二级缓存的分块变换。${arm ? '' : '分块占用数据块的内存池。ARM64 同前。'}`,
  'rule.winogradUnit.ncnnFirst': () => '已打包的通道用 F(6,3)，未打包的用 F(2,3)。',
  'rule.winogradUnit.ncnnFirstPairs': () =>
    '已打包的通道同时保留 F(6,3) 与 F(4,3)，由图像大小决定运行哪一个；未打包的用 F(2,3)。',
  'rule.winogradUnit.ncnnPairs': () => '仅按通道数选择 F(6,3)、F(4,3) 或 F(2,3)，各种打包方式的界限不同。',
  'rule.winogradUnit.ncnnTiled': ({ arm }) =>
    `x86 上 32 通道以内用 F(6,3)，更多用 F(4,3)；若文件给出图像尺寸，则由实测时间表决定。ARM64 ${arm ? '上 128 通道以内用 F(6,3)，与尺寸无关' : '同前'}。`,
  'rule.pointwise.ncnn': () => '所有 1×1 层为一次矩阵乘。',
  'rule.depthwise.ncnn': () => '逐通道层处理打包的通道；含多个通道的组各为一个独立的层。',
  'rule.deconvolution.ncnnPlain': () => '转置卷积以原始权重、在未打包的通道上计算。',
  'rule.deconvolution.ncnnPacked': () => '转置卷积在打包的通道上、以打包的权重计算。',
  'rule.deconvolution.ncnnProduct': () =>
    '除非关闭 sgemm，转置卷积是一次矩阵乘积，保存整幅图像所有卷积核位置的乘积；乘积的分块与其结果在同一处。',
  'rule.deconvolution.ncnnWorkspace': () => '同前，但乘积的分块属于工作区。',
  'rule.deconvolution.ncnnDrops': () => '同前；x86 上逐通道的转置卷积在轻量模式下也释放原始权重。',
  'rule.deconvolution.ncnnWide': () => '同前；AVX-512 下乘积每次处理 16 个位置。',
  'rule.deconvolution.ncnnBlocks': () => '同前；在 x86 上，直接计算所用的权重按块排列。',
  'rule.packing.ncnnBoth': () => '通道数允许时按 4 或 8 个打包。原始权重与打包后的权重同时保留。',
  'rule.packing.ncnn': () => '通道数允许时按 4、8 或 16 个打包；轻量模式释放原始权重。',
  'rule.packing.ncnnRounded': () =>
    '通道数允许时按 4、8 或 16 个打包；轻量模式释放原始权重。一维或二维的值也按 16 字节的倍数占用，此前为 4 字节的倍数。',
  'rule.tiled.ncnnWhole': () => '其他层将整幅图像展开为一个矩阵，与权重相乘一次。',
  'rule.tiled.ncnnLayered': ({ arm }) =>
    `x86 上其他层将整幅图像展开为一个矩阵，由 Gemm 层切成适合二级缓存的分块${arm ? '，属于工作区' : '，占用数据块的内存池'}。ARM64 上${arm ? '图像逐块展开' : '同前，整幅展开'}。`,
  'rule.tiled.ncnnFused': () => '其他层在相乘时将图像逐块展开为矩阵：整个矩阵从不存在。',
  'rule.tiled.ncnnFusedWide': () =>
    '其他层在相乘时将图像逐块展开为矩阵；AVX2 与 AVX-512 上分块宽度分别为 12 与 16 个位置的倍数，此前为 4 的倍数。',
  'rule.creation.ncnnTogether': () => '先读取所有层的权重，再进行打包。',
  'rule.creation.ncnnOneByOne': () => '每层的权重一经读取即打包，然后才读取下一层。',
  'rule.recurrent.ncnnFirst': ({ both }) =>
    `循环层在 x86 上以读入的权重计算；ARM64 打包权重，同时保留原始权重。${both ? '每个方向有各自的状态。' : '两个方向共用一个状态。'}`,
  'rule.recurrent.ncnnPacked': ({ all }) =>
    `x86 上 LSTM 权重也打包，轻量模式释放原始权重${all ? '；ARM64 上 GRU 与 RNN 亦然' : '；ARM64 上 GRU 与 RNN 的原始权重保留'}。每个方向有各自的状态。`,
  'rule.geometry.ncnnFirst': () =>
    '若一层不接受打包的通道或 16 位元素，其输入先转换到另一个数据块；先转换元素，再转换通道。',
  'rule.geometry.ncnn': ({ x86 = '', arm64 = '' }) =>
    `层不能直接接受的输入会先转换。自该版本起，更多类型接受打包的通道或 16 位元素：${[x86 && `x86 上的 ${x86}`, arm64 && `ARM64 上的 ${arm64}`].filter(Boolean).join('；')}。`,
  'rule.geometry.ncnnLast': ({ x86 }) =>
    `同前，但 16 位数据先解除通道打包，再转换元素。自该版本起，x86 上的 ${x86} 接受打包的通道。`,
  'rule.geometry.ncnnAsPacked': ({ x86 }) => `同前；x86 上的 ${x86} 接受任意打包方式的通道。`,
  'rule.geometry.ncnnBf16': () =>
    '同前；x86 上大多数层也接受 bfloat16。分组层不接受：其输入转换为 float32，其输出也是 float32。',
  'rule.pool.ncnnCopies': () =>
    '数据块与工作区各有一个内存池，互不共用。取最早空闲且足够大的块，整块使用；工作区不取两倍以上的块。不归还任何块。结果从内存池复制出来。',
  'rule.pool.ncnnFirst': () =>
    '数据块与工作区各有一个内存池，互不共用。取最早空闲且足够大的块，整块使用；工作区不取两倍以上的块。不归还任何块。',
  'rule.pool.ncnn': () =>
    '数据块与工作区各有一个内存池，互不共用。取最早空闲且足够大的块，整块使用；空闲块达到 10 个时可能归还一块。',
}
