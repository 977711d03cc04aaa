// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/notes'
import { clause, duration, roughSize, size } from '../figures'
import { shortened } from '../plain-text'
import type { Sentences } from '../sentence'
import { choiceName, spaced } from './names'

/** What a plan's figures include, assume or leave out. */
export const notes: Sentences<typeof english.notes> = {
  'note.leftOut': ({ why, first, count }) => {
    const kind = { shape: '形状未知或为空', dimensions: '超过两维', kind: '属于 Convscope 不支持的种类' }[why]
    return count === 1 ? `卷积“${first}”${kind}，未计入。` : `${count} 个卷积${kind}，未计入，其中第一个是“${first}”。`
  },
  'note.bodies': ({ nodes }) => `If、Loop 与 Scan 的子图（${nodes} 个节点）各按执行一次计入。`,
  'note.generalConvolutions': ({ first, count }) =>
    `${count === 1 ? `“${first}”` : `${count} 个卷积（第一个是“${first}”）`}没有可选的算法：由模型计算的权重以及超过两维的卷积核直接相乘。`,
  'note.overrideLeavesOut': ({ layers, count, meant, wanted, first, obstacle }, say) => {
    const others = count === 1 ? '' : `，另有 ${count - 1} 层`
    return `强制指定“${layers}”所指的 ${meant} 层中有 ${count} 层不能采用${spaced(choiceName(wanted)).trimEnd()}：“${first}”（${clause(say(obstacle))}）${others}。`
  },
  'note.defaultBuild': ({ version, heedsMode }) =>
    `假定 MNN ${version} 按默认方式构建，不带 MNN_LOW_MEMORY${heedsMode ? '' : '：内存模式对其不起作用'}。`,
  'note.lowMemoryBuild': ({ version, floatsHeedMode }) =>
    floatsHeedMode
      ? `假定 MNN ${version} 带 MNN_LOW_MEMORY 构建，该选项默认关闭。`
      : `假定 MNN ${version} 带 MNN_LOW_MEMORY 构建：内存模式对浮点权重的卷积不起作用。`,
  'note.unknownRelease': ({ version, nearest, next, changed }, say) =>
    `MNN 没有已知的版本 ${version}：此方案按最接近的 ${nearest} 制定${
      changed.length === 0
        ? `；${next} 的规则相同。`
        : `。${next} 的改动是否已包含尚不确定：${changed.map(say).join('')}`
    }`,
  'note.newerRelease': ({ version, nearest }) =>
    `MNN ${version} 比所有规则已知的版本都新：此方案按 ${nearest} 制定，其后的改动不确定。`,
  'note.failsPointwise': ({ version }) =>
    `带 MNN_LOW_MEMORY 构建的 MNN ${version} 在低内存模式下，遇到权重不是整数的 1×1 卷积会失败（“Acquire buffer size = 0”）；2.8.2 已修复。`,
  'note.crashesQuantised': ({ version, isX86 }) =>
    isX86
      ? `带 MNN_LOW_MEMORY 构建的 MNN ${version} 在 x86 上以低内存模式运行量化权重的模型时常常崩溃。`
      : `带 MNN_LOW_MEMORY 构建的 MNN ${version} 在低内存模式下遇到量化权重的分组卷积会崩溃。`,
  'note.coresAlike': () => '各核心视为相同。在有大小核的手机上，此版本按速度分配工作：请选择各簇。',
  'note.avx512Option': ({ version }) => `MNN ${version} 的 AVX-512 需要构建选项 MNN_AVX512，该选项默认关闭。`,
  'note.noAvx512': ({ version }) =>
    `MNN ${version} 没有用于 float32 卷积的 AVX-512 内核：它采用 AVX2 路径，此方案也是如此。`,
  'note.halfPrecisionUnused': () => '只有在低精度下才使用半精度：此方案按 float32 计算。',
  'note.halfPrecisionOption': ({ version, preset }) =>
    `MNN ${version} 的半精度需要构建选项 MNN_ARM82，该选项默认${preset ? '开启' : '关闭'}。`,
  'note.deprecatedOption': ({ version, sums }) =>
    `${sums} 个 EltwiseInt8 算子在 MNN ${version} 中需要构建选项 MNN_SUPPORT_DEPRECATED_OP，该选项默认关闭：没有它模型无法运行。`,
  'note.forced': ({ layers }) => `${layers} 层的算法为强制指定：仅为假设，因为 MNN 没有针对单层的设置。`,
  'note.unknownShapes': ({ nodes }) => `${nodes} 个节点的输出形状未知，未计入激活。`,
  'note.unsupported': ({ count, operation, first }) =>
    `Convscope 不认识${count === 1 ? '' : ` ${count} 个算子，首个为`} ${operation}“${shortened(first, 60)}”：其运行时占用的内存不在数字之内。`,
  'note.converterLayouts': () => '布局按 MNN 转换器的做法推导。',
  'note.converterGroups': ({ layers, parts, version }) =>
    `MNN ${version} 的转换器为 ${layers} 个卷积的各组写出 ${parts} 层：按此推算，每行代表其全部。`,
  'note.converterPlanes': ({ layers, parts, version }) =>
    `MNN ${version} 的转换器为 ${layers} 个三轴卷积写出 ${parts} 个两轴卷积：按此推算，每行代表其全部。`,
  'note.converterSteps': ({ layers, parts, version }) =>
    `MNN ${version} 的转换器为 ${layers} 个单步 LSTM 写 ${parts} 个卷积：按此规划，每行代表其全部卷积。`,
  'note.converterFolds': ({ nodes }) =>
    `MNN 的转换器会把 ${nodes} 个节点（批归一化、缩放、激活、恒等）合并到前一个算子中。`,
  'note.integersKept': ({ convolutions }) =>
    `${convolutions} 个卷积的权重经过量化：推算时按保留整数计；运行时会反量化。`,
  'note.integersExpanded': ({ convolutions }) =>
    `${convolutions} 个卷积的权重经过量化：推算时按展开为 float32 计，与该引擎一致。`,
  'note.staticPool': () =>
    '打包权重即会话创建后的静态内存池：卷积的权重与偏置按各执行器打包后的大小计，其他算子的常量按原始大小计。',
  'note.ownOutputs': () => '激活的推算假定：除卷积外，每个算子各自写出输出，且不需要工作区。',
  'note.movements': () =>
    '与该引擎一致，仅移动元素的算子在其结果参与计算之处占用内存。工作区包括卷积、矩阵乘、softmax、缩放与广播所需；其余算子视为不需要。',
  'note.leftover': ({ bytes }) =>
    `打包权重包括创建分块层时的 ${size(bytes)} 临时内存：使用中的块从中切出，因此 MNN 无法归还。`,
  'note.bufferFromConverter': () => '模型缓冲区为估计值：按 MNN 转换器会写出的文件计，所有权重为 float32。',
  'note.bufferStripped': () => '模型缓冲区为估计值：文件大小加上被去除的权重（按 float32 计）。',
  'note.bufferFile': () => '模型缓冲区即文件大小：解释器一直保留它，直到调用 releaseModel。',
  'note.residentSet': ({ resident, process, kept }) => {
    const rest =
      kept >= 0
        ? `${roughSize(Math.abs(kept))} 为会话的对象、线程，以及权重变换后 C 库留待复用的内存`
        : `总量中有 ${roughSize(Math.abs(kept))} 从未写入`
    return `推算只含此会话的进程在运行后的常驻内存：${roughSize(resident)}。其中 ${roughSize(process)} 为程序、C 库与引擎自身的代码（在 x86-64 Linux 上测得）；${rest}。`
  },
  'note.timesFor': ({ processor }) => `推算的时间针对这台机器：${processor}。`,
  'note.notIncluded': () => '总量不包括：进程自身、线程栈、创建会话时的临时堆内存，以及 C 库为每个块附加的内存。',
  'note.weightsGivenBack': ({ staging }) =>
    `打包权重包括其他算子的常量；待打包的权重逐层从文件读取，打包后即归还（准备时最多 ${size(staging)}），因此不保留模型缓冲区。`,
  'note.notTuned': () => '本机未实测任何内核：时间均为估算。“convscope tune”会实测内核，再实测整个模型。',
  'note.tunedAlike': ({ measured, layers }) =>
    `${layers} 层中有 ${measured} 层的内核在本机实测过；普通模式的选择相同。`,
  'note.tunedOnly': ({ measured, layers }) =>
    `${layers} 层中有 ${measured} 层的内核在本机实测过，但未实测整个模型：“convscope tune”会与普通模式比较。`,
  'note.tunedWhole': ({ own, normal, normalIsFaster }) =>
    `整个模型实测：各层最快的内核需 ${duration(own)}，普通模式的内核需 ${duration(normal)}：采用${normalIsFaster ? '普通模式的内核' : '前者'}。`,
  'note.bfloat16': () =>
    '能以 bfloat16 相乘的内核均如此计算：乘积的两个因子与原值相差不超过 0.4%，累加仍用 float32。在 Linux 上，处理器支持 AMX 时速度可达数倍；只支持 AVX512_BF16 时最多约为两倍；否则只节省内存。“convscope run --reference”会给出输出偏离多少。',
  'note.halfWeights': () =>
    '内核支持时，打包的权重以半精度保存，每个权重的偏差不超过 0.05 %；求和仍为 float32。“convscope run --reference”给出输出的偏差。',
  'note.streamed': ({ convolutions }) => `${convolutions} 个卷积不保留权重：每次推理都从文件重新读取。`,
  'note.arena': ({ bytes, above, bound }) =>
    `全部激活共用一个 ${size(bytes)} 的区域，${above < 0.05 ? '恰好等于' : `比下限高 ${above.toFixed(1)} %，下限即`}同时存活的最大值（${size(bound)}）。`,
  'note.dequantised': ({ weights }) =>
    `${weights} 个权重以量化形式存储：运行时反量化为 float32，因此与其他权重一样打包和计入。`,
  'note.awaitsValues': ({ nodes }) =>
    `${nodes} 个节点等待只有运行时才计算的数值：届时由运行推算它们及其后的节点，总计不包含它们。`,
  'note.cannotExecute': ({ nodes }) => `引擎无法执行此模型的 ${nodes} 个节点；激活按其可以执行计。`,
}
