// SPDX-License-Identifier: Apache-2.0

import type * as english from '../en/problems'
import { FAULTS } from '../en/problems'
import { roughSize, shapeText } from '../figures'
import { shortened } from '../plain-text'
import type { Sentences } from '../sentence'

function endOfProcess({ code, signal }: { readonly code: number | null; readonly signal: string | null }): string {
  if (signal === null) return code === null ? '进程已结束' : `退出码 ${code}`
  if (FAULTS.has(signal)) return `进程崩溃（${signal}）`
  if (signal === 'SIGSTOP') return '进程被暂停（SIGSTOP），不再工作，已将其终止'
  return signal === 'SIGKILL' ? '进程被终止（SIGKILL），可能是内存不足' : `进程被终止（${signal}）`
}

/** What is wrong: whole sentences. */
export const problems: Sentences<typeof english.problems> = {
  'problem.cannotOpen': ({ file, why }, say) => `无法打开 ${file}：${say(why)}。`,
  'problem.openingFailed': ({ file, detail }) => `打开 ${file} 失败：${detail}`,
  'problem.threadMemory': ({ file, mebibytes }) => `处理 ${file} 所需内存超过 ${mebibytes} MiB，已放弃。`,
  'problem.threadLost': ({ file, detail }) => `处理 ${file} 的线程意外结束：${detail}`,
  'problem.openingCancelled': ({ file }) => `已取消打开${file === null ? '' : ` ${file}`}。`,
  'problem.shapes': ({ operation, node, file, why }, say) =>
    `${file === null ? '' : `${file} 的 `}${operation}“${node}”：${say(why)}。`,
  'problem.input': ({ file, why }, say) => `${file ?? '模型'}：${say(why)}。`,
  'problem.noDimension': ({ name }) => `模型的输入没有名为“${name}”的维度。`,
  'problem.notAFile': ({ name }) => `拖放的内容（“${name}”）不是本机上的文件。`,
  'problem.modelNotHere': ({ file }) => `这需要 ${file} 本身：单独的已保存文档只能显示其中的内容。`,
  'problem.otherModelFile': ({ file }) => `这不是文档所指的文件：需要内容完全相同的 ${file}。`,
  'problem.modelClosed': () => '该模型已关闭。',
  'problem.noSample': ({ sample }) => `没有名为“${sample}”的示例。`,
  'problem.notWritten': ({ path, why }, say) => `无法写入 ${path}：${say(why)}。`,
  'problem.notRead': ({ file, why }, say) => `无法读取 ${file}：${say(why)}。`,

  'problem.notConstant': ({ tensor }) => `模型的张量 ${tensor} 不是常量。`,
  'problem.madeUpValues': ({ tensor }) => `文件中没有“${tensor}”的值：运行时以合成值代替。`,
  'problem.valuesNotRead': ({ tensor, why }, say) => `无法读取“${tensor}”的值：${say(why)}。`,
  'problem.valuesMoved': ({ file, tensor }) => `${file} 在打开后已更改：“${tensor}”不在原来的位置。`,
  'problem.lookingCancelled': ({ tensor }) => `已取消查看“${tensor}”。`,
  'problem.lookingFailed': ({ tensor, detail }) => `查看“${tensor}”失败：${detail}`,

  'problem.superseded': () => '此请求已被更新的请求取代。',
  'problem.pageLost': () => '窗口曾意外关闭，现已按原样重新打开。正在进行的运行已结束，已测得的数据保存在“记录”中。',
  'problem.runBusy': () => '正在运行。',
  'problem.runLost': ({ file, detail, layer, ...end }) =>
    `运行 ${file} 时推理进程意外结束${layer === null ? '' : `，最后所见在“${layer}”`}：${endOfProcess(end)}${detail === null ? '' : `（${detail}）`}。`,
  'problem.tuningBusy': () => '正在实测内核。',
  'problem.tuningIsa': ({ isa }) => `本机无法执行 ${isa} 的内核。`,
  'problem.tuningLost': (end) => `实测内核的进程意外结束：${endOfProcess(end)}。`,

  'problem.machineFigures': ({ file }) =>
    `${file} 中没有机器的数据：需要处理器、线程数、各指令集的算力和各级存储的读取速度。`,
  'hint.machineFigures': () => '请在那台机器上运行“convscope machine --json”，或自行编写这样的文件。',
  'problem.notDocument': ({ source, why }, say) => `无法将 ${source} 作为已保存的文档打开：${say(why)}。`,
  'problem.documentClosed': () => '该文档已关闭。',
  'problem.keptSideGone': () => '为对比而保留的另一个模型的数据已不存在。',
  'problem.noSuchEntry': () => '该文档中没有这一条目。',
  'problem.notInHistory': ({ name }) => `历史记录中已没有${name === null ? '该条目' : `“${name}”`}。`,
  'problem.noArenaSaved': () =>
    '此文档没有保存张量的存放位置：早期版本的文档、历史记录中的方案和运行以及“plan --json”和“run --json”的输出都没有；“convscope export”和窗口的“分享”有。',
  'problem.noArenaKnown': () => '保存时尚不清楚此方案中张量的存放位置。',
  'problem.stagedArena': () => '此运行分阶段进行：各阶段中的存放位置在运行之后才知道。',
  'problem.exportCancelled': () => '导出已取消。',
  'problem.exportFailed': ({ detail }) => `导出失败：${detail}`,
  'problem.notSaved': ({ file }) => `未保存 ${file}。`,
  'problem.notTold': ({ file }) => `无法把强制算法写入 ${file}：只有 20221128 起的 ncnn 会从 .param 文件读取。`,
  'problem.layerNotTold': ({ file, node }) =>
    `无法把强制算法写入 ${file}：文件中没有任何写法能让引擎按强制的算法运行“${node}”。`,
  'problem.namesNotUnique': ({ file }) => `无法把强制算法写入 ${file}：被强制的层在文件中没有各自唯一的一行。`,
  'problem.nothingToSave': () => '没有可保存的内容。',
  'problem.noTimes': () => '运行之前没有各层的时间。',
  'problem.nodeDataNoJson': ({ source }) => `无法将 ${source} 作为节点数据读取：它不是 JSON。`,
  'problem.nodeDataNoResults': ({ source }) => `无法将 ${source} 作为节点数据读取：其中没有含各节点数值的“results”。`,
  'problem.nodeDataForeign': ({ source, file }) => `${source} 中没有 ${file} 任何节点的数值。`,

  'problem.samplingBusy': () => '正在采样另一个程序。',
  'problem.samplingOnLinux': ({ platform }) =>
    `只能在 Linux 上采样其他程序的内存：数据来自 /proc，而 ${platform} 没有它。`,
  'problem.noProgram': () => '没有要启动的程序。',
  'problem.programMissing': ({ program }) => `无法启动 ${program}：程序不存在。`,
  'problem.programForbidden': ({ program }) => `无法启动 ${program}：没有执行权限。`,
  'problem.programNotStarted': ({ program, detail }) => `无法启动 ${program}：${detail}。`,
  'problem.startDeclined': () => '未启动该程序。',
  'problem.noProgramsFromPages': () => '浏览器中的页面不能启动程序。',

  'problem.notGranted': ({ path }) => `${path} 不是由您选择的文件，窗口不能读取它。`,
  'problem.notServed': ({ path, root }) => `${path} 不在此服务器启动时指定的文件夹 ${root} 之内。`,
  'problem.hostLost': () => '与服务器的连接已断开。请重新启动“convscope serve”，然后打开它输出的地址。',
  'problem.hostUnreachable': () => '服务器没有响应。“convscope serve”是否正在运行？地址是否与它输出的一致？',
  'problem.refused': ({ channel, detail }) => `${channel} 被拒绝：${detail}`,
  'problem.mistake': ({ channel, detail }) => `Convscope 在响应 ${channel} 时出错：${detail}`,
}

