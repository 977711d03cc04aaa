// SPDX-License-Identifier: Apache-2.0
import type { runs as reference } from '../../en/window/runs'
import type { Translation } from '../../translation'

export const runs: Translation<typeof reference> = {
  kept_other: '已保留此模型的 {{count}} 个方案与运行',
  damaged_other: '历史记录中有 {{count}} 个文件已损坏，未列出',
  open: '打开已保存的…',
  save: '保存为 JSON…',
  report: 'HTML 报告…',
  none: '尚无记录',
  noneText: '此模型的每次运行以及停留过的每个方案都保留在此，关闭窗口后仍在。',
  plan: '方案',
  run: '运行',
  endedEarly: '提前结束',
  pickToSave: '勾选要保存的项',
  pick: '选取',
  pickThis: '选取 {{name}}',
  columns: {
    name: '名称或配置',
    when: '时间',
    total: '推算',
    peak: '峰值',
    rss: 'RSS',
    inference: '推理',
  },
  rename: '重命名',
  load: '设为当前配置，并恢复其实测数据',
  asBaseline: '保留为基准 A',
  delete: '删除',
  close: '关闭此文档',
  sameModel: '属于当前打开的模型',
  nodeData: {
    title: '节点数据',
    explorer: '用于 Model Explorer',
    packedWeights: '保存打包权重…',
    workspace: '保存工作区…',
    time: '保存实测时间…',
    open: '将节点数据文件叠加到模型…',
    close: '移除 {{file}}',
  },
  otherModel: '属于另一文件 {{name}}：各层按名称匹配',
}
