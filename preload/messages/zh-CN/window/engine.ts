// SPDX-License-Identifier: Apache-2.0
import type { engine as reference } from '../../en/window/engine'
import type { Translation } from '../../translation'

export const engine: Translation<typeof reference> = {
  trackedAtPeakRss: '此时已跟踪',
  remainder: '其余',
  remainderMeaning: '引擎代码、其线程、程序以及 C 库保留的内存，减去已分配但尚未写入的部分。',
  fusedInto: '并入计算于 ',
  fusedHere: '同时计算 ',
  estimated: '估算',
  measured: '实测',
  partly: '已实测 {{measured}}/{{kernels}}',
  measuring: '{{done}}/{{kernels}}…',
  explanation: '高内存模式为每一层选择最快的内核。可以在本机实测哪个最快；未实测时使用估算值。形状相同的层只测量一次。',
  kept_other: '已保存 {{count}} 项耗时，位于 {{path}}。',
  start: '测量内核',
  clear: '清除所有耗时',
  progress: '已测量的内核',
  cancel: '取消',
}
