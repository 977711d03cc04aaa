// SPDX-License-Identifier: Apache-2.0
import type * as english from '../en/runs'
import type { Sentences } from '../sentence'

/** Where a run departs from its plan. */
export const runs: Sentences<typeof english.runs> = {
  'run.otherKernel': ({ difference, first, others }, say) =>
    `“${first}”${others === 0 ? '' : `及另外 ${others} 层`}在引擎中${say(difference)}。`,
  'difference.kernel': ({ ours, theirs }) => `以 ${ours} 代替 ${theirs}`,
  'difference.unit': ({ ours, theirs }) => `以 ${ours}×${ours} 分块的 Winograd 代替 ${theirs}×${theirs}`,
  'difference.strassen': () => '以普通矩阵乘代替 Strassen',
  'difference.depthwise3x3': () => '以通用的逐通道内核代替 3×3 Winograd 内核',
  'run.dequantised': ({ weights }) =>
    `文件中以量化形式存储的 ${weights} 个权重已在运行前反量化为 float32：运行时与其他权重一样计算和保存。`,
  'run.wholeNumbers': () => '整数以 float32 计算，在 16,777,216 以内是精确的。',
  'run.stages': ({ stages }) =>
    `尺寸取决于数值，因此模型分 ${stages} 个阶段运行，每个阶段在所需数值算出后才推算；各阶段的权重和激活保留到运行结束。`,
  'run.lostEvents': ({ events }) => `队列已满，丢失了 ${events} 个事件：峰值处各类别的数值只反映其余事件。`,
}
