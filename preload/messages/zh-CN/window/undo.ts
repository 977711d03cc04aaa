// SPDX-License-Identifier: Apache-2.0
import type { undo as reference } from '../../en/window/undo'
import type { Translation } from '../../translation'

export const undo: Translation<typeof reference> = {
  undo: '撤销：{{step}}',
  redo: '重做：{{step}}',
  nothingToUndo: '撤销：尚无操作',
  nothingToRedo: '重做：无',
  back: '撤销',
  step: {
    remedy: '应用建议',
    entry: '载入记录',
    engine: '更换引擎',
    isa: '更换指令集',
    threads: '线程数',
    settings: '引擎设置',
    overrides: '强制指定的算法',
    sizes: '输入尺寸',
    delete: '从记录中删除',
    keep: '保留方案',
    baseline: '更换 A',
    noBaseline: '放弃 A',
    swap: '交换 A 与 B',
    sides: '对比的各方',
    rename: '重命名记录',
    document: '关闭文档',
    overlay: '图上的节点数据',
    limit: '允许的增长',
    timings: '清除测得的时间',
  },
}
