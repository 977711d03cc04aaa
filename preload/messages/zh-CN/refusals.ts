// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/refusals'
import type { Sentences } from '../sentence'

/** Why native kernels do not take a convolution. */
export const refusals: Sentences<typeof english.refusals> = {
  'refusal.belowOne': () => '卷积的尺寸、步长、膨胀、组数或线程数小于 1。',
  'refusal.negativePadding': () => '卷积的填充为负数。',
  'refusal.groupsDivide': ({ groups }) => `卷积的通道数不能被组数 ${groups} 整除。`,
  'refusal.tooLarge': () => '卷积的张量过大，无法寻址。',
  'refusal.packedTooLarge': () => '打包权重会过大，无法寻址。',
  'refusal.workspaceTooLarge': () => '工作区会过大，无法寻址。',
  'refusal.severalGroups': () => '仅适用于多个组的卷积。',
  'refusal.noInner': () => '需要指定每组所运行的内核，但没有指定。',
  'refusal.innerUnasked': () => '它不在各组中运行其他内核，但指定了一个。',
  'refusal.oneGroup': () => '所有输入通道与所有输出通道相乘：仅适用于一个组。',
  'refusal.oneGroupOrDepthwise': () => '仅适用于一个组，或每个通道一组。',
  'refusal.depthwiseOnly': () => '仅适用于组数与输入、输出通道数都相等的卷积。',
  'refusal.pointwiseOnly': () => '仅适用于 1×1 卷积核。',
  'refusal.inPlaceStride': () => '直接读取输入：步长只能为 1。',
  'refusal.inPlacePadding': () => '直接读取输入：不能有填充。',
  'refusal.squareOnly': () => '仅适用于方形卷积核。',
  'refusal.winogradStride': () => '只有步长为 1 时，分块才能共用求和。',
  'refusal.undilated': () => '仅适用于无膨胀的卷积核。',
  'refusal.noTransform': ({ unit, kernel, tile }) =>
    `有大小为 4、6 和 8 的分块的变换；F(${unit}, ${kernel}) 需要 ${tile}。`,
  'refusal.inEveryGroup': ({ why }, say) => `每组之内：${say(why)}`,
}
