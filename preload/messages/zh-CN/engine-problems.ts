// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/engine-problems'
import { clause } from '../figures'
import type { Sentences } from '../sentence'
import { choiceName, spaced } from './names'

/** Why a configuration cannot be planned or run, and what to do then. */
export const engineProblems: Sentences<typeof english.engineProblems> = {
  'problem.plan.mistake': ({ node, detail }) =>
    node === null ? `Convscope 在规划时出错：${detail}` : `Convscope 在规划“${node}”时出错：${detail}`,
  'problem.plan.profile': ({ profile, known }) => `没有名为“${profile}”的引擎配置；可用的有 ${known.join('、')}。`,
  'problem.plan.sharing': () => '此引擎没有这种创建会话的方式。',
  'problem.plan.threads': ({ threads, most }) => `线程数必须是 1 到 ${most} 的整数，而不是 ${threads}。`,
  'problem.plan.isa': ({ isa, known }) => `没有指令集“${isa}”；可推算的有 ${known.join('、')}。`,
  'problem.plan.profileIsa': ({ engine, isa, known }, say) =>
    `${say(engine)} 没有用于指令集“${isa}”的内核；可用的有 ${known.join('、')}。`,
  'problem.override.many': ({ most, count }) => `一个配置最多有 ${most} 项强制指定，而不是 ${count} 项。`,
  'problem.override.unnamed': () => '强制指定必须写明层名或层名的模式。',
  'problem.override.algorithm': ({ layers, algorithm, known }) =>
    `强制指定“${layers}”要求的算法是“${algorithm}”；可用的有 ${known.join('、')}。`,
  'problem.override.unit': ({ layers, unit }) =>
    `强制指定“${layers}”要求 Winograd 单元 ${unit}；单元必须是不小于 1 的整数。`,
  'problem.override.unitless': ({ layers, wanted }) =>
    `强制指定“${layers}”要求${spaced(choiceName(wanted)).trimEnd()}；只有 Winograd 有单元。`,
  'problem.override.noneFits': ({ layers }) => `此模型没有名称符合强制指定“${layers}”的卷积。`,
  'problem.override.noSuchLayer': ({ layers }) => `此模型没有强制指定所要的、名为“${layers}”的卷积。`,
  'problem.override.impossible': ({ name, layers, wanted, obstacle }, say) => {
    const where = layers === null ? '' : `（符合强制指定“${layers}”的第一层）`
    return `“${name}”${where}不能采用${spaced(choiceName(wanted)).trimEnd()}：${clause(say(obstacle))}。`
  },
  'hint.layerNames': () => '名称以层表中的为准；* 代表任意字符，? 代表一个字符。',
  'hint.offeredAlgorithm': () => '移除该强制指定，或从该层的候选中选择算法。',
  'problem.engine.notLoaded': () => 'Convscope 自身的引擎未加载，无法得知其内核的大小。',
  'hint.buildOwn': () => '请运行“npm run build:native”，然后重新启动 Convscope；其他引擎配置无需它即可使用。',
  'problem.engine.building': () => '原生引擎仍在编译：编译完成后即可运行，并可查看 Convscope 自身引擎的方案。',
  'problem.engine.buildFailed': ({ reason, log }) => `无法编译原生引擎（${reason}）；完整的构建输出见 ${log}。`,
  'hint.buildTools': () =>
    '编译需要 CMake 和支持 C++20 的编译器。重新启动 Convscope 即可重试；其他引擎配置无需它即可使用。',
  'problem.engine.notBuilt': ({ path }) => `原生引擎尚未构建：没有 ${path}。`,
  'problem.engine.unloadable': ({ path, cause }) => `无法加载位于 ${path} 的原生引擎：${cause}`,
  'hint.build': () => '请运行“npm run build:native”，然后重新启动 Convscope。',
  'problem.engine.noMemory': () => '系统已没有可用内存。',
  'problem.engine.noBlock': ({ bytes }) => `系统没有内存可分配一个 ${bytes} 字节的块。`,
  'problem.engine.noThreads': ({ threads }) => `系统拒绝启动 ${threads} 个线程。`,
  'problem.engine.isa': ({ isa }) => `本机无法执行指令集 ${isa}。`,
  'problem.weights.open': ({ path, cause }) => `无法打开权重文件 ${path}：${cause}。`,
  'problem.weights.noFile': ({ path }) => `权重文件 ${path} 不是普通文件。`,
  'problem.weights.read': ({ path, cause }) => `无法读取权重文件 ${path}：${cause}。`,
  'problem.weights.short': ({ path, end, needed }) =>
    `权重文件 ${path} 在第 ${end} 字节处结束，而权重到第 ${needed} 字节才结束。`,
  'problem.engine.failed': ({ code, detail }) => `引擎报告错误 ${code}：${clause(detail)}。`,
  'problem.engine.atNode': ({ node, what }, say) => `“${node}”：${say(what)}`,
  'hint.lessMemory': () => '请选择更低的内存模式或更小的输入形状。',
  'problem.run.cannotExecute': ({ nodes, more }, say) => {
    const named = nodes.map(({ name, op, reason }) => `“${name}”（${op}）：${clause(say(reason))}`)
    return `引擎无法执行${named.join('；')}${more > 0 ? `；另有 ${more} 个节点` : ''}。`
  },
  'problem.run.isa': ({ isa }) => `本机无法执行为 ${isa} 推算的方案。`,
  'hint.executableIsas': ({ known }) => `请选择本机具有的指令集：${known.join('、')}。`,
  'problem.run.weights': ({ node, why }, say) => `无法读取“${node}”的权重：${say(why)}。`,
  'problem.run.quantised': ({ tensor, why }, say) => `无法读取“${tensor}”：其量化数值${say(why)}。`,
  'problem.run.cancelled': () => '运行已取消。',
  'problem.run.bug': ({ cause }) => `运行因 Convscope 的程序错误而失败：${cause}`,
  'problem.run.fileGone': ({ path }) => `模型文件 ${path} 已不存在。`,
  'problem.run.fileChanged': ({ path }) => `模型文件 ${path} 在打开后已被更改。`,
  'hint.openModelFile': ({ file }) => `打开 ${file} 即可规划和运行。`,
  'hint.openAgain': () => '请重新打开该文件。',
  'problem.input.single': ({ inputs }) => `输入文件只能用于单个输入，而此模型有 ${inputs} 个输入。`,
  'hint.syntheticInput': () => '请用合成输入运行。',
  'problem.input.size': ({ path, bytes, input, dims, expected }) =>
    `输入文件 ${path} 有 ${bytes} 字节，而输入“${input}”（${dims.join('×')}）需要 ${expected} 字节。`,
  'hint.rawInput': () => '文件须为小端 float32 原始数值，按输入各维的顺序排列。',
  'problem.input.changed': ({ path }) => `${path} 在读取过程中被更改。`,
  'problem.input.missing': ({ path }) => `输入文件 ${path} 不存在。`,
  'problem.input.unreadable': ({ path }) => `无法读取输入文件 ${path}。`,
}
