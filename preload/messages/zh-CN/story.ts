// SPDX-License-Identifier: Apache-2.0
import * as english from '../en/story'
import { clause, duration, roughSize, signed } from '../figures'
import type { Sentences } from '../sentence'
import { ISA_NAMES } from '../terms'
import { choiceName, spaced } from './names'
import { vocabulary } from './vocabulary'

const parts = (deltas: readonly english.CategoryDelta[]) =>
  deltas.map(({ category, delta }) => `${vocabulary.category[category]} ${signed(delta, roughSize)}`).join('、')

/** How B differs from A, and why; whoever says it knows what B goes by. */
export const story: Sentences<typeof english.story> = {
  'cause.forcedInB': ({ layers }, say) => `${say.b} 以强制指定“${layers}”决定`,
  'cause.forcedInA': ({ layers }, say) => `A 以强制指定“${layers}”决定，${say.b} 没有`,
  'cause.otherRules': ({ a, b }, say) => `${say(b)} 的规则与 ${say(a)} 不同`,
  'cause.otherEngine': ({ a, b, choiceA, choiceB, withA, withB }, say) => {
    const under = (settings: typeof withA) => (settings.length === 0 ? '' : `（${settings.map(say).join('，')}）`)
    return `${say(a)}${under(withA)} 保留${spaced(choiceName(choiceA))}的权重，${say(b)}${under(withB)} 保留${spaced(choiceName(choiceB))}的权重`
  },
  'cause.given': ({ b, changes }, say) => `${say(b)} 的设置不同：${changes.map(say).join('，')}`,
  'cause.shapes': () => '其处理的张量大小不同',
  'change.isa': ({ a, b }) => `指令集为 ${ISA_NAMES[b]} 而非 ${ISA_NAMES[a]}`,
  'change.threads': ({ a, b }) => `线程数为 ${b} 而非 ${a}`,
  'cause.layout': ({ a, b }, say) => `${say(b)} 的权重与临时内存布局与 ${say(a)} 不同`,
  'cause.sizes': ({ causes }, say) => causes.map(say).join('，且'),
  'cause.blocks': ({ a, b }) => `${ISA_NAMES[b]} 的分块大小与 ${ISA_NAMES[a]} 不同`,
  'cause.scratch': ({ a, b }, say) => `临时内存随线程数增长，${say.b} 为 ${b} 个线程，A 为 ${a} 个`,
  'cause.others': () => '其大小取决于其他层的设置',

  'choice.name': ({ choice }) => choiceName(choice),
  'layer.shape': (shape) => english.layerShapeText(shape, (size) => `，输出 ${size}`),
  'layers.alike': ({ count, shape }, say) => `${count} 层${shape === null ? '' : `：${say(shape)}`}`,

  'why.still': ({ choice, cause }, say) =>
    `${choice === null ? '算法不变' : `仍为${spaced(choiceName(choice)).trimEnd()}`}，但${spaced(say(cause)).trimEnd()}。`,
  'why.unknown': ({ a, b }, say) =>
    `${a && b ? `A 和 ${say.b} 都` : a ? 'A ' : `${say.b} `}没有此层的模型：它占用多少未知，也未计入总量。`,
  'why.changed': ({ a, b, cause, inflation, reason }, say) => {
    const weights =
      inflation === null
        ? ''
        : `；存储的权重是原始大小的 ${inflation.b.toFixed(1)} 倍，而非 ${inflation.a.toFixed(1)} 倍`
    return `由${spaced(choiceName(a))}变为${spaced(choiceName(b)).trimEnd()}：${say(cause)}${weights}；${say.b} 的规则：${clause(say(reason))}。`
  },
  'total.bounded': ({ a, aLeast, b, bLeast }, say) => {
    const least = (isLeast: boolean, bytes: number) => `${isLeast ? '至少 ' : ' '}${roughSize(bytes)}`
    return `按模型推算，A 需要${least(aLeast, a)}，${say.b} 需要${least(bLeast, b)}：有未知或未计入的部分，因此两者相差多少并不清楚。`
  },
  'total.same': ({ bytes }, say) => `按推算，A 与 ${say.b} 所需内存相同，均为 ${roughSize(bytes)}。`,
  'total.differently': ({ bytes, parts: deltas }, say) =>
    `按推算，A 与 ${say.b} 总量相同，均为 ${roughSize(bytes)}，但构成不同：${parts(deltas)}。`,
  'total.differs': ({ a, b, parts: deltas }, say) =>
    `按推算，${say.b} 比 A ${b > a ? '多' : '少'}需要 ${roughSize(Math.abs(b - a))}（${roughSize(b)}，A 为 ${roughSize(a)}）：${parts(deltas)}。`,
  'changes.noLayer': () => '没有两侧算法均已知的层可供对比。',
  'changes.none': ({ layers }) => `${layers} 层的算法均未改变。`,
  'changes.some': ({ changed, layers, kinds, others }) => {
    const shown = kinds.map(
      ({ count, a, b }) => `${count} 个由${spaced(choiceName(a))}变为${spaced(choiceName(b)).trimEnd()}`,
    )
    const list = others > 0 ? [...shown, `另有 ${others} 个`] : shown
    return `${layers} 层中有 ${changed} 个改变了算法：${list.join('、')}。`
  },
  'changes.uncertain': ({ layers, first }) =>
    `${layers === 1 ? `层“${first}”` : `有 ${layers} 层（第一个为“${first}”）`}至少在一侧没有模型：总量未包含它，两侧之差也未体现。`,
  'weights.moved': ({ grown, shrunk, most }) => {
    const counts = [...(grown > 0 ? [`在 ${grown} 层中增大`] : []), ...(shrunk > 0 ? [`在 ${shrunk} 层中减小`] : [])]
    const largest = most.map(({ name, delta }) => `“${name}”（${signed(delta, roughSize)}）`)
    return `打包权重${counts.join('，')}，变化最大的是${largest.join('、')}。`
  },
  'story.cause': ({ count, cause }, say) => `${count === null ? '原因' : `其中 ${count} 层的原因`}：${say(cause)}。`,
  'story.measured': ({ peakA, peakB, inferenceA, inferenceB }, say) =>
    `在 Convscope 引擎中实测：跟踪内存的峰值 A 为 ${roughSize(peakA)}，${say.b} 为 ${roughSize(peakB)}；一次推理分别为 ${duration(inferenceA)} 和 ${duration(inferenceB)}。`,
}