/** What can be done about it. */
export const hints: Sentences<typeof english.hints> = {
  'hint.inPlace': ({ op, name, bytes }) =>
    `${op}“${shortened(name, 60)}”是其输入的最后一次使用：若就地计算，可少用 ${roughSize(bytes)}。`,
  'hint.smallerInput': ({ bytes, saved }) =>
    `此时存活的图像占 ${roughSize(bytes)}，随输入面积增长：高宽各减半约可节省 ${roughSize(saved)}。`,
  'hint.formats': ({ extensions }) =>
    `Convscope 可打开 ${extensions.join('、')} 文件，以及它保存的文档（.convscope）。`,
  'hint.saveFirst': () => '请先将其保存到文件夹，再从那里拖放或打开。',
  'hint.reopen': () => '请重新打开。',
  'hint.reload': () => '请重新加载该文件。',
  'hint.cancelOrWait': () => '请取消它或等待其结束。',
  'hint.stopOrWait': () => '请停止它或等待其结束。',
  'hint.attachInTerminal': () => '请在终端中使用“convscope attach”。',
  'hint.chooseFile': () => '请通过对话框打开它，将它拖放到窗口上，或在命令行中指定它。',
  'hint.serveOther': () => '请以包含它的文件夹启动“convscope serve”。',
}

