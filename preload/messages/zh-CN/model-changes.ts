// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/model-changes'
import { shapeText, size } from '../figures'
import type { Sentences } from '../sentence'

const MOST_LISTED = 3

const kindsText = (kinds: readonly english.CountChange[]) => {
  const shown = kinds.slice(0, MOST_LISTED).map(({ name, was, is }) => `${name} 为 ${is} 个而非 ${was} 个`)
  return [...shown, ...(kinds.length > MOST_LISTED ? [`另有 ${kinds.length - MOST_LISTED} 种`] : [])].join('、')
}

const quoted = (names: readonly string[]) => {
  const shown = names.slice(0, MOST_LISTED).map((name) => `“${name}”`)
  return `${shown.join('、')}${names.length > MOST_LISTED ? ` 等 ${names.length} 个` : ''}`
}

/** What a model has otherwise than another. */
export const modelChanges: Sentences<typeof english.modelChanges> = {
  'model.inputSize': ({ input, was, is }) => `输入“${input}”为 ${shapeText(is)}，而非 ${shapeText(was)}。`,
  'model.declaredSize': ({ input, was, is }) => `文件将输入“${input}”声明为 ${shapeText(is)}，而非 ${shapeText(was)}。`,
  'model.inputs': ({ gone, added }) =>
    `输入不同：${[
      ...(gone.length === 0 ? [] : [`缺少${quoted(gone)}`]),
      ...(added.length === 0 ? [] : [`新增${quoted(added)}`]),
    ].join('，')}。`,
  'model.inputType': ({ input, was, is }) => `输入“${input}”的类型为 ${is}，而非 ${was}。`,
  'model.operations': ({ kinds }) => `算子不同：${kindsText(kinds)}。`,
  'model.attributes': ({ count, op, first }) =>
    `${count} 个算子的属性不同，${count === 1 ? '即' : '首个为'} ${op} “${first}”。`,
  'model.weights': ({ kinds }) => `权重不同：${kindsText(kinds)}。`,
  'model.weightBytes': ({ was, is }) => `权重为 ${size(is)}，而非 ${size(was)}。`,
  'model.others': ({ a, b, hashA, hashB }, say) =>
    `A 与 ${say.b} 的模型不同：${a}（SHA-256 ${hashA.slice(0, 12)}…）与 ${b}（${hashB.slice(0, 12)}…）。`,
  'model.matched': ({ same, changed, added, removed }) => {
    const others = [
      ...(changed === 0 ? [] : [`${changed} 个有变化`]),
      ...(added === 0 ? [] : [`新增 ${added} 个`]),
      ...(removed === 0 ? [] : [`移除 ${removed} 个`]),
    ]
    return `${[`${same} 个算子相同`, ...others].join('，')}。`
  },
}
