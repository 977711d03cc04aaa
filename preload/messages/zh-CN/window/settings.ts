// SPDX-License-Identifier: Apache-2.0
import type { settings as reference } from '../../en/window/settings'
import type { Translation } from '../../translation'

export const settings: Translation<typeof reference> = {
  title: '设置',
  theme: '颜色',
  themes: { system: '跟随系统', light: '浅色', dark: '深色' },
  language: '语言',
  systemLanguage: '跟随系统',
  units: '大小单位',
  unitNames: { binary: 'KiB、MiB', decimal: 'kB、MB' },
  threads: '初始线程数',
  threadsAuto: '按处理器数',
  reopenLast: '启动时打开上次的模型',
  watch: '文件变化时重新加载模型',
  timesFor: '其他引擎的推算时间',
  timesMachines: { usual: '一般机器', here: '本机', other: '来自文件…' },
  timesOf: '针对 {{processor}}',
  timesFigures: '其各项速率',
  machine: '本机',
  machineAgain: '重新测量',
  machineMeasuring: '正在测量…',
  machineMeaning:
    '本机的上限（实测）：单线程算力，以及单线程和全部线程从各级缓存与内存读取的速度。其他程序运行时会偏低。',
  machineFrom: '读取自',
  machineThreads: '单线程 · 全部',
  machineLevels: { L1: 'L1', L2: 'L2', L3: 'L3', memory: '内存' },
}