/** What holds for a model as it was opened. */
export const warnings: Sentences<typeof english.warnings> = {
  'warning.assumed': ({ sizes }) =>
    `已假定 ${sizes.join('、')}：文件没有给出${sizes.length === 1 ? '此尺寸' : '这些尺寸'}。`,
  'warning.shapesStop': ({ operation, node, why, others }, say) =>
    `形状在 ${operation}“${node}”${others === 0 ? '' : `及另外 ${others} 个节点`}处不相符：${say(why)}。依赖它的部分没有形状，或取文件给出的形状。`,
  'warning.severalGraphs': () => '模型有多个计算图：Convscope 只查看第一个。',
  'warning.subGraphs': () => '模型有子图（控制流），Convscope 不查看其中内容。',
  'warning.stripped': () => '文件中没有某些层的权重（已被去除）：运行时以合成权重代替。',
  'warning.integerWeights': () => '部分权重为整数运算而量化：模型可以规划，但不能运行。',
  'warning.integerTensors': () => '模型以量化整数计算：Convscope 以其所代表的实数计算。',
  'warning.largeTensor': ({ name, dims, bytes, others }) =>
    `张量“${shortened(name, 60)}”（${shapeText(dims)}）占 ${(bytes / 2 ** 30).toFixed(2)} GiB${others === 0 ? '' : `，另有 ${others} 个不小于 2 GiB`}：32 位的大小会溢出。MNN 到 2.7.0 为止按 int 申请内存；2.7.1 至 3.6.1 按 64 位申请，但 Tensor::size（以及 Tensor 自有的、用于拷入拷出的内存）仍为 int。ncnn 按 64 位计算。`,
  'warning.weightsFile': ({ file, missing }) => `权重文件 ${file} ${missing ? '缺失' : '过短'}：运行时以合成权重代替。`,
  'warning.ncnnMisfit': ({ file, layer, byte, size, ends }) =>
    `权重文件 ${file} 与模型不符：${
      ends
        ? `层“${layer}”的权重自第 ${byte} 字节起，而文件在第 ${size} 字节结束`
        : `第 ${byte} 字节应为层“${layer}”的权重，但此处不是权重的开头`
    }。文件不完整或属于另一网络，因此运行时所有权重均为合成。`,
  'warning.ncnnRest': ({ file, layer, bytes }) =>
    `权重文件 ${file} 在最后一层“${layer}”的权重之后还有 ${bytes} 字节，没有任何层读取：请确认它属于此模型。`,
  'warning.ncnnUnknown': ({ file, layer, type }) =>
    `Convscope 不知道层“${layer}”（${type}）有哪些权重：其后各层的权重在 ${file} 中的位置未知，运行时以合成权重代替。`,
  'warning.ncnnBlobs': ({ stated, found }) =>
    `第二行声明了 ${stated} 个 blob，但各层共提到 ${found} 个：ncnn 可能拒绝此文件。`,
}
